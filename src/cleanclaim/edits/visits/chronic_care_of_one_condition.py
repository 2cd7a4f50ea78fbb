"""Chronic care management for one condition."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ChronicCareOfOneCondition(Edit):
    """Chronic care management for one condition.

    ## Why it matters
    It is for two or more chronic conditions: with one diagnosis the line is denied.
    """

    id = "EVM014"
    name = "chronic-care-of-one-condition"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("9949*", "99487", "99439")
    severity = Severity.REVIEW
    sources = (reason_code("11"),)
    predicts = (CARC("11"),)
    fix = "List the other conditions, or report principal care management."
    examples = (
        Example("two conditions", "payer medicare; lines 99490 $60 @1,2; dx I10, E11.9"),
        Example("one", "payer medicare; lines 99490 $60 @1", finds=("lines[0].pointers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ("99490", "99491", "99487", "99439") and len(set(facts_of(claim).numbered)) < 2:
                message = f"{line.code} is for several chronic conditions; one is given."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code,))
