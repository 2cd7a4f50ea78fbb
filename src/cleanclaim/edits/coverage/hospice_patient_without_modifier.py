"""A service to a patient of a hospice that does not say how it stands to the terminal illness."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.place_of_service.stays import HOSPICE, stays_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class HospicePatientWithoutModifier(Edit):
    """A service to a patient of a hospice that does not say how it stands to the terminal illness.

    ## Why it matters
    Under a hospice election Medicare Part B pays the attending physician who is not the hospice's (GV),
    and what has nothing to do with the illness (GW; of a facility condition code 07). Everything else
    is the hospice's.
    """

    id = "COV009"
    name = "hospice-patient-without-modifier"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = having("history", ELIGIBILITY)
    severity = Severity.DENY
    sources = (
        Citation(
            "Novitas Solutions: Hospice modifiers GV and GW", "novitas-solutions.com, contentId 00003600"
        ),
        reason_code("B9"),
    )
    predicts = (CARC("B9"),)
    fix = (
        "Add GV for the attending physician, GW for what is unrelated (facility: condition "
        "code 07), or bill the hospice."
    )
    examples = (
        Example("no hospice", "payer medicare", history=()),
        Example(
            "under an election",
            "payer medicare",
            finds=("lines[0].modifiers",),
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "the payer tells of the election",
            "payer medicare",
            finds=("lines[0].modifiers",),
            context=("eligibility member_id=1EG4TE5MK73 hospice=2025-10-01",),
        ),
        Example(
            "the payer tells of one that has ended",
            "payer medicare",
            context=("eligibility member_id=1EG4TE5MK73 hospice=2025-09-01..2025-10-31",),
        ),
        Example(
            "unrelated",
            "payer medicare; lines 99213-GW $125 @1",
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "the attending physician",
            "payer medicare; lines 99213-GV $125 @1",
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "before the election",
            "payer medicare; dos 2025-10-13",
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "a hospital's bill",
            "type institutional; payer medicare",
            finds=("institutional.conditions",),
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "a hospital's bill for something unrelated",
            "type institutional; payer medicare; conditions 07",
            history=(
                (
                    "type institutional; payer medicare; bill 0813; statement 2025-11-01..2025-11-30; set"
                    " patient_control_number HOSP1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).bill_type[:2] in HOSPICE:
            return
        stays = list(stays_of(claim, rules, HOSPICE))
        if not stays or (claim.institutional is not None and "07" in claim.institutional.conditions):
            return
        for line in facts_of(claim).lines:
            day = line.day
            if day is None or line.has("GV", "GW", "GY"):
                continue
            election = next((stay for stay in stays if stay.holds(day)), None)
            if election is None:
                continue
            what = line.code or line.line.revenue_code
            message = f"{what} on {day}; the patient is a hospice's from {election.began}."
            if claim.institutional is not None:
                yield self.finding(claim, "institutional.conditions", message, codes=(what,))
                return
            yield self.finding(claim, f"{line.path}.modifiers", message, codes=(what,))
