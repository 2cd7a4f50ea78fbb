"""Modifier 57 on a visit beside minor procedures only."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.global_surgery.packages import MAJOR, Package, packages_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


def _only_minor(claim: Claim, rules: Rules, visit: LineFacts) -> bool:
    found = [one for one in packages_of(claim, rules, earlier=False) if isinstance(one, Package)]
    near = [one for one in found if one.line.day is not None and visit.day is not None]
    days = {one.days for one in near if 0 <= (one.line.day - visit.day).days <= 1}  # type: ignore[operator]
    return bool(days) and MAJOR not in days


class DecisionForMinorSurgery(Edit):
    """Modifier 57 on a visit beside minor procedures only.

    ## Why it matters
    57 is for the decision on a major surgery (90 days); beside a minor one the visit takes 25
    if it was separate.
    """

    id = "MOD033"
    name = "decision-for-minor-surgery"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("57")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
        reason_code("4"),
    )
    predicts = (CARC("4"),)
    fix = "Use 25 if the visit was significant and separate; otherwise take the visit off."
    examples = (
        Example(
            "before a major surgery",
            "payer medicare; lines 99214-57 $180 @1 | 27447-RT $1800 @1",
            tables=("MPFS 27447 status=A global_days=090",),
        ),
        Example(
            "beside a minor one",
            "payer medicare; lines 99214-57 $180 @1 | 11200 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 11200 status=A global_days=010",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("57") and _only_minor(claim, rules, line):
                message = f"{line.code} has 57, but only minor procedures are billed."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "57"),
                )
