"""Deciding a claim: allowed, copay, deductible, coinsurance, denials, other payers' money.

The order and the names of the amounts are those of ``docs/algorithms/adjudication.md``.
"""

from decimal import Decimal

import msgspec

from cleanclaim.parameters import (
    MEMBER_MET_DEDUCTIBLE_MARK,
    plan_of_member,
)
from cleanclaim.pricing import NotPriced, Service, price_line
from cleanclaim.primitives import ZERO, Money, money, split_cents
from cleanclaim.simulator.appeals import CONVINCES
from cleanclaim.simulator.checks.coverage import fingerprint, line_fingerprint, member_key
from cleanclaim.simulator.checks.other_payers import adjustments
from cleanclaim.simulator.denials import Case, Denial, Terms, denial_of, is_marked
from cleanclaim.simulator.loops import Loop
from cleanclaim.simulator.memory import Adjusted, DecidedClaim, LineDecision, Memory, PersonName
from cleanclaim.simulator.submitted import SubmittedClaim, SubmittedLine

_RANKS = "PSTABCDEFGH"


def decide(claim: SubmittedClaim, terms: Terms, memory: Memory, claim_number: str) -> DecidedClaim:
    """Return the decision about a claim that passed the front end.

    ``memory`` is as it was when this returns: what one line uses up is taken into account for
    the next one, then given back.
    """
    # A payer that takes everybody's claims (a profile) has members of its first plan only.
    plan = plan_of_member(terms.payer, claim.member_id) or terms.payer.plans[0]
    prior = _prior_shares(claim) if claim.prior_shares is None else claim.prior_shares
    decided: list[LineDecision] = []
    otherwise: list[LineDecision] = []
    case = Case(claim, terms, plan, member_key(claim), memory)
    try:
        for index in range(len(claim.lines)):
            line, other = _line(case, index, None if prior is None else prior[index])
            decided.append(line)
            otherwise.append(other)
            memory.use(case.member, decided[-1], 1)
    finally:
        for decision in decided:
            memory.use(case.member, decision, -1)
    found = _decided(claim, terms, claim_number, tuple(decided))
    return found if otherwise == decided else msgspec.structs.replace(found, otherwise=tuple(otherwise))


def _line(case: Case, index: int, prior_share: Money | None) -> tuple[LineDecision, LineDecision]:
    """Return the decision about a line, and what it would be if a denial fell that evidence can fell."""
    claim, terms = case.claim, case.terms
    line = claim.lines[index]
    if line.charge is None or line.units is None or line.first_day is None or line.last_day is None:
        raise AssertionError("the front end lets no line without charge, units or date through")
    charge = money(line.charge)
    base = LineDecision(
        code=line.code,
        qualifier={"institutional": "HC" if line.qualifier != "NU" else "NU", "dental": "AD"}.get(
            claim.kind, "HC"
        ),
        revenue=line.revenue,
        modifiers=line.modifiers,
        charge=charge,
        units=line.units,
        first_day=line.first_day,
        last_day=line.last_day,
        control_number=line.control_number,
        fingerprint=line_fingerprint(claim, index),
        allowed=ZERO,
        paid=ZERO,
        adjustments=(),
    )
    fee = _fee(line, claim, terms)
    denial = denial_of(case, line, base)
    if isinstance(fee, Denial):
        refused = checked(denied_line(base, denial or fee))
        return refused, refused
    allowed = min(charge, fee)
    family = _family(claim, line, terms)
    copay_key = f"{case.member}/{base.first_day}/{family}"
    shares = _shares(case, base, allowed, family, copay_key)
    paid = checked(_paid(base, allowed, shares, copay_key, prior_share))
    if denial is None:
        return paid, paid
    refused = checked(denied_line(base, denial))
    return refused, paid if denial.carc in CONVINCES else refused


def denied_line(base: LineDecision, denial: Denial) -> LineDecision:
    adjusted: tuple[Adjusted, ...] = ((denial.group, denial.carc, base.charge),) if base.charge else ()
    return msgspec.structs.replace(base, adjustments=adjusted, remarks=denial.remarks, denied=True)


def _fee(line: SubmittedLine, claim: SubmittedClaim, terms: Terms) -> Money | Denial:
    """Return the contract's amount for the line, or the denial that having none leads to."""
    assert line.first_day is not None and line.units is not None and line.charge is not None  # noqa: PT018
    if claim.kind != "professional":
        institutional = claim.kind == "institutional"
        percent = terms.payer.institutional_percent if institutional else terms.payer.dental_percent
        return money(line.charge * percent / 100) if percent else Denial("CO", "96", ("N130",))
    setting = terms.settings.get(line.place or claim.place, "nonfacility")
    priced = price_line(
        terms.contract,
        Service(
            code=line.code,
            modifiers=line.modifiers,
            on=line.first_day,
            setting=setting,
            units=line.units,
            charge=money(line.charge),
        ),
    )
    if not isinstance(priced, NotPriced):
        return priced.amount
    return Denial("CO", "4", ("N519",)) if priced.kind == "modifier" else Denial("CO", "16", ("M51",))


def _family(claim: SubmittedClaim, line: SubmittedLine, terms: Terms) -> str:
    """Return the service family that the plan's sharing goes by."""
    if claim.kind == "professional":
        return terms.contract.family(line.code)
    # Of dental codes, what looks and prevents (D0, D1) costs the member nothing.
    return "preventive" if claim.kind == "dental" and line.code[:2] in ("D0", "D1") else claim.kind


