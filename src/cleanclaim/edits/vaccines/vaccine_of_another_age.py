"""A vaccine for another age."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_AGES = {
    "90662": (50, 124),
    "90653": (65, 124),
    "90694": (65, 124),
    "90680": (0, 0),
    "90681": (0, 0),
    "90698": (0, 6),
}
"""Products and completed years (from general knowledge; unverified)."""


class VaccineOfAnotherAge(Edit):
    """A vaccine for another age.

    ## Why it matters
    The product is licensed for an age: for another one it is denied.
    """

    id = "VAC006"
    name = "vaccine-of-another-age"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("90*")
    severity = Severity.REVIEW
    sources = (reason_code("6"),)
    predicts = (CARC("6"),)
    fix = "Check the product and the birth date."
    examples = (
        Example(
            "a high dose at 70",
            "patient self sex F born 1955-01-02; lines 90662 $70 @1 | 90471 $25 @1; dx Z23",
        ),
        Example(
            "at 40",
            "patient self sex F born 1985-01-02; lines 90662 $70 @1 | 90471 $25 @1; dx Z23",
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code in _AGES
                and (age := facts_of(claim).age_on(line.day)) is not None
                and not _AGES[line.code][0] <= age <= _AGES[line.code][1]
            ):
                message = f"{line.code} is not for a patient of {age}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
