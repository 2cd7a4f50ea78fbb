"""A ZIP code that has neither five nor nine digits."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ZipCodeMalformed(Edit):
    """A ZIP code that has neither five nor nine digits.

    ## Why it matters
    Front ends check addresses: the claim is returned.
    """

    id = "IDN029"
    name = "zip-code-malformed"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the ZIP code."
    examples = (
        Example("five digits", "set patient.address.zip_code 60001"),
        Example("four", "set patient.address.zip_code 6000", finds=("patient.address.zip_code",)),
        Example("abroad", "set patient.address.zip_code 80331; set patient.address.country DE"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        addresses = [
            ("patient.address", claim.patient.address),
            ("billing_provider.address", claim.billing_provider.address),
        ]
        for path, address in addresses:
            if address is None or not address.zip_code or address.country not in ("", "US", "USA"):
                continue
            digits = address.zip_code.replace("-", "").strip()
            if not digits.isdigit() or len(digits) not in (5, 9):
                yield self.finding(
                    claim, f"{path}.zip_code", f"{address.zip_code} is no ZIP code of five or nine digits."
                )
