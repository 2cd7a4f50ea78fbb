"""Outpatient therapy on a day of a home health plan of care."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.place_of_service.stays import HOME_HEALTH, stays_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import ALWAYS_THERAPY
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TherapyUnderHomeHealthPlan(Edit):
    """Outpatient therapy on a day of a home health plan of care.

    ## Why it matters
    Therapy of a patient under a home health plan is part of the agency's payment: only the agency may
    bill it.
    """

    id = "THR011"
    name = "therapy-under-home-health-plan"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("97*", "92*")
    severity = Severity.DENY
    sources = (
        Citation(
            "Medicare Benefit Policy Manual, chapter 15, section 230.6", "as in ../shared/reference/manuals"
        ),
    )
    predicts = (CARC("97"),)
    fix = "Bill the home health agency, or verify that the patient was discharged from it before the day."
    examples = (
        Example("no home health", "payer medicare; lines 97110-GP x2 $80 @1", history=()),
        Example(
            "under a plan",
            "payer medicare; lines 97110-GP x2 $80 @1",
            finds=("lines[0].dates",),
            history=(
                (
                    "type institutional; payer medicare; bill 0329; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HH1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "before it",
            "payer medicare; dos 2025-10-13; lines 97110-GP x2 $80 @1",
            history=(
                (
                    "type institutional; payer medicare; bill 0329; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HH1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "another service",
            "payer medicare; lines 92014 $80 @1",
            history=(
                (
                    "type institutional; payer medicare; bill 0329; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HH1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        lines = [
            line for line in facts_of(claim).lines if line.code in ALWAYS_THERAPY and line.day is not None
        ]
        if not lines or facts_of(claim).bill_type[:2] in HOME_HEALTH:
            return
        plans = list(stays_of(claim, rules, HOME_HEALTH))
        for line in lines:
            plan = next((one for one in plans if line.day and one.holds(line.day)), None)
            if plan is not None:
                message = f"{line.code} on {line.day}; a home health plan of care runs from {plan.began}."
                yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,))
