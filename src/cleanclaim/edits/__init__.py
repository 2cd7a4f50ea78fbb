"""The scrubber: one edit, one file, one registry."""

from cleanclaim.edits.edit import Edit
from cleanclaim.edits.families import FAMILIES, Family
from cleanclaim.edits.registry import EDITS, RETIRED, all_edits, edit_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.scrubber import scrub
from cleanclaim.edits.values import (
    CLAIM_TYPES,
    PAYER_KINDS,
    Change,
    Deprecated,
    Effective,
    Example,
    Finding,
    Preview,
    Scope,
    Severity,
    Stable,
)

__all__ = [
    "CLAIM_TYPES",
    "EDITS",
    "FAMILIES",
    "PAYER_KINDS",
    "RETIRED",
    "Change",
    "Deprecated",
    "Edit",
    "Effective",
    "Example",
    "Family",
    "Finding",
    "Preview",
    "Rules",
    "Scope",
    "Severity",
    "Stable",
    "all_edits",
    "edit_of",
    "scrub",
]
