"""A patient whose sex is not given as F, M or U."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientSexMissing(Edit):
    """A patient whose sex is not given as F, M or U.

    ## Why it matters
    The guide requires one of three letters wherever the patient's demographics are sent.
    """

    id = "IDN009"
    name = "patient-sex-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2010BA", "DMG03"), *every_guide("2010CA", "DMG03"))
    predicts = (CARC("16"),)
    fix = "Enter F, M, or U for unknown, as the payer has it on file."
    examples = (
        Example("female", "patient sex F"),
        Example("unknown is an answer", "patient sex U"),
        Example("none", "without patient.sex", finds=("patient.sex",)),
        Example("a letter that the guide does not know", "patient sex W", finds=("patient.sex",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when it is none of the three."""
        sex = claim.patient.sex
        if sex not in ("F", "M", "U"):
            message = (
                f"The patient's sex is {sex!r}, not F, M or U." if sex else "The patient's sex is missing."
            )
            capital = sex.strip().upper()
            changes = (Change("patient.sex", capital, safe=True),) if capital in ("F", "M", "U") else ()
            yield self.finding(claim, "patient.sex", message, changes=changes)
