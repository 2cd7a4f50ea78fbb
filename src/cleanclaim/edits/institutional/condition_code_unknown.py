"""A condition code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import CONDITION, NotCovered, Unknown
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
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
        details, day = claim.institutional, judged_on(claim)
        if details is None or day is None:
            return
        for path, code in [
            (f"institutional.conditions[{at}]", code) for at, code in enumerate(details.conditions)
        ]:
            if not code:
                continue
            answer = rules.store.find(CONDITION, code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Unknown):
                message = f"{code} is no condition code."
                yield self.finding(claim, path, message, codes=(code,), release=answer.release.label)
