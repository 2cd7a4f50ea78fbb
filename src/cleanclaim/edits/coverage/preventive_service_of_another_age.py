"""A preventive service for a patient of an age at which it is not paid."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_AGES = {
    "77067": (35, 124),
    "G0102": (50, 124),
    "G0103": (50, 124),
    "G0328": (45, 124),
    "82270": (45, 124),
    "71271": (50, 77),
    "G0121": (45, 124),
}
"""Completed years (from general knowledge; unverified)."""


class PreventiveServiceOfAnotherAge(Edit):
    """A preventive service for a patient of an age at which it is not paid.

    ## Why it matters
    Medicare pays some screenings from or to an age: others are denied.
    """

    id = "COV006"
    name = "preventive-service-of-another-age"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("77067", "G0102", "G0103", "G0328", "82270", "71271", "G0121")
    severity = Severity.DENY
    sources = (
        reason_code("6"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 18", verified=False),
    )
    predicts = (CARC("6"),)
    fix = "Check the birth date; otherwise get a notice (ABN) and add GA."
    examples = (
        Example("at 60", "payer medicare; patient self sex F born 1965-01-02; lines 77067 $150 @1"),
        Example(
            "at 34",
            "payer medicare; patient self sex F born 1991-01-02; lines 77067 $150 @1",
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
                low, high = _AGES[line.code]
                message = f"{line.code} is paid from {low} to {high} years; the patient is {age}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
