"""A patient without an address."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientAddressMissing(Edit):
    """A patient without an address.

    ## Why it matters
    The guide requires street and city wherever the patient's demographics are sent.
    """

    id = "IDN010"
    name = "patient-address-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2010BA", "N301"), *every_guide("2010CA", "N301"), *every_guide("2010BA", "N401"))
    predicts = (CARC("16"),)
    fix = "Enter street, city, state and ZIP code."
    examples = (
        Example("an address", ""),
        Example("none", "without patient.address", finds=("patient.address",)),
        Example("no street", "without patient.address.line1", finds=("patient.address.line1",)),
        Example("no city", "without patient.address.city", finds=("patient.address.city",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each part that is missing."""
        address = claim.patient.address
        if address is None:
            yield self.finding(claim, "patient.address", "The patient has no address.")
            return
        for part, words in (("line1", "street"), ("city", "city")):
            if not getattr(address, part).strip():
                yield self.finding(claim, f"patient.address.{part}", f"The patient's address has no {words}.")
