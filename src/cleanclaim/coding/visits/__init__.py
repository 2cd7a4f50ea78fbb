"""Levels of visits (evaluation and management) with the words that support them."""

from cleanclaim.coding.visits.assess import Visit, assess_visit, critical_care
from cleanclaim.coding.visits.kinds import Kind, kind_of

__all__ = ["Kind", "Visit", "assess_visit", "critical_care", "kind_of"]
