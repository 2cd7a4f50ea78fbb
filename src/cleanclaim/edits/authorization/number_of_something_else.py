"""The member number, an NPI or the practice's own number where an authorization's number stands."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NumberOfSomethingElse(Edit):
    """The member number, an NPI or the practice's own number where an authorization's number stands.

    ## Why it matters
    The payer looks the number up among its authorizations: another number is none, and the service
    counts as not authorized.
    """

    id = "AUT041"
    name = "number-of-something-else"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (reason_code("15"),)
    predicts = (CARC("15"),)
    fix = "Enter the number of the authorization or referral, or leave the field empty."
    examples = (
        Example(
            "a number of its own",
            "set coverages[0].prior_authorization A123456",
        ),
        Example(
            "the member number",
            "set coverages[0].prior_authorization SPEC990030042",
            finds=("coverages[0].prior_authorization",),
        ),
        Example(
            "the referring provider's NPI as the referral",
            "set referring.npi 1999999984; set coverages[0].referral_number 1999999984",
            finds=("coverages[0].referral_number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        billed = f"coverages[{claim.billed_coverage}]"
        numbers = {
            f"{billed}.prior_authorization": coverage.prior_authorization.strip(),
            f"{billed}.referral_number": coverage.referral_number.strip(),
        }
        if not any(numbers.values()):
            return
        others = {
            coverage.member_id.strip(): "the member number",
            claim.patient_control_number.strip(): "our own",
        }
        others |= {provider.npi.strip(): "a provider's NPI" for _, provider in named_providers(claim)}
        for path, number in numbers.items():
            if number and number in others:
                message = f"The number of the authorization or referral is {others[number]}."
                yield self.finding(claim, path, message, changes=(Change(path, '""'),))
