"""A patient without a date of birth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientBirthDateMissing(Edit):
    """A patient without a date of birth.

    ## Why it matters
    The payer identifies the patient by it, and every rule about age needs it.
    """

    id = "IDN008"
    name = "patient-birth-date-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2010BA", "DMG02"), *every_guide("2010CA", "DMG02"))
    predicts = (CARC("16"),)
    fix = "Enter the date of birth."
    examples = (
        Example("a date of birth", "patient born 1990-02-01"),
        Example("none", "without patient.birth_date", finds=("patient.birth_date",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when it is missing."""
        if claim.patient.birth_date is None:
            yield self.finding(claim, "patient.birth_date", "The patient has no date of birth.")
