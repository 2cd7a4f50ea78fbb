"""An ICD-10-PCS procedure on an outpatient bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class InpatientProcedureOnOutpatientBill(Edit):
    """An ICD-10-PCS procedure on an outpatient bill.

    ## Why it matters
    ICD-10-PCS is the code set of inpatient procedures; outpatient services are reported by
    HCPCS and CPT.
    """

    id = "INS027"
    name = "inpatient-procedure-on-outpatient-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (Citation("45 CFR 162.1002(c)(3)", verified=False), reason_code("16"))
    predicts = (CARC("16"),)
    fix = "Take the ICD-10-PCS codes off; report the services by line."
    examples = (
        Example(
            "on a stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
        ),
        Example(
            "on an outpatient bill",
            "type institutional; procedures 0DTJ4ZZ on 2025-11-18",
            finds=("institutional.procedures[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        facts = facts_of(claim)
        if details is None or facts.is_inpatient or facts.bill_type[:2] not in ("13", "14", "83", "85"):
            return
        for at, procedure in enumerate(details.procedures):
            message = f"{procedure.code} (ICD-10-PCS) on bill type {facts.bill_type}."
            yield self.finding(
                claim, f"institutional.procedures[{at}].code", message, codes=(procedure.code,)
            )
