"""A leave of absence or noncovered level of care outside the days of the bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_WITHIN = frozenset(("74", "76", "M2"))


class SpanOutsideStatement(Edit):
    """A leave of absence or noncovered level of care outside the days of the bill.

    ## Why it matters
    Spans 74, M1, M2 and 76 tell of days of this bill: others make the days impossible.
    """

    id = "INS101"
    name = "span-outside-statement"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation(
            "CMS, Medicare Claims Processing Manual, chapter 25, form locators 35 and 36", verified=False
        ),
    )
    predicts = (CARC("16"),)
    fix = "Correct the days of the span, or of the statement."
    examples = (
        Example(
            "within the stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; spans "
                "74 on 2025-11-18..2025-11-19"
            ),
        ),
        Example(
            "after it",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; spans "
                "74 on 2025-11-25..2025-11-26"
            ),
            finds=("institutional.occurrence_spans[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, days = claim.institutional, facts_of(claim).service_dates
        if details is None or details.statement is None or days is None or not facts_of(claim).is_inpatient:
            return
        for number, span in enumerate(details.occurrence_spans):
            if span.code not in _WITHIN or span.dates is None:
                continue
            if span.dates.end < days.start or span.dates.start > days.end:
                message = f"Span {span.code} of {span.dates.start} lies outside {days.start} to {days.end}."
                yield self.finding(claim, f"institutional.occurrence_spans[{number}].dates", message)
