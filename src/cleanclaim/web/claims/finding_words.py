"""Findings in words: what a suggested change would change, what "not checked" means."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.claim.paths import value_at
from cleanclaim.edits.context import AUTHORIZATIONS, DOCUMENTS, ELIGIBILITY
from cleanclaim.edits.history import EARLIER_CLAIMS
from cleanclaim.primitives import CleanclaimError
from cleanclaim.web.claims.models import Finding

_INDEXED = re.compile(r"(\w+)\[(\d+)\]")
_ONE = {"lines": "line", "diagnoses": "diagnosis", "coverages": "coverage", "notes": "note"}
_NOTHING = "null"


class ShownChange(msgspec.Struct, frozen=True):
    """One change that a finding suggests: where in words, what stands there, what would."""

    where: str
    was: str
    becomes: str


def shown_changes(value: EngineClaim, found: Finding) -> list[ShownChange]:
    """Return what a finding suggests; nothing when its place is not in the claim any more."""
    shown = []
    for change in found.changes:
        try:
            now = value_at(value, change["path"])
        except CleanclaimError:
            return []
        becomes = "nothing" if change["text"] == _NOTHING else change["text"]
        shown.append(ShownChange(path_in_words(change["path"]), _text(now), becomes))
    return shown


def path_in_words(path: str) -> str:
    """Return a path of the claim as a person says it: ``line 2, modifiers``."""
    words = _INDEXED.sub(lambda m: f"{_ONE.get(m[1], m[1])} {int(m[2]) + 1}", path)
    return words.replace(".", ", ").replace("_", " ")


def _text(value: object) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


WANTED: Mapping[str, str] = MappingProxyType(
    {
        EARLIER_CLAIMS: "It needs the patient's earlier claims.",
        AUTHORIZATIONS: "No authorisations of this patient are recorded here.",
        ELIGIBILITY: "No eligibility answer of the payer is recorded here.",
        DOCUMENTS: "The claim has no coded note here to compare with.",
        "received": "The day on which the payer gets it is not known.",
    }
)
"""What was lacking to what that means here."""


def unchecked_in_words(found: Finding) -> str:
    """Return what could not be judged, for want of what, and what to do about it."""
    told = found.message.removeprefix("Not checked ")
    told = told[:1].upper() + told[1:]
    if not found.missing:
        return told
    return f"{told} {WANTED.get(found.missing, '')}".strip()
