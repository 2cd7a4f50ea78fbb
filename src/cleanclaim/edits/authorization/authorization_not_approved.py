"""A service under an authorization that the payer has not approved."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import named
from cleanclaim.edits.context import AUTHORIZATIONS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AuthorizationNotApproved(Edit):
    """A service under an authorization that the payer has not approved.

    ## Why it matters
    A number is given to every request, also to one that waits, was denied or cancelled: billing under
    it is denied.
    """

    id = "AUT010"
    name = "authorization-not-approved"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (reason_code("197"),)
    predicts = (CARC("197"),)
    fix = "Hold the claim until the payer approves, or appeal its decision."
    examples = (
        Example("approved", "set coverages[0].prior_authorization A1", context=("authorization number=A1",)),
        Example(
            "still waiting",
            "set coverages[0].prior_authorization A1",
            finds=("coverages[0].prior_authorization",),
            context=("authorization number=A1 status=pended",),
        ),
        Example(
            "denied",
            "set coverages[0].prior_authorization A1",
            finds=("coverages[0].prior_authorization",),
            context=("authorization number=A1 status=denied",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        said: set[str] = set()
        for _, path, answer in named(claim, rules):
            if answer.status != "approved" and path not in said:
                said.add(path)
                yield self.finding(claim, path, f"Authorization {answer.number} is {answer.status}.")
