"""A condition code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import CONDITION
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ConditionCodeUnknown(Edit):
    """A condition code that does not exist.

    ## Why it matters
    The front end returns a code that it does not know.
    """

    id = "INS006"
    name = "condition-code-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct or drop the condition code."
    examples = (
        Example("employment is related", "type institutional; conditions 02"),
        Example("no such code", "type institutional; conditions 9Q", finds=("institutional.conditions[0]",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None:
            items = [(f"institutional.conditions[{at}]", code) for at, code in enumerate(details.conditions)]
            what = "condition code"
            yield from unknown_codes(self, claim, rules, items, kind=CONDITION, what=what)
