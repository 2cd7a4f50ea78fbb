"""A referring or ordering provider who is an organization."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ReferringProviderIsOrganization(Edit):
    """A referring or ordering provider who is an organization.

    ## Why it matters
    Only a person can refer or order: the payer asks for that person's NPI.
    """

    id = "AUT002"
    name = "referring-provider-is-organization"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("ordered")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2310A NM102", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the person."
    examples = (
        Example("a person", "set referring.npi 1234567893; set referring.name.last INVENTED"),
        Example(
            "an organization",
            "set referring.npi 1234567893; set referring.name.is_organization true",
            finds=("referring.name",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        parties = [("referring", claim.referring)]
        parties += [
            (f"lines[{at}].providers.ordering", line.providers.ordering)
            for at, line in enumerate(claim.lines)
        ]
        for path, who in parties:
            if who is not None and who.name.is_organization:
                yield self.finding(
                    claim, f"{path}.name", "Who refers or orders must be a person, not an organization."
                )
