"""Care management billed again before its time."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_MONTHLY = frozenset(("99490", "99491", "99487", "99424", "99426"))
_TRANSITIONS = frozenset(("99495", "99496"))
_DAYS = 30


class CareManagementAgainTooSoon(Edit):
    """Care management billed again before its time.

    ## Why it matters
    Transitional care is paid once in thirty days, chronic care management once in a calendar
    month.
    """

    id = "EVM013"
    name = "care-management-again-too-soon"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("history")
    severity = Severity.DENY
    sources = (reason_code("119"),)
    predicts = (CARC("119"),)
    fix = "Report it once for the period."
    examples = (
        Example(
            "a month later",
            "payer medicare; lines 99490 $60 @1; dx I10, E11.9",
            history=(
                (
                    "payer medicare; dos 2025-10-20; lines 99490 $60 @1; dx I10, E11.9; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "in the same month",
            "payer medicare; lines 99490 $60 @1; dx I10, E11.9",
            finds=("lines[0].code",),
            history=(
                (
                    "payer medicare; dos 2025-11-03; lines 99490 $60 @1; dx I10, E11.9; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "transition again",
            "payer medicare; lines 99495 $200 @1",
            finds=("lines[0].code",),
            history=(
                "payer medicare; dos 2025-11-03; lines 99496 $250 @1; set patient_control_number OTHER1",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.day is None:
                continue
            for before in earlier_lines(claim, rules):
                if before.day is None or before.day > line.day:
                    continue
                same_month = (before.day.year, before.day.month) == (line.day.year, line.day.month)
                again = line.code in _MONTHLY and before.code in _MONTHLY and same_month
                again |= (
                    line.code in _TRANSITIONS
                    and before.code in _TRANSITIONS
                    and (line.day - before.day).days < _DAYS
                )
                if again:
                    message = f"{line.code} on {line.day}, and {before.code} on {before.day}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break
