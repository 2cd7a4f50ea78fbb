"""A modifier that names a part of the body which the service is not done to."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


def _between(code: str, *ranges: tuple[str, str]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _fits_eyelid(code: str) -> bool:
    return not code.isdigit() or _between(code, ("11000", "17999"), ("65091", "68899"), ("92002", "92499"))


def _fits_finger(code: str) -> bool:
    return not code.isdigit() or not _between(code, ("27000", "28899"), ("65091", "68899"))


def _fits_toe(code: str) -> bool:
    return not code.isdigit() or not _between(code, ("23000", "26989"), ("65091", "68899"))


def _fits_coronary(code: str) -> bool:
    return not code.isdigit() or _between(code, ("33016", "33999"), ("92920", "93799"))


_FITS = (
    dict.fromkeys(("E1", "E2", "E3", "E4"), _fits_eyelid)
    | dict.fromkeys(("LC", "LD", "LM", "RC", "RI"), _fits_coronary)
    | dict.fromkeys(("FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"), _fits_finger)
    | dict.fromkeys(("TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"), _fits_toe)
)
"""Modifiers and whether a code can be of their part, by ranges of numbers (our reading; unverified)."""


class SiteModifierOfOtherBodyPart(Edit):
    """A modifier that names a part of the body which the service is not done to.

    ## Why it matters
    Eyelids, fingers, toes and coronary arteries have modifiers of their own: on another part
    the line is denied.
    """

    id = "MOD032"
    name = "site-modifier-of-other-body-part"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("modifier")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Correct the modifier."
    examples = (
        Example("a toe", "lines 28285-T8 $900 @1"),
        Example("a toe's modifier on a hand", "lines 26055-T8 $900 @1", finds=("lines[0].modifiers",)),
        Example("an eyelid's on a joint", "lines 20610-E1 $180 @1", finds=("lines[0].modifiers",)),
        Example("a coronary artery's on a knee", "lines 27447-LD $1800 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wrong = [one for one in line.modifiers if one in _FITS and not _FITS[one](line.code)]
            if wrong:
                message = f"{line.code} is not done to the part that {', '.join(line.modifiers)} names."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, *wrong),
                )
