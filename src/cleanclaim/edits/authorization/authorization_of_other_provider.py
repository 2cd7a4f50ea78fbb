"""A service under an authorization that was given to another provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import named
from cleanclaim.edits.context import AUTHORIZATIONS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AuthorizationOfOtherProvider(Edit):
    """A service under an authorization that was given to another provider.

    ## Why it matters
    The payer approves a provider with the service: the number does not hold for others.
    """

    id = "AUT011"
    name = "authorization-of-other-provider"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (reason_code("296"),)
    predicts = (CARC("296"),)
    fix = "Have the authorization changed to the provider, or name the right one."
    examples = (
        Example(
            "the practice's",
            "set coverages[0].prior_authorization A1; set billing_provider.npi 1999999984",
            context=("authorization number=A1 npi=1999999984",),
        ),
        Example(
            "the rendering provider's",
            "set coverages[0].prior_authorization A1; set rendering.npi 1999999984",
            context=("authorization number=A1 npi=1999999984",),
        ),
        Example(
            "somebody else's",
            "set coverages[0].prior_authorization A1",
            finds=("coverages[0].prior_authorization",),
            context=("authorization number=A1 npi=1999999984",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        said: set[str] = set()
        mine = {provider.npi.strip() for _, provider in named_providers(claim)}
        for _, path, answer in named(claim, rules):
            if answer.npi and answer.npi not in mine and path not in said:
                said.add(path)
                message = (
                    f"Authorization {answer.number} was given to NPI {answer.npi}, who is not on the claim."
                )
                yield self.finding(claim, path, message)
