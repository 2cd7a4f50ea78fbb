"""Judge a claim by rules of payers and practices."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleanclaim.claim import Claim
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.practice_rules.fields import field_of
from cleanclaim.edits.practice_rules.values import FAMILY, Context, PracticeRule
from cleanclaim.edits.values import Change, Finding

if TYPE_CHECKING:
    from cleanclaim.edits.rules import Rules

_LISTS = {"line": "lines", "diagnosis": "diagnoses"}
_WORST = 200
"""Findings of one rule in one claim, at most: a claim has no more places worth naming."""


def apply(rule: PracticeRule, claim: Claim, rules: "Rules") -> tuple[Finding, ...]:
    """Return what one rule finds in a claim, in the order of the claim."""
    return tuple(_found(rule, claim, rules, rules.payer_kind_of(claim)))


def apply_all(practice_rules: Iterable[PracticeRule], claim: Claim, rules: "Rules") -> Iterator[Finding]:
    """Yield what rules find in a claim, in their order."""
    payer_kind = rules.payer_kind_of(claim)
    for rule in practice_rules:
        yield from _found(rule, claim, rules, payer_kind)


def holds_for(rule: PracticeRule, claim: Claim, payer_kind: str) -> bool:
    """Return whether a rule is this payer's and practice's, for such claims, on the claim's days."""
    scope = rule.scope
    provider = claim.billing_provider
    return (
        claim.claim_type in scope.claim_types
        and payer_kind in scope.payer_kinds
        and (not scope.payer_ids or claim.coverage.payer.payer_id.strip() in scope.payer_ids)
        and (not scope.billing_npis or provider.npi.strip() in scope.billing_npis)
        and (not scope.tax_ids or provider.tax_id.strip().replace("-", "") in scope.tax_ids)
        and rule.effective.touches(facts_of(claim).service_dates)
    )


def _found(rule: PracticeRule, claim: Claim, rules: "Rules", payer_kind: str) -> Iterator[Finding]:
    if not holds_for(rule, claim, payer_kind):
        return
    for context in _contexts(rule, claim, rules, payer_kind):
        if rule.condition(context) and not _is_documented(rule, context):
            yield _finding(rule, context)


def _contexts(rule: PracticeRule, claim: Claim, rules: "Rules", payer_kind: str) -> Iterator[Context]:
    if rule.judges == "claim":
        yield Context(claim, claim, "", payer_kind, rules.received)
        return
    name = _LISTS[rule.judges]
    for index, thing in enumerate(getattr(claim, name)[:_WORST]):
        yield Context(claim, thing, f"{name}[{index}]", payer_kind, rules.received)


def _is_documented(rule: PracticeRule, context: Context) -> bool:
    """Return whether a document that the rule asks for is announced (PWK), on the claim or the line."""
    if not rule.documents:
        return False
    attachments = [*context.claim.attachments]
    if context.path:
        attachments += getattr(context.thing, "attachments", ())
    else:
        attachments += [one for line in context.claim.lines for one in line.attachments]
    return any(one.report_type in rule.documents for one in attachments)


def _finding(rule: PracticeRule, context: Context) -> Finding:
    path = _path_of(rule, context)
    line = int(path[6 : path.index("]")]) + 1 if path.startswith("lines[") else None
    fix = f"{rule.fix} Goes to the work list {rule.work_list}." if rule.work_list else rule.fix
    thing = context.thing
    code = getattr(thing, "code", "") if context.path else ""
    return Finding(
        claim_id=context.claim.patient_control_number,
        line=line,
        edit=rule.id,
        name=rule.name,
        family=FAMILY,
        severity=rule.severity,
        path=path,
        codes=(code,) if code else (),
        message=rule.says,
        fix=fix,
        sources=(rule.source,) if rule.source else (),
        release="",
        changes=tuple(Change(_whole_path(one.field, context), one.value, one.safe) for one in rule.sets),
        work_list=rule.work_list,
    )


def _path_of(rule: PracticeRule, context: Context) -> str:
    """Return where a finding points: at the field that the rule names, else at what is judged."""
    if rule.points_at:
        found = next(field_of(rule.points_at, rule.judges).read(context), None)
        if found is not None:
            return found[0]
        return _whole_path(rule.points_at.partition("[*]")[0], context)
    return context.path or "claim"


def _whole_path(field: str, context: Context) -> str:
    if field.startswith("claim."):
        return field.removeprefix("claim.")
    return f"{context.path}.{field}" if context.path else field
