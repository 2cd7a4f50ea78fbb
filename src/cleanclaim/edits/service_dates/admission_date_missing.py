"""An inpatient visit without the date of admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

INPATIENT_HOSPITAL = "21"


class AdmissionDateMissing(Edit):
    """A professional service to a hospital inpatient without the date of admission.

    ## Why it matters
    The payer matches the visit to the hospital's stay by that date.
    """

    id = "DTE005"
    name = "admission-date-missing"
    family = "service_dates"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2300 DTP*435", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the day on which the hospital admitted the patient."
    examples = (
        Example("an office visit has none", "place 11"),
        Example("an inpatient with the date", "place 21; set dates.admission 2025-11-17"),
        Example("an inpatient without it", "place 21", finds=("dates.admission",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the place is an inpatient hospital and no admission is given."""
        if claim.place_of_service == INPATIENT_HOSPITAL and claim.dates.admission is None:
            message = "The patient is an inpatient (place 21), but no date of admission is given."
            yield self.finding(claim, "dates.admission", message)
