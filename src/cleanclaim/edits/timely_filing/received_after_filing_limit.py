"""A claim received after the payer's filing limit."""

from collections.abc import Iterator
from datetime import date

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import (
    FILING_FROM_DATE,
    FILING_LIMIT,
    FILING_THROUGH_DATE,
    FILING_WORKING_DAY,
    FILING_YEAR,
    reason_code,
)
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.timely_filing.limit_not_known import MEDICARE_ADVANTAGE
from cleanclaim.edits.timely_filing.starts import filing_starts, named_lines
from cleanclaim.edits.values import Effective, Example, Finding, Scope, Severity, Stable
from cleanclaim.parameters import NotKnown, last_filing_day
from cleanclaim.primitives import CARC


class ReceivedAfterFilingLimit(Edit):
    """A claim received after Medicare's filing limit.

    The limit is one calendar year from each professional line's From date, or from the Through
    date of an institutional claim; February 29 counts as February 28, and a last day on a
    weekend or federal holiday moves to the next working day. ``docs/algorithms/edits.md`` has
    the whole rule and its exceptions. Medicare Advantage plans have limits of their own.

    ## Why it matters
    Medicare denies what comes later. Such a denial is not an initial determination: it cannot
    be appealed, and the patient may not be billed.
    """

    id = "TFL001"
    name = "received-after-filing-limit"
    family = "timely_filing"
    status = Stable(since="0.1")
    effective = Effective(date(2010, 1, 1))
    applies_to = Scope(payer_kinds=frozenset(("medicare",)))
    severity = Severity.DENY
    sources = (
        FILING_YEAR,
        FILING_FROM_DATE,
        FILING_THROUGH_DATE,
        FILING_WORKING_DAY,
        FILING_LIMIT,
        reason_code("29"),
    )
    predicts = (CARC("29"),)
    fix = "Attach proof of earlier filing or of an exception (42 CFR 424.44(b)), or write the balance off."
    examples = (
        Example("the last day is in time", "payer medicare; dos 2024-03-04; received 2025-03-04"),
        Example(
            "one day late",
            "payer medicare; dos 2024-03-04; received 2025-03-05",
            finds=("received",),
        ),
        Example(
            "a last day on a Saturday moves to Monday",
            "payer medicare; dos 2024-03-01; received 2025-03-03",
        ),
        Example(
            "a last day on Independence Day moves to Monday",
            "payer medicare; dos 2024-07-04; received 2025-07-07",
        ),
        Example(
            "a last day on Labor Day moves to Tuesday",
            "payer medicare; dos 2024-09-01; received 2025-09-02",
        ),
        Example(
            "February 29 ends on February 28",
            "payer medicare; dos 2024-02-29; received 2025-03-01",
            finds=("received",),
        ),
        Example(
            "an institutional claim counts from its Through date",
            "type institutional; payer medicare; statement 2024-02-20..2024-03-04; received 2025-03-04",
        ),
        Example(
            "a professional line counts from its From date",
            "payer medicare; dos 2024-03-03..2024-03-06; received 2025-03-04",
            finds=("received",),
        ),
        Example("the limit is Medicare's", "payer commercial; dos 2024-03-04; received 2025-06-30"),
        Example(
            "a Medicare Advantage plan has a limit of its own",
            "payer medicare; set coverages[0].filing_indicator 16; dos 2024-03-04; received 2025-06-30",
        ),
        Example(
            "the day of receipt is not known",
            "payer medicare; dos 2024-03-04; received unknown",
            not_checked=("received",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each day of service, or for the statement, that is too old."""
        if claim.coverage.filing_indicator == MEDICARE_ADVANTAGE:
            return
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
                whose = named_lines(claim, lines)
                message = f"Received on {rules.received}; service of {start}{whose} had to be in by {last}."
                found = self.finding(claim, "received", message)
                # Where it is one line among others, the finding is about that line.
                late = lines[0] if len(lines) == 1 < len(claim.lines) else None
                yield msgspec.structs.replace(found, line=late)
