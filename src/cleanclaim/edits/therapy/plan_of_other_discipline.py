"""A therapy service under the plan of another discipline."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DISCIPLINES = (
    dict.fromkeys(("97161", "97162", "97163", "97164"), "GP")
    | dict.fromkeys(("97165", "97166", "97167", "97168"), "GO")
    | dict.fromkeys(("92507", "92508", "92521", "92522", "92523", "92524", "92526", "92597", "92607"), "GN")
)
"""Codes of one discipline and the modifier of its plan (unverified as a list)."""


class PlanOfOtherDiscipline(Edit):
    """A therapy service under the plan of another discipline.

    ## Why it matters
    Some codes belong to one discipline only: under another plan the line is returned.
    """

    id = "THR005"
    name = "plan-of-other-discipline"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("92*", "97*")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 5, section 20.1", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Correct the modifier of the plan (GP, GO, GN)."
    examples = (
        Example("an evaluation of physical therapy", "payer medicare; lines 97161-GP $120 @1"),
        Example(
            "under occupational therapy",
            "payer medicare; lines 97161-GO $120 @1",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code in _DISCIPLINES
                and line.has("GN", "GO", "GP")
                and not line.has(_DISCIPLINES[line.code])
            ):
                message = f"{line.code} belongs to a plan of {_DISCIPLINES[line.code]}."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
