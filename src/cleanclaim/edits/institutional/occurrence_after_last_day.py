"""An occurrence after the last day of the bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_LATER = frozenset(("24", "25", "42", "A3", "B3", "C3"))
"""Occurrences of a later day: denials, ends of benefits (unverified)."""


class OccurrenceAfterLastDay(Edit):
    """An occurrence after the last day of the bill.

    ## Why it matters
    What has not yet happened cannot be billed: the day is wrong.
    """

    id = "INS051"
    name = "occurrence-after-last-day"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the day of the occurrence."
    examples = (
        Example("before", "type institutional; occurrences 11 on 2025-11-15"),
        Example(
            "after",
            "type institutional; occurrences 11 on 2025-12-15",
            finds=("institutional.occurrences[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None:
            return
        for at, one in enumerate(details.occurrences):
            if one.dates is not None and one.dates.start > details.statement.end and one.code not in _LATER:
                message = (
                    f"Occurrence {one.code} on {one.dates.start}; the bill ends on {details.statement.end}."
                )
                yield self.finding(
                    claim, f"institutional.occurrences[{at}].dates", message, codes=(one.code,)
                )
