"""Assignment refused for a service for which it is mandatory."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.laboratory.tests import is_test
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_PRACTITIONERS = ("363A", "363L", "364S", "3675", "1041C", "103T", "367A")


class AssignmentRefusedWhereMandatory(Edit):
    """Assignment refused for a service for which it is mandatory.

    ## Why it matters
    For laboratory tests, ambulances, and services of nurse practitioners and physician
    assistants Medicare pays on assignment only.
    """

    id = "IDN030"
    name = "assignment-refused-where-mandatory"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    severity = Severity.DENY
    sources = (
        reason_code("111"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 1, section 30.3.1", verified=False),
    )
    predicts = (CARC("111"),)
    fix = "Enter A."
    examples = (
        Example("accepted", "payer medicare; lines 85025 $15 @1; set clia 05D1234567"),
        Example(
            "refused",
            "payer medicare; lines 85025 $15 @1; set clia 05D1234567; set assignment C",
            finds=("assignment",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.assignment.strip().upper() != "C":
            return
        for line in facts_of(claim).lines:
            if is_test(line.code) or line.code in TRIPS or line.specialty.startswith(_PRACTITIONERS):
                yield self.finding(
                    claim, "assignment", f"Assignment is mandatory for {line.code}.", codes=(line.code,)
                )
                return
