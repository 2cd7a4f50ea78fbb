"""A visit to an inpatient before the day of admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class VisitBeforeAdmission(Edit):
    """A visit to an inpatient before the day of admission.

    ## Why it matters
    Before the admission the patient was no inpatient: place or date is wrong.
    """

    id = "DTE006"
    name = "visit-before-admission"
    family = "service_dates"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = places("21")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the date of service, the date of admission, or the place."
    examples = (
        Example("on the day of admission", "place 21; set dates.admission 2025-11-18; lines 99223 $300 @1"),
        Example(
            "the day before",
            "place 21; set dates.admission 2025-11-19; lines 99223 $300 @1",
            finds=("lines[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        admitted = claim.dates.admission
        for line in facts_of(claim).lines:
            if admitted is not None and line.day is not None and line.place == "21" and line.day < admitted:
                message = f"{line.code} on {line.day}, but admitted on {admitted}."
                yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,))
