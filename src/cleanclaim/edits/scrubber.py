"""Run every edit that a claim falls under, and put what they find in the order of the work."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.practice_rules.judging import apply_all
from cleanclaim.edits.registry import EDITS, all_edits, edit_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import TriggerBits
from cleanclaim.edits.values import ALWAYS, Effective, Finding, Severity, missing_in_words

_NUMBER = re.compile(r"([0-9]+)")
_REMEMBERED = 4096
_MOST_REASONS = 12
_RANK = {identifier: rank for rank, identifier in enumerate(EDITS)}


def scrub(claim: Claim, rules: Rules) -> tuple[Finding, ...]:
    """Return everything that the edits find in a claim, most urgent first.

    The order is that of severity, then of the claim's lines, then of the registry, and is the
    same on any machine. A finding that another one explains is folded into it (``also``). What
    could not be judged comes last, once for each missing table or context, naming all edits
    that lacked it. Never raises for a bad claim.
    """
    payer_kind = rules.payer_kind_of(claim)
    found: list[Finding] = []
    lacking: list[Finding] = []
    days = facts_of(claim).service_dates
    not_checked = Severity.NOT_CHECKED
    for check, theirs, effective in _checks_to_run(claim, rules, payer_kind):
        if effective is not None and not effective.touches(days):
            continue
        for finding in check(claim, rules):
            if finding.severity is not_checked:
                lacking.append(finding)
            else:
                found.append(finding if theirs else _only_for_review(finding, payer_kind))
    if rules.practice_rules:
        found += apply_all(rules.practice_rules, claim, rules)
    if len(found) > 1:
        found = sorted(_explained(found), key=_order)
    return (*found, *_once_per_missing(lacking))


_Check = tuple[Callable[[Claim, Rules], Iterator[Finding]], bool, Effective | None]


def edits_to_run(claim: Claim, rules: Rules) -> list[Edit]:
    """Return the edits that a claim falls under and that have one of its triggers, in their order."""
    by_check: dict[object, Edit] = {edit.check: edit for edit in all_edits()}
    return [by_check[check] for check, _, _ in _checks_to_run(claim, rules, rules.payer_kind_of(claim))]


def _checks_to_run(claim: Claim, rules: Rules, payer_kind: str) -> tuple[_Check, ...]:
    """Return the checks that the claim falls under, each with whether the rule binds this payer, and when."""
    plan = _plan(claim.claim_type, payer_kind)
    with_history = bool(rules.history or rules.run_before or rules.run_after)
    chosen = plan.always | plan.triggers.of(
        claim, facts_of(claim), with_history=with_history, context=rules.context
    )
    found = plan.chosen.get(chosen)
    if found is None:
        found = tuple(check for check, bit in plan.checks if chosen & bit)
        if len(plan.chosen) < _REMEMBERED:
            plan.chosen[chosen] = found
    return found


class _Plan(msgspec.Struct, frozen=True):
    """The checks for one type of claim and kind of payer, each with its bit, and who runs when.

    ``chosen`` remembers the checks of the sets of bits that came.
    """

    checks: tuple[tuple[_Check, int], ...]
    always: int
    triggers: TriggerBits
    chosen: dict[int, tuple[_Check, ...]]


@lru_cache(maxsize=64)
def _plan(claim_type: str, payer_kind: str) -> _Plan:
    checks: list[tuple[_Check, int]] = []
    always = 0
    by_trigger: dict[str, int] = {}
    for edit in all_edits():
        if not edit.applies_to.judges(claim_type, payer_kind):
            continue
        bit = 1 << len(checks)
        effective = None if edit.effective == ALWAYS else edit.effective
        checks.append(((edit.check, payer_kind in edit.applies_to.payer_kinds, effective), bit))
        if not edit.triggers:
            always |= bit
        for trigger in edit.triggers:
            by_trigger[trigger] = by_trigger.get(trigger, 0) | bit
    return _Plan(tuple(checks), always, TriggerBits(by_trigger), {})


def _explained(found: list[Finding]) -> list[Finding]:
    """Return the findings without those that another one's cause explains, which it then names."""
    kept: list[Finding] = []
    also: dict[int, list[str]] = {}
    for finding in found:
        causes = edit_of(finding.edit).explained_by if finding.edit in EDITS else ()
        cause = next((one for one in found if one.edit in causes and _same_place(one, finding)), None)
        if cause is None:
            kept.append(finding)
        else:
            also.setdefault(id(cause), []).append(finding.edit)
    return [
        msgspec.structs.replace(one, also=tuple(dict.fromkeys(also[id(one)]))) if id(one) in also else one
        for one in kept
    ]


def _same_place(cause: Finding, finding: Finding) -> bool:
    if cause.line is not None:
        return cause.line == finding.line
    return cause.path == finding.path


def _order(finding: Finding) -> tuple[object, ...]:
    path = [(int(part), "") if part.isdigit() else (-1, part) for part in _NUMBER.split(finding.path)]
    return (finding.severity, finding.line or 0, _RANK.get(finding.edit, len(_RANK)), path, finding.message)


def _only_for_review(finding: Finding, payer_kind: str) -> Finding:
    if finding.severity >= Severity.REVIEW:
        return finding
    reason = f"Whether this payer ({payer_kind.replace('_', ' ')}) follows the rule is not known."
    return msgspec.structs.replace(finding, severity=Severity.REVIEW, message=f"{finding.message} {reason}")


def _once_per_missing(lacking: Iterable[Finding]) -> list[Finding]:
    """Return one statement for each missing table or context, with the edits that wanted it."""
    by_missing: dict[str, tuple[Finding, dict[str, None], dict[str, None]]] = {}
    for finding in lacking:
        kept = by_missing.get(finding.missing)
        if kept is None:
            kept = by_missing[finding.missing] = (finding, {}, {})
        kept[1][finding.edit] = None
        if finding.message:
            kept[2][finding.message] = None
    said: list[Finding] = []
    for missing, (first, edits, reasons) in by_missing.items():
        told = "; ".join(list(reasons)[:_MOST_REASONS])
        if len(reasons) > _MOST_REASONS:
            told += f"; and {len(reasons) - _MOST_REASONS} more"
        wanted = f"Not checked for want of {missing_in_words(missing)} ({', '.join(edits)})"
        message = f"{wanted}: {told}." if told else f"{wanted}."
        said.append(msgspec.structs.replace(first, message=message))
    return said
