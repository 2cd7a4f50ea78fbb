"""TA1, 999 and 277CA codes in words of our own, for work items and timelines.

The lists are X12's and longer than this; a code that is not here is shown as it is. The meanings of
the TA1 and 999 codes are those that ``cleanclaim.x12`` answers with; the status codes those
that the built-in payer uses (read in public code lists, unverified against X12's own).
"""

from collections.abc import Mapping
from types import MappingProxyType

from cleanclaim.exchange.acknowledgements import ReportedError, Status

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "001": "the trailer's control number is not the header's",
        "009": "the receiver is not known there",
        "010": "the interchange date is not a date",
        "021": "the number of groups is wrong",
        "022": "the control structure is wrong",
        "024": "the content is not valid for this receiver",
        "025": "this control number was used before: the file came twice",
    }
)

ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "1": "is missing",
        "2": "is missing though another element asks for it",
        "3": "is one too many",
        "4": "is too short",
        "5": "is too long",
        "6": "has a character that is not allowed",
        "7": "has a code that is not allowed",
        "8": "is not a date",
        "9": "is not a time",
        "10": "does not go with another element",
        "12": "is repeated too often",
        "13": "is repeated too often",
        "I10": "is not used there",
        "I12": "does not match its pattern",
    }
)

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "A0": "forwarded",
        "A1": "received",
        "A2": "accepted",
        "A3": "returned, not processed",
        "A4": "not found",
        "A5": "split",
        "A6": "information is missing",
        "A7": "information is not valid",
        "A8": "information contradicts itself",
    }
)


def note_in_words(code: str) -> str:
    """Return what a TA105 note means."""
    return NOTES.get(code, f"note {code or 'none'}")


def error_in_words(error: ReportedError) -> str:
    """Return which element a 999 objects to and why, without its value."""
    place = f"{error.segment}{error.element.zfill(2) if error.element.isdigit() else error.element}"
    loop = f" in loop {error.loop}" if error.loop else ""
    return f"{place}{loop} {ERRORS.get(error.code, f'has error {error.code}')}"


def status_codes(status: Status) -> str:
    """Return a status as its codes: category, status, entity."""
    return ":".join(part for part in (status.category, status.code, status.entity) if part)


def status_in_words(status: Status) -> str:
    """Return the payer's own words where it gives some, else the category's, with the codes."""
    said = status.message.strip().rstrip(".") or CATEGORIES.get(status.category, "status")
    return f"{said} ({status_codes(status)})"
