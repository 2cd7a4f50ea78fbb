"""A test or therapy on a day of a covered stay in a skilled nursing facility, in another place."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import scheduled_lines
from cleanclaim.edits.place_of_service.stays import SKILLED_NURSING, stays_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import ALWAYS_THERAPY
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ServiceDuringSkilledNursingStay(Edit):
    """A test or therapy on a day of a covered stay in a skilled nursing facility, in another place.

    ## Why it matters
    During the covered stay the facility bills nearly everything but practitioners' services, wherever
    it is done.
    """

    id = "POS006"
    name = "service-during-skilled-nursing-stay"
    family = "place_of_service"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("history", ELIGIBILITY)
    severity = Severity.REVIEW
    sources = (
        Citation(
            "NGS Medicare: Skilled Nursing Facility Consolidated Billing Services Reminder", "ngsmedicare.com"
        ),
        Citation("CGS Medicare: Part B Consolidated Billing Tool", "cgsmedicare.com"),
    )
    predicts = (CARC("190"),)
    fix = (
        "Bill the facility for the technical part and for therapy, unless the service is one "
        "of those excluded from consolidated billing."
    )
    examples = (
        Example(
            "before the stay",
            "payer medicare; dos 2025-11-03; lines 71046 $60 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-10..2025-11-25; "
                    "admitted 2025-11-10 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
        Example(
            "during it",
            "payer medicare; lines 71046 $60 @1",
            finds=("lines[0].dates",),
            tables=("MPFS 71046 status=A pc_tc=1",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-10..2025-11-25; "
                    "admitted 2025-11-10 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
        Example(
            "the professional part",
            "payer medicare; lines 71046-26 $20 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-10..2025-11-25; "
                    "admitted 2025-11-10 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
        Example(
            "a visit",
            "payer medicare; lines 99213 $125 @1",
            tables=("MPFS 99213 status=A pc_tc=0",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-10..2025-11-25; "
                    "admitted 2025-11-10 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
        Example(
            "the day of discharge",
            "payer medicare; dos 2025-11-25; lines 71046 $60 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-10..2025-11-25; "
                    "admitted 2025-11-10 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        stays = list(stays_of(claim, rules, SKILLED_NURSING))
        if not stays:
            return
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                continue  # the edits of the fee schedule say that it is not there
            line, row = found.line, found.row
            technical = row.pc_tc == "3" or (row.pc_tc == "1" and not line.has("26"))
            if line.place == "31" or line.day is None or not (technical or line.code in ALWAYS_THERAPY):
                continue
            stay = next((one for one in stays if line.day and one.holds(line.day)), None)
            if stay is not None:
                message = f"{line.code} on {line.day}; the patient was in a covered stay from {stay.began}."
                yield self.finding(
                    claim, f"{line.path}.dates", message, codes=(line.code,), release=found.release
                )
