"""A predetermination with days of service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PredeterminationWithDays(Edit):
    """A predetermination with days of service.

    ## Why it matters
    A predetermination asks what would be paid; with days of service it is taken for a claim.
    """

    id = "DEN020"
    name = "predetermination-with-days"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Take the days off, or send it as a claim."
    examples = (
        Example("a claim", "type dental"),
        Example("a question with days", "type dental; predetermination", finds=("dental.predetermination",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.dental
        if details is not None and details.predetermination and facts_of(claim).service_dates is not None:
            yield self.finding(claim, "dental.predetermination", "A predetermination has days of service.")
