"""A Medicaid claim received after the longest limit that a State may set."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import MEDICAID_FILING_LIMIT, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.timely_filing.starts import filing_starts, named_lines
from cleanclaim.edits.values import Effective, Example, Finding, Scope, Severity, Stable
from cleanclaim.parameters import NotKnown, last_filing_day
from cleanclaim.primitives import CARC


class ReceivedAfterMedicaidLimit(Edit):
    """A Medicaid claim received after the longest limit that a State may set.

    Federal rules have every State ask for claims within 12 months of the service. It is counted
    from each line's From date, or from the Through date of an institutional claim. The State's own
    limit may be shorter: that is said as not checked.

    ## Why it matters
    The agency denies what comes later, unless an exception applies: a claim that Medicare decided
    late, for one.
    """

    id = "TFL002"
    name = "received-after-medicaid-limit"
    family = "timely_filing"
    status = Stable(since="0.1")
    effective = Effective(date(2010, 1, 1))
    applies_to = Scope(payer_kinds=frozenset(("medicaid",)))
    severity = Severity.REVIEW
    sources = (MEDICAID_FILING_LIMIT, reason_code("29"))
    predicts = (CARC("29"),)
    fix = (
        "Look up the State's limit and exceptions; attach proof of earlier filing, or write the balance off."
    )
    examples = (
        Example("the last day is in time", "payer medicaid; dos 2024-03-04; received 2025-03-04"),
        Example("one day late", "payer medicaid; dos 2024-03-04; received 2025-03-05", finds=("received",)),
        Example("the limit is Medicaid's", "payer commercial; dos 2024-03-04; received 2025-06-30"),
        Example(
            "the day of receipt is not known",
            "payer medicaid; dos 2024-03-04; received unknown",
            not_checked=("received",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each day of service, or for the statement, that is too old."""
        if rules.received is None:
            yield self.not_checked(claim, "received", "received", "the day of receipt was not given")
            return
        for start, lines in filing_starts(claim).items():
            limit = rules.filing_limit(claim, start)
            if isinstance(limit, NotKnown):
                yield self.not_checked(claim, "received", "filing limit", limit.reason)
                continue
            last = last_filing_day(limit, start)
            if rules.received > last:
                message = (
                    f"Received on {rules.received}; service of {start}{named_lines(claim, lines)} "
                    f"had to be in by {last} under the federal limit."
                )
                yield self.finding(claim, "received", message)
