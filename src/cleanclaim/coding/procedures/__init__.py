"""Procedures (CPT, HCPCS, CDT) by what the documentation says was done: our own rules in our own words."""

from cleanclaim.coding.procedures.find import find_procedures
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed

__all__ = ["Missing", "Outcome", "Performed", "find_procedures"]