def _shares(
    case: Case, base: LineDecision, allowed: Money, family: str, copay_key: str
) -> tuple[Money, Money, Money]:
    """Return copay, deductible and coinsurance of a line, within what the plan year leaves."""
    plan, memory = case.plan, case.memory
    year = (case.member, base.first_day.year)
    if family in plan.covered_in_full:
        return ZERO, ZERO, ZERO
    copay = ZERO if copay_key in memory.copays else min(plan.copay.get(family, ZERO), allowed)
    deductible = coinsurance = ZERO
    if family not in plan.covered_after_copay:
        rest = allowed - copay
        met = is_marked(case.claim, plan, MEMBER_MET_DEDUCTIBLE_MARK)
        left = ZERO if met else max(ZERO, plan.deductible - memory.deductible_used.get(year, ZERO))
        deductible = min(rest, left)
        coinsurance = money((rest - deductible) * plan.coinsurance / 100)
    room = max(ZERO, plan.out_of_pocket_limit - memory.out_of_pocket_used.get(year, ZERO))
    copay = min(copay, room)
    deductible = min(deductible, room - copay)
    return copay, deductible, min(coinsurance, room - copay - deductible)


def _paid(
    base: LineDecision,
    allowed: Money,
    shares: tuple[Money, Money, Money],
    copay_key: str,
    prior_share: Money | None,
) -> LineDecision:
    """Return a line's payment and adjustments, as the first payer or after another one."""
    copay, deductible, coinsurance = shares
    benefit = allowed - copay - deductible - coinsurance
    adjusted: list[Adjusted] = []
    if prior_share is None:
        paid = benefit
        contractual = base.charge - allowed
    else:
        left = min(prior_share, base.charge)
        paid = min(benefit, left)
        # The patient owes no more than the first payer left, in the same order of shares.
        room = left - paid
        copay = min(copay, room)
        deductible = min(deductible, room - copay)
        coinsurance = min(coinsurance, room - copay - deductible)
        contractual = room - copay - deductible - coinsurance
        adjusted.append(("OA", "23", base.charge - left))
    adjusted += [
        ("CO", "45", contractual),
        ("PR", "1", deductible),
        ("PR", "2", coinsurance),
        ("PR", "3", copay),
    ]
    return msgspec.structs.replace(
        base,
        allowed=allowed,
        paid=paid,
        adjustments=tuple(item for item in adjusted if item[2]),
        copay=copay,
        deductible=deductible,
        coinsurance=coinsurance,
        copay_key=copay_key if copay else "",
    )


def _prior_shares(claim: SubmittedClaim) -> tuple[Money, ...] | None:
    """Return what the last payer before this one left to the patient, by line; ``None``: nobody was."""
    before = [
        loop
        for loop in claim.other_payers
        if loop.head.get(1) in tuple(_RANKS)
        and _RANKS.index(loop.head.get(1)) < _RANKS.index(claim.sequence)
        and loop.first("AMT", "D").id
    ]
    if claim.sequence == "P" or not before:
        return None
    last = max(before, key=lambda loop: _RANKS.index(loop.head.get(1)))
    payer_id = last.party("PR").head.get(9)
    at_claim = split_cents(_left_to_patient(last), [money(line.charge or ZERO) for line in claim.lines])
    return tuple(
        share
        + sum(
            (_left_to_patient(d) for d in line.loop.under("2430") if d.head.get(1) == payer_id),
            ZERO,
        )
        for line, share in zip(claim.lines, at_claim, strict=True)
    )


def _left_to_patient(loop: Loop) -> Money:
    return money(sum((amount for group, _, amount in adjustments(loop) if group == "PR"), Decimal(0)))


def _decided(
    claim: SubmittedClaim, terms: Terms, claim_number: str, lines: tuple[LineDecision, ...]
) -> DecidedClaim:
    denied = all(line.denied for line in lines)
    status = "4" if denied else {"P": "1", "S": "2"}.get(claim.sequence, "3")
    unprocessable = denied and any(carc == "16" for line in lines for _, carc, _ in line.adjustments)
    rendering = claim.loop.party("82").head
    subscriber = claim.subscriber.loop.party("IL").head
    return DecidedClaim(
        number=claim_number,
        payer_id=terms.payer.payer_id,
        control_number=claim.control_number,
        status=status,
        place=claim.place,
        frequency=claim.frequency,
        received=terms.received,
        member_key=member_key(claim),
        member_id=claim.member_id,
        patient=_name(claim.patient),
        insured=_name(claim.subscriber.loop.party("IL")) if claim.patient_level and subscriber.id else None,
        rendering=_name(claim.loop.party("82")) if rendering.get(9) else None,
        billing_npi=claim.billing_npi,
        fingerprint=fingerprint(claim),
        lines=lines,
        remarks=("MA130",) if unprocessable and terms.payer.kind == "medicare" else (),
        replaces=claim.original_number if claim.frequency == "7" else "",
        birth_date=claim.birth_date,
        inpatient=claim.inpatient,
        kind=claim.kind,
    )


def _name(loop: Loop) -> PersonName:
    head = loop.head
    return PersonName(head.get(2), head.get(3), head.get(4), head.get(5), head.get(7), head.get(9))


def checked(line: LineDecision) -> LineDecision:
    """Return the line; a decision that does not balance is a defect of this program."""
    total = line.paid + sum((amount for _, _, amount in line.adjustments), ZERO)
    if total != line.charge or line.paid < 0 or any(amount <= 0 for _, _, amount in line.adjustments):
        raise AssertionError(f"a decided line does not balance: {line.charge} charged, {total} explained")
    return line
