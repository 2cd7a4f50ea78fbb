"""A hospice's inpatient or respite care at home."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class FacilityLevelOfCareAtHome(Edit):
    """A hospice's inpatient or respite care at home.

    ## Why it matters
    General inpatient and respite care are given in facilities: with the place of a home they
    are denied.
    """

    id = "INS123"
    name = "facility-level-of-care-at-home"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0655", "0656")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("42 CFR 418.108", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the place (Q5003 to Q5008) or the level of care."
    examples = (
        Example(
            "in a facility",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on "
                "2025-11-01; lines Q5004 rev 0656 x5 unit DA $6600 on 2025-11-01"
            ),
        ),
        Example(
            "at home",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on "
                "2025-11-01; lines Q5001 rev 0656 x5 unit DA $6600 on 2025-11-01"
            ),
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.revenue_code in ("0655", "0656") and line.code in ("Q5001", "Q5002"):
                message = f"Revenue code {line.line.revenue_code} with {line.code}, a home."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code, line.line.revenue_code)
                )
