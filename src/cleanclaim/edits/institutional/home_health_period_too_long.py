"""A home health bill of more than thirty days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 30


class HomeHealthPeriodTooLong(Edit):
    """A home health bill of more than thirty days.

    ## Why it matters
    Home health is paid by periods of thirty days: a bill holds one.
    """

    id = "INS126"
    name = "home-health-period-too-long"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("32*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 10, section 40.2", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Divide the bill by periods."
    examples = (
        Example(
            "thirty days",
            (
                "type institutional; payer medicare; bill 0329; dos 2025-10-13..2025-11-11; "
                "admitted 2025-10-13; set institutional.patient_status 30; dx I11.0; "
                "occurrences 50 on 2025-10-14; values 61 44100; lines 1FC11 rev 0023 x1 $0 on "
                "2025-10-13 | G0299 rev 0551 x3 $450 on 2025-10-13 | Q5001 rev 0550 x1 $0.01 on "
                "2025-10-13; set lines[0].code_qualifier HP"
            ),
        ),
        Example(
            "more",
            (
                "type institutional; payer medicare; bill 0329; dos 2025-10-13..2025-11-11; "
                "admitted 2025-10-13; set institutional.patient_status 30; dx I11.0; "
                "occurrences 50 on 2025-10-14; values 61 44100; lines 1FC11 rev 0023 x1 $0 on "
                "2025-10-13 | G0299 rev 0551 x3 $450 on 2025-10-13 | Q5001 rev 0550 x1 $0.01 on "
                "2025-10-13; set lines[0].code_qualifier HP; statement 2025-10-13..2025-11-20"
            ),
            finds=("institutional.statement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        days = facts_of(claim).service_dates
        if (
            days is None
            or facts_of(claim).bill_type[:2] != "32"
            or not any(line.revenue_code == "0023" for line in claim.lines)
        ):
            return
        length = (days.end - days.start).days + 1
        if length > _DAYS:
            yield self.finding(
                claim, "institutional.statement", f"The bill has {length} days; a period has thirty."
            )
