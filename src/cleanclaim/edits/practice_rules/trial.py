"""A dry run on past claims: what a rule would have held, and what the payers did with it."""

from collections.abc import Iterable, Sequence

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.practice_rules.judging import apply
from cleanclaim.edits.practice_rules.outcomes import Outcome
from cleanclaim.edits.practice_rules.values import PracticeRule
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Severity
from cleanclaim.primitives import ZERO, Money


class Trial(msgspec.Struct, frozen=True):
    """One rule on past claims.

    ``held`` claims it would have held (found something at ``review`` or above; for a rule that only
    warns, warned of), of which ``denied`` were later denied at least in part, ``denied_there`` on the
    very line that the rule names, ``paid`` were not denied (false holds), ``unanswered`` have no
    decision. ``denied_amount`` is what was denied of the held ones in dollars. ``missed`` claims
    were denied and not held. ``false_holds`` are the numbers of the paid ones.
    """

    rule: str
    held: int
    denied: int
    denied_there: int
    paid: int
    unanswered: int
    missed: int
    denied_amount: Money
    false_holds: tuple[str, ...]


def try_rule(
    rule: PracticeRule, outcomes: Sequence[Outcome], unanswered: Iterable[Claim], rules: Rules
) -> Trial:
    """Return what a rule would have done with claims of the past."""
    denied = there = missed = 0
    amount = ZERO
    false_holds: list[str] = []
    for outcome in outcomes:
        lines = _held(rule, outcome.claim, rules)
        if lines is None:
            missed += outcome.denied
        elif outcome.denied:
            denied += 1
            amount += outcome.amount
            there += any(outcome.lines[line - 1].carcs for line in lines)
        else:
            false_holds.append(outcome.claim.patient_control_number)
    open_ = sum(_held(rule, claim, rules) is not None for claim in unanswered)
    return Trial(
        rule=rule.id,
        held=denied + len(false_holds) + open_,
        denied=denied,
        denied_there=there,
        paid=len(false_holds),
        unanswered=open_,
        missed=missed,
        denied_amount=amount,
        false_holds=tuple(false_holds),
    )


def _held(rule: PracticeRule, claim: Claim, rules: Rules) -> tuple[int, ...] | None:
    """Return the numbers of the lines that a rule names in a claim that it holds; nothing if it does not."""
    found = apply(rule, claim, rules)
    if not any(finding.severity <= max(rule.severity, Severity.REVIEW) for finding in found):
        return None
    return tuple(finding.line for finding in found if finding.line is not None)
