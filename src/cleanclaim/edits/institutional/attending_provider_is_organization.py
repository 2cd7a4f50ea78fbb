"""An attending provider who is an organization."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AttendingProviderIsOrganization(Edit):
    """An attending provider who is an organization.

    ## Why it matters
    The attending provider is a person: the payer asks for that person's NPI.
    """

    id = "INS039"
    name = "attending-provider-is-organization"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Name the person."
    examples = (
        Example("a person", "type institutional; "),
        Example(
            "an organization",
            "type institutional; set institutional.attending.name.is_organization true",
            finds=("institutional.attending.name",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if details.attending is not None and details.attending.name.is_organization:
            message = "The attending provider must be a person."
            yield self.finding(claim, "institutional.attending.name", message, codes=())
