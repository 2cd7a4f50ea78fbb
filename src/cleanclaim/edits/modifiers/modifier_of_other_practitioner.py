"""A modifier that belongs to another kind of practitioner."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PHYSICIANS = ("207", "208")
_NURSE_ANESTHETISTS = ("3675", "367H")
_ASSISTANTS = ("363A", "363L")
_NOT_OF = {
    "AS": _PHYSICIANS,
    "QZ": _PHYSICIANS,
    "QX": _PHYSICIANS,
    "AA": _NURSE_ANESTHETISTS,
    "QK": _NURSE_ANESTHETISTS,
    "QY": _NURSE_ANESTHETISTS,
    "AD": _NURSE_ANESTHETISTS,
    **dict.fromkeys(("80", "81", "82"), _ASSISTANTS),
    **dict.fromkeys(("GC", "GE"), ("363L", "363A")),
}
"""Modifiers and the beginnings of taxonomy codes whose providers do not use them (unverified)."""


class ModifierOfOtherPractitioner(Edit):
    """A modifier that belongs to another kind of practitioner.

    ## Why it matters
    The modifier says who did it, and the taxonomy code says otherwise: the line is denied.
    """

    id = "MOD028"
    name = "modifier-of-other-practitioner"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("80", "81", "82", "AS", "AA", "QZ", "QX", "QK", "QY", "AD", "GC", "GE")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        reason_code("8"),
    )
    predicts = (CARC("4"),)
    fix = "Correct the modifier or the rendering provider."
    examples = (
        Example(
            "a nurse practitioner who teaches residents",
            "payer medicare; place 22; lines 99213-GC $125 @1; set rendering.taxonomy 363LF0000X",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "an assistant who is a physician assistant",
            "lines 27447-AS $900 @1; set rendering.taxonomy 363A00000X",
        ),
        Example(
            "a physician under AS",
            "lines 27447-AS $900 @1; set rendering.taxonomy 207X00000X",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "a nurse anesthetist under AA",
            "lines 00810-AA unit MJ x45 $400 @1; set rendering.taxonomy 367500000X",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "an anesthesiologist under QZ",
            "lines 00810-QZ unit MJ x45 $400 @1; set rendering.taxonomy 207L00000X",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            for modifier, taxonomies in _NOT_OF.items():
                if modifier in line.modifiers and line.specialty.startswith(taxonomies):
                    message = f"{line.code}-{modifier} by a provider of taxonomy {line.specialty}."
                    yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
