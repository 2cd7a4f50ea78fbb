"""A referring provider whose NPI is an organization's."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known, NotCovered, provider
from cleanclaim.edits.authorities import NPI_USE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_ORGANIZATION = 2


class ReferringNpiOfOrganization(Edit):
    """A referring provider whose NPI is an organization's.

    ## Why it matters
    Only a person can refer or order: NPPES says that this NPI is an organization.
    """

    id = "AUT004"
    name = "referring-npi-of-organization"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    severity = Severity.DENY
    sources = (NPI_USE,)
    predicts = (CARC("16"),)
    fix = "Enter the person's own NPI."
    examples = (
        Example("not loaded", "set referring.npi 1234567893", not_checked=("NPPES",)),
        Example("nobody referred", ""),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        who, days = claim.referring, facts_of(claim).service_dates
        if who is None or not who.npi or days is None:
            return
        answer = provider(rules.store, who.npi, days.start)
        if isinstance(answer, NotCovered):
            yield self.not_checked(claim, "referring.npi", answer)
        elif isinstance(answer, Known) and answer.value.entity == _ORGANIZATION:
            message = f"NPI {who.npi} is an organization."
            yield self.finding(claim, "referring.npi", message, release=answer.release.label)
