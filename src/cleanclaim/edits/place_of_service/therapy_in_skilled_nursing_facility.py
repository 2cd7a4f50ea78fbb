"""Therapy for a patient of a skilled nursing facility, billed by somebody else."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import ALWAYS_THERAPY
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TherapyInSkilledNursingFacility(Edit):
    """Therapy for a patient of a skilled nursing facility, billed by somebody else.

    ## Why it matters
    Therapy of a patient in a covered stay, and in the certified part of the facility also without one,
    is billed by the facility alone: who gave it looks to the facility for payment.
    """

    id = "POS004"
    name = "therapy-in-skilled-nursing-facility"
    family = "place_of_service"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = places("31")
    severity = Severity.DENY
    sources = (
        Citation("CGS Medicare: Part B Consolidated Billing Tool", "cgsmedicare.com"),
        Citation(
            "Medicare Benefit Policy Manual, chapter 15, section 230.6", "as in ../shared/reference/manuals"
        ),
    )
    predicts = (CARC("190"),)
    fix = "Bill the facility. If the patient is not in its certified part, correct the place of service."
    examples = (
        Example(
            "in the office",
            "payer medicare; lines 97110-GP x2 $80 @1",
        ),
        Example(
            "in a skilled nursing facility",
            "payer medicare; place 31; lines 97110-GP x2 $80 @1",
            finds=("lines[0].place_of_service",),
        ),
        Example(
            "the physician's visit there",
            "payer medicare; place 31; lines 99308 $90 @1",
        ),
        Example(
            "in a nursing facility",
            "payer medicare; place 32; lines 97110-GP x2 $80 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.place == "31" and line.code in ALWAYS_THERAPY:
                message = f"{line.code} is therapy in place 31, which the facility bills."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
