"""A patient without a name."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientNameMissing(Edit):
    """A patient without a name.

    ## Why it matters
    The payer matches name and number; the guide requires the last name, and no payer finds a
    person by that alone.
    """

    id = "IDN007"
    name = "patient-name-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2010BA", "NM103"), *every_guide("2010CA", "NM103"))
    predicts = (CARC("16"),)
    fix = "Enter the name as it stands on the insurance card."
    examples = (
        Example("a named patient", ""),
        Example("no last name", "without patient.name.last", finds=("patient.name.last",)),
        Example("no first name", "without patient.name.first", finds=("patient.name.first",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each missing part of the name."""
        if not claim.patient.name.last.strip():
            yield self.finding(claim, "patient.name.last", "The patient has no last name.")
        elif not claim.patient.name.first.strip():
            message = "The patient has no first name."
            yield self.finding(claim, "patient.name.first", message, severity=Severity.REVIEW)
