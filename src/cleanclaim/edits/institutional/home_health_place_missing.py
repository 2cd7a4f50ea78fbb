"""A home health bill that does not say where the care was given."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class HomeHealthPlaceMissing(Edit):
    """A home health bill that does not say where the care was given.

    ## Why it matters
    Each period has one line with Q5001, Q5002 or Q5009: without it the bill is returned.
    """

    id = "INS127"
    name = "home-health-place-missing"
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
    fix = "Add a line with the code of the place."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0329; dos 2025-10-13..2025-11-11; "
                "admitted 2025-10-13; set institutional.patient_status 30; dx I11.0; "
                "occurrences 50 on 2025-10-14; values 61 44100; lines 1FC11 rev 0023 x1 $0 on "
                "2025-10-13 | G0299 rev 0551 x3 $450 on 2025-10-13 | Q5001 rev 0550 x1 $0.01 on "
                "2025-10-13; set lines[0].code_qualifier HP"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0329; dos 2025-10-13..2025-11-11; "
                "admitted 2025-10-13; set institutional.patient_status 30; dx I11.0; "
                "occurrences 50 on 2025-10-14; values 61 44100; lines 1FC11 rev 0023 x1 $0 on "
                "2025-10-13 | G0299 rev 0551 x3 $450 on 2025-10-13 | Q5001 rev 0550 x1 $0.01 on "
                "2025-10-13; set lines[0].code_qualifier HP; lines 1FC11 rev 0023 x1 $0 on "
                "2025-10-13 | G0299 rev 0551 x3 $450 on 2025-10-13; set lines[0].code_qualifier "
                "HP"
            ),
            finds=("lines",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.bill_type[:2] != "32" or not any(line.revenue_code == "0023" for line in claim.lines):
            return
        visits = any("0421" <= line.revenue_code <= "0579" for line in claim.lines)
        if visits and not facts.codes & {"Q5001", "Q5002", "Q5009"}:
            yield self.finding(
                claim, "lines", "No line says where the home health care was given (Q5001, Q5002, Q5009)."
            )
