"""An outpatient line with a procedure code, without its day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class LineDayMissing(Edit):
    """An outpatient line with a procedure code, without its day.

    ## Why it matters
    Outpatient services are paid by the day: Medicare asks for the day of each line with a
    procedure code.
    """

    id = "INS029"
    name = "line-day-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (
        Citation("CMS, Medicare Claims Processing Manual, chapter 25, form locator 45", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the day of service of the line."
    examples = (
        Example("with the day", "type institutional; payer medicare"),
        Example(
            "without",
            "type institutional; payer medicare; set lines[0].dates null",
            finds=("lines[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).is_inpatient:
            return
        for at, line in enumerate(claim.lines):
            if line.code and line.dates is None:
                message = f"{line.code} has no day of service."
                yield self.finding(claim, f"lines[{at}].dates", message, codes=(line.code,))
