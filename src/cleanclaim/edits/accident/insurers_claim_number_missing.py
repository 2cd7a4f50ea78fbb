"""A claim to an accident insurer without that insurer's claim number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class InsurersClaimNumberMissing(Edit):
    """A claim to an accident insurer without that insurer's claim number.

    ## Why it matters
    Workers' compensation and automobile insurers find the case by its number: without it the
    bill is returned.
    """

    id = "ACC007"
    name = "insurers-claim-number-missing"
    family = "accident"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("workers_comp", "auto")))
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Enter the insurer's claim number (REF Y4)."
    examples = (
        Example(
            "with it",
            (
                "payer workers_comp; accident employment on 2025-11-17; set "
                "patient.property_casualty_claim_number WC123"
            ),
        ),
        Example(
            "without",
            "payer workers_comp; accident employment on 2025-11-17",
            finds=("patient.property_casualty_claim_number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        people = (claim.patient, claim.subscriber)
        if not any(person.property_casualty_claim_number for person in people):
            path = "patient.property_casualty_claim_number"
            yield self.finding(claim, path, "The insurer's claim number is missing.")
