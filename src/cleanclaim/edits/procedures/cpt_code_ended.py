"""A CPT code that had ended before the day of service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.procedures.ended import ended_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CptCodeEnded(Edit):
    """A CPT code that had ended before the day of service.

    ## Why it matters
    A code has to be valid when the service is given: the payer returns or denies others.
    """

    id = "PRC016"
    name = "cpt-code-ended"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("procedure code")
    explained_by = ("PRC003",)
    severity = Severity.DENY
    sources = (CODE_SETS_IN_FORCE,)
    predicts = (CARC("181"),)
    fix = "Report the code that was valid on the day."
    examples = (
        Example("still valid", "dos 2024-11-18; received 2024-11-21; lines 99442 $60 @1"),
        Example("ended", "lines 99442 $60 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        ended = ended_codes()
        if facts_of(claim).codes.isdisjoint(ended):
            return
        for line in facts_of(claim).lines:
            last = ended.get(line.code)
            if last is not None and line.day is not None and line.day > last:
                yield self.finding(
                    claim, f"{line.path}.code", f"{line.code} ended on {last}.", codes=(line.code,)
                )
