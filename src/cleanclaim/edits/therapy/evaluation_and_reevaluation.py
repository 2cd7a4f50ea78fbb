"""An evaluation and a re-evaluation of one discipline on one day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_DISCIPLINES = ((("97161", "97162", "97163"), "97164"), (("97165", "97166", "97167"), "97168"))


class EvaluationAndReevaluation(Edit):
    """An evaluation and a re-evaluation of one discipline on one day.

    ## Why it matters
    A re-evaluation looks again at what was evaluated before: on the same day it is part of the
    evaluation.
    """

    id = "THR032"
    name = "evaluation-and-reevaluation"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("9716*")
    explained_by = ("PTP001", "PTP002")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report the one that was done."
    examples = (
        Example("an evaluation", "lines 97161-GP $130 @1"),
        Example("and again", "lines 97161-GP $130 @1 | 97164-GP $90 @1", finds=("lines[1].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            there = {line.code for line in lines}
            for first, again in _DISCIPLINES:
                for line in lines:
                    if line.code == again and (evaluation := sorted(there & set(first))):
                        message = f"{again} and {evaluation[0]} on {line.day}."
                        yield self.finding(claim, f"{line.path}.code", message, codes=(again, evaluation[0]))
