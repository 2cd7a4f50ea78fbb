"""A discharge status that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import PATIENT_STATUS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PatientStatusUnknown(Edit):
    """A discharge status that does not exist.

    ## Why it matters
    The status decides whether a stay is paid whole or by the day: the front end returns one
    that it does not know.
    """

    id = "INS003"
    name = "patient-status-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, BENE-PTNT-STUS-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct the patient's discharge status."
    examples = (
        Example("home", "type institutional; discharged 1130 status 01"),
        Example(
            "no such status",
            "type institutional; discharged 1130 status 99",
            finds=("institutional.patient_status",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None:
            items = [("institutional.patient_status", details.patient_status)]
            what = "discharge status of a patient"
            yield from unknown_codes(self, claim, rules, items, kind=PATIENT_STATUS, what=what)
