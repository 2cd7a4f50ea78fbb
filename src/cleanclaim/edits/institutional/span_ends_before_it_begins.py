"""An occurrence span that ends before it begins, or after the bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SpanEndsBeforeItBegins(Edit):
    """An occurrence span that ends before it begins, or after the bill.

    ## Why it matters
    The days of a span are counted: turned round they are none.
    """

    id = "INS062"
    name = "span-ends-before-it-begins"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the days of the span."
    examples = (
        Example(
            "in order",
            "type institutional; spans 74 on 2025-11-12..2025-11-14",
        ),
        Example(
            "turned round",
            "type institutional; spans 74 on 2025-11-14..2025-11-12",
            finds=("institutional.occurrence_spans[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        for at, one in enumerate(details.occurrence_spans):
            if one.dates is not None and one.dates.end < one.dates.start:
                message = f"Span {one.code} ends on {one.dates.end}, before it begins on {one.dates.start}."
                path = f"institutional.occurrence_spans[{at}].dates"
                changes = (
                    Change(f"{path}.start", str(one.dates.end)),
                    Change(f"{path}.end", str(one.dates.start)),
                )
                yield self.finding(claim, path, message, codes=(one.code,), changes=changes)
