"""A denial worked up: guardrails, then the playbook's steps with their deadlines."""

from collections.abc import Iterator

import msgspec

from cleanclaim.parameters import (
    AppealLevel,
    Deadline,
    NotKnown,
    Parameters,
    appeal_levels,
    deadline,
    filing_limit,
    last_filing_day,
    payer_deadline,
    payer_rule,
    reopening_deadline,
)
from cleanclaim.primitives import ZERO, Citation, Money
from cleanclaim.remittance import (
    Cause,
    ClaimPayment,
    ClassifiedAdjustment,
    cause_of,
    classify_claim,
    describe,
)
from cleanclaim.workflow.denials.guardrails import guardrails_for
from cleanclaim.workflow.denials.playbooks import PLAYBOOKS, SURPRISE, UNPROCESSABLE
from cleanclaim.workflow.denials.values import Action, DenialCase, DenialFacts, Guardrail, Step


def denial_cases(claim: ClaimPayment, facts: DenialFacts, parameters: Parameters) -> tuple[DenialCase, ...]:
    """Return a case for each denied or rejected adjustment of a claim payment, in file order.

    None for a reversal, an estimate, or another payer's claim, nor for contract, cost sharing and
    prior payers: those are no denials.
    """
    found = classify_claim(claim)
    if claim.is_reversal:
        return ()
    return tuple(work_up(each, facts, parameters) for each in found.adjustments if each.is_denial)


def work_up(found: ClassifiedAdjustment, facts: DenialFacts, parameters: Parameters) -> DenialCase:
    """Return one denial worked up. Pure: the same facts and parameters give the same case."""
    facts = with_frequency_codes(facts, parameters)
    rails = guardrails_for(found, facts)
    amount = found.adjustment.amount
    return DenialCase(
        line=found.line,
        code=found.code,
        remarks=found.remarks,
        amount=amount,
        cause=cause_of(found.adjustment.carc),
        rule=found.classification.rule,
        reason=describe(found),
        guardrails=rails,
        steps=tuple(_steps(found, facts, parameters, rails, amount)),
    )


def with_frequency_codes(facts: DenialFacts, parameters: Parameters) -> DenialFacts:
    """Return the facts with the payer's frequency codes where none were given: own file, then program."""
    if facts.frequency_codes is not None:
        return facts
    found = payer_rule(parameters, facts.payer_id, "frequency_codes", facts.decided_on)
    if isinstance(found, NotKnown) and facts.filing_indicator:
        path = f"federal.claim_frequency.{facts.filing_indicator.lower()}.codes"
        found = parameters.at(path, facts.decided_on)
    if not isinstance(found, tuple):
        return facts
    return msgspec.structs.replace(facts, frequency_codes=tuple(str(code) for code in found))


def _playbook(found: ClassifiedAdjustment) -> tuple[tuple[Action, str], ...]:
    match found.classification.rule:
        case "unprocessable":
            return UNPROCESSABLE
        case "surprise-bill":
            return SURPRISE
        case "contractual-takes-all" | "payer-initiated":
            return PLAYBOOKS[Cause.PAYMENT_RULES]
    return PLAYBOOKS[cause_of(found.adjustment.carc)]


def _steps(
    found: ClassifiedAdjustment,
    facts: DenialFacts,
    parameters: Parameters,
    rails: tuple[Guardrail, ...],
    amount: Money,
) -> Iterator[Step]:
    for action, why in _playbook(found):
        forbidden = tuple(rail.id for rail in rails if action in rail.forbids)
        if action is Action.APPEAL:
            yield _appeal(why, facts, parameters, forbidden, amount)
            continue
        until = _until(action, facts, parameters)
        if isinstance(until, Deadline) and until.last_day < facts.today:
            forbidden = (*forbidden, "too-late")
        yield Step(action, why, until, forbidden_by=forbidden)


def _appeal(
    why: str, facts: DenialFacts, parameters: Parameters, forbidden: tuple[str, ...], amount: Money
) -> Step:
    """Return the next level of appeal with its last day."""
    level = _next_level(facts, parameters)
    if isinstance(level, NotKnown):
        return Step(Action.APPEAL, why, level, forbidden_by=forbidden)
    if level is None:
        return Step(Action.APPEAL, why, forbidden_by=(*forbidden, "no-level-left"))
    until = deadline(level, facts.decided_on, facts.received_on)
    late = ("too-late",) if until.last_day < facts.today else ()
    small = ("too-little-at-stake",) if level.meets_least_amount(max(amount, ZERO)) is False else ()
    return Step(
        Action.APPEAL,
        f"{level.name}, by {level.terms.decided_by}. {why}",
        until,
        level=level.key,
        forbidden_by=(*forbidden, *late, *small),
    )


def _next_level(facts: DenialFacts, parameters: Parameters) -> AppealLevel | NotKnown | None:
    levels = appeal_levels(parameters, facts.payer_kind, facts.decided_on, payer_id=facts.payer_id)
    if isinstance(levels, NotKnown):
        return levels
    return next((level for level in levels if level.order > facts.appealed), None)


def _until(action: Action, facts: DenialFacts, parameters: Parameters) -> Deadline | NotKnown | None:
    match action:
        case Action.REOPEN:
            return reopening_deadline(parameters, facts.payer_kind, facts.decided_on, payer_id=facts.payer_id)
        case Action.CORRECT:
            own = payer_deadline(parameters, facts.payer_id, "corrected_claim", facts.decided_on)
            return own if isinstance(own, Deadline) else _filing(facts, parameters)
        case Action.NEW_CLAIM:
            return _filing(facts, parameters)
        case Action.DISPUTE:
            return payer_deadline(parameters, facts.payer_id, "underpayment_dispute", facts.decided_on)
    return None


def _filing(facts: DenialFacts, parameters: Parameters) -> Deadline | NotKnown | None:
    if facts.service_date is None:
        return None
    limit = filing_limit(parameters, facts.payer_kind, facts.service_date, payer_id=facts.payer_id)
    if isinstance(limit, NotKnown):
        return limit
    last = last_filing_day(limit, facts.service_date)
    sources: tuple[Citation, ...] = limit.sources
    return Deadline(
        last, (f"Served on {facts.service_date}.", f"Filing is in time until {last}."), "received", sources
    )
