"""Medicaid billed before another insurance of the patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class MedicaidBeforeOtherPayer(Edit):
    """Medicaid billed before another insurance of the patient.

    ## Why it matters
    Medicaid pays last: it denies what another insurance should pay first.
    """

    id = "COB006"
    name = "medicaid-before-other-payer"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicaid",)))
    triggers = having("several payers")
    severity = Severity.DENY
    sources = (
        reason_code("22"),
        Citation("42 CFR 433.139", verified=False),
    )
    predicts = (CARC("22"),)
    fix = "Bill the other insurance first."
    examples = (
        Example("Medicaid alone", "payer medicaid"),
        Example("Medicaid last", "payer medicaid; secondary to commercial paid 125.00 on 2025-12-01"),
        Example("Medicaid first", "payer medicaid; then commercial", finds=("billed_coverage",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        later = [one for at, one in enumerate(claim.coverages) if at > claim.billed_coverage]
        if any(one.filing_indicator not in ("MC", "ZZ", "11", "TV", "OF") for one in later):
            yield self.finding(
                claim, "billed_coverage", "Medicaid is billed before another insurance of the patient."
            )
