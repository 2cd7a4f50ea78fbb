"""A ZIP code that has neither five nor nine digits."""

from collections.abc import Iterator

from cleanclaim.claim import Address, Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_BEGIN_WITH_ZERO = frozenset(("CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"))
"""States whose ZIP codes begin with a zero."""


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
                where = f"{path}.zip_code"
                message = f"{address.zip_code} is no ZIP code of five or nine digits."
                yield self.finding(claim, where, message, changes=_written(where, address))


def _written(where: str, address: Address) -> tuple[Change, ...]:
    """Return the digits without what stands between them, or with the zero that a table program ate."""
    digits = "".join(letter for letter in address.zip_code if letter.isdigit())
    if len(digits) in (5, 9):
        return (Change(where, digits, safe=True),)
    if len(digits) in (4, 8) and address.state.strip().upper() in _BEGIN_WITH_ZERO:
        return (Change(where, f"0{digits}"),)
    return ()
