"""More not covered than the line's charge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NoncoveredMoreThanCharged(Edit):
    """More not covered than the line's charge.

    ## Why it matters
    A part cannot be more than the whole: the claim is returned.
    """

    id = "CHG011"
    name = "noncovered-more-than-charged"
    family = "charges"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the amount that is not covered."
    examples = (
        Example("a part", "type institutional; set lines[0].noncovered 10"),
        Example(
            "more than the charge",
            "type institutional; set lines[0].noncovered 900",
            finds=("lines[0].noncovered",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.noncovered is not None and line.line.noncovered > (line.line.charge or 0):
                message = f"{line.line.noncovered} of {line.line.charge} is not covered."
                yield self.finding(claim, f"{line.path}.noncovered", message, codes=(line.code,))
