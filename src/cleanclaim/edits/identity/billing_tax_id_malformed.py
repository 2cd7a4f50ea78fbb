"""A taxpayer number that is not nine digits."""

from collections.abc import Iterator
from functools import lru_cache

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, TIN, Citation, InvalidValue


class BillingTaxIdMalformed(Edit):
    """A taxpayer number that is not nine digits.

    ## Why it matters
    The payer matches the number against its enrolment file; one that cannot be right matches nothing.
    """

    id = "IDN005"
    name = "billing-tax-id-malformed"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (Citation("26 CFR 301.7701-12", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the nine digits without dash or letters."
    examples = (
        Example("nine digits", "set billing_provider.tax_id 371234560"),
        Example("with its dash", "set billing_provider.tax_id 37-1234560"),
        Example("eight digits", "set billing_provider.tax_id 37123456", finds=("billing_provider.tax_id",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when a number is given that cannot be one."""
        provider = claim.billing_provider
        if not provider.tax_id.strip():
            return
        if not _is_number(provider.tax_id, provider.tax_id_kind):
            message = "The billing provider's taxpayer number is not nine digits, or all of them are alike."
            path, kind = "billing_provider.tax_id", provider.tax_id_kind
            changes = rewritten(path, provider.tax_id, lambda text: _is_number(text, kind))
            yield self.finding(claim, path, message, changes=changes)


@lru_cache(maxsize=1024)
def _is_number(text: str, kind: str) -> bool:
    try:
        TIN.parse(text, kind)
    except InvalidValue:
        return False
    return True
