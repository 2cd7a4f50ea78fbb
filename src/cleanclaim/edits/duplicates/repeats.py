"""When a line repeats another one, and which modifiers say that it was done again."""

from cleanclaim.edits.facts import LineFacts
from cleanclaim.edits.ncci_ptp.pairs import ANATOMIC

DONE_AGAIN = frozenset(("59", "76", "77", "91", "XE", "XS", "XP", "XU", "27", "58", "78", "79"))
"""Modifiers that say that a service of the day was done again, or was another one."""


def repeats(one: LineFacts, other: LineFacts) -> bool:
    """Return whether two lines say the same service: code, day, units, sites, and no word of a repeat."""
    if not one.code or one.code != other.code or one.day is None:
        return False
    if (one.day, one.last_day) != (other.day, other.last_day) or one.units != other.units:
        return False
    again, too = set(one.modifiers) & DONE_AGAIN, set(other.modifiers) & DONE_AGAIN
    if again != too or again & {"76", "77", "91"}:
        return False
    if one.line.revenue_code != other.line.revenue_code or one.place != other.place:
        return False
    if _of_sites(one) != _of_sites(other) or _teeth(one) != _teeth(other):
        return False
    return (one.line.drug and one.line.drug.ndc) == (other.line.drug and other.line.drug.ndc)


def _of_sites(line: LineFacts) -> frozenset[str]:
    return frozenset(line.modifiers) & (ANATOMIC | {"26", "TC", "50", "JW", "JZ", "80", "81", "82", "AS"})


def _teeth(line: LineFacts) -> object:
    return line.line.dental and (line.line.dental.teeth, line.line.dental.oral_cavity)
