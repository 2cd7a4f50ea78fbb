"""What a term pays for each of its lines: of a schedule, of Medicare, of the charge, by the unit."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cleanclaim.pricing.contract import Contract, OfCharge, OfMedicare, OfSchedule, PerUnit, Span, Term
from cleanclaim.pricing.dispatch import price_service, price_services
from cleanclaim.pricing.given import units_of
from cleanclaim.pricing.price import PRICE_CHANGING, price
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import NotPriced, Priced, Service, Tables
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO, Money


class LinePrice(msgspec.Struct):
    """A line's amount while it is worked out, and the release it rests on."""

    working: Working
    release: str
    together_with: int | None = None


def price_lines(contract: Contract, term: Term, services: Sequence[Service]) -> list[LinePrice | NotPriced]:
    """Return the answers of a term that pays line by line by itself (not of Medicare)."""
    found: list[LinePrice | NotPriced] = []
    for service in services:
        try:
            found.append(_line(contract, term, service))
        except Unpriced as error:
            found.append(error.answer)
    return found


def in_spans(code: str, spans: Sequence[Span]) -> bool:
    """Whether a code lies in one of the spans."""
    return any(code in span for span in spans)


def _line(contract: Contract, term: Term, service: Service) -> LinePrice:
    pay = term.pay
    if isinstance(pay, OfSchedule):
        return _of_schedule(contract, term, pay, service)
    working = _begun(contract, term)
    if isinstance(pay, OfCharge):
        charge = _charge(service)
        working.step(
            "Share of the charge", f"{plain(charge)} × {plain(pay.percent)} %", charge * pay.percent / 100
        )
        return LinePrice(working, contract.name)
    if isinstance(pay, PerUnit):
        units = units_of(service)
        working.step("Amount × units", f"{plain(pay.amount)} × {plain(units)}", pay.amount * units)
        _modify(contract, service, working, frozenset())
        return LinePrice(working, contract.name)
    raise Unpriced(f"{contract.name}, {term.name}: not covered.", "not_payable")


def _of_schedule(contract: Contract, term: Term, pay: OfSchedule, service: Service) -> LinePrice:
    schedule = contract.schedules[pay.schedule]
    own = schedule.modifiers(service.code)
    handled = {m for m in service.modifiers if m in contract.modifiers and m not in own}
    found = price(
        schedule,
        code=service.code,
        on=service.on,
        setting=service.setting or "nonfacility",
        modifiers=[modifier for modifier in service.modifiers if modifier not in handled],
        units=Decimal(1),
    )
    if isinstance(found, NotPriced):
        raise Unpriced(found.reason, found.kind)
    units = units_of(service)
    working = _begun(contract, term)
    for line in found.derivation:
        working.note(line)
    working.amount = found.amount
    if pay.percent != 100:
        working.percent("Contract's share of the unit", pay.percent)
        working.cents()
    working.times("× units", units)
    _modify(contract, service, working, own)
    return LinePrice(working, found.release)


def price_of_medicare(
    contract: Contract, terms: Sequence[Term], services: Sequence[Service], tables: Tables | None
) -> list[LinePrice | NotPriced]:
    """Return the answers for lines whose terms pay a percentage of Medicare as of the same day.

    They are priced together, as Medicare ranks the procedures of a claim whatever the contract's
    terms are; lines under the contract's own rule for several procedures are priced alone.
    """
    if tables is None:
        reason = f"{contract.name}: a percentage of Medicare needs Medicare's tables."
        return [NotPriced(reason, "not_loaded") for _ in services]
    pays = [term.pay for term in terms if isinstance(term.pay, OfMedicare)]
    asked = [_asked(pay, service) for pay, service in zip(pays, services, strict=True)]
    rule = contract.multiple_procedures
    alone = [rule is not None and in_spans(service.code, rule.codes) for service in asked]
    together = [one for one, by_itself in zip(asked, alone, strict=True) if not by_itself]
    rest = iter(price_services(together, tables))
    answers = [
        price_service(one, tables) if by_itself else next(rest)
        for one, by_itself in zip(asked, alone, strict=True)
    ]
    return [
        _share(contract, term, pay, answer) for term, pay, answer in zip(terms, pays, answers, strict=True)
    ]


def _asked(pay: OfMedicare, service: Service) -> Service:
    """Return the line as Medicare is asked: its charge is no limit, its day may be a fixed one."""
    return msgspec.structs.replace(
        service, on=pay.frozen or service.on, locality=pay.locality or service.locality, charge=None
    )


def _share(
    contract: Contract, term: Term, pay: OfMedicare, answer: Priced | NotPriced
) -> LinePrice | NotPriced:
    if isinstance(answer, NotPriced):
        return answer
    working = _begun(contract, term)
    if pay.frozen is not None:
        working.note(f"Medicare's amount as of {pay.frozen}, which the contract fixes:")
    for line in answer.derivation:
        working.note(line)
    working.amount = answer.amount
    working.percent("Contract's share of Medicare's amount", pay.percent)
    return LinePrice(working, answer.release)


def _modify(contract: Contract, service: Service, working: Working, own: frozenset[str]) -> None:
    """Apply the contract's percentages of modifiers; one that would change the price is never ignored."""
    for modifier in dict.fromkeys(service.modifiers):
        share = contract.modifiers.get(modifier)
        if share is not None and modifier not in own:
            working.percent(f"Modifier {modifier}", share)
        elif modifier in PRICE_CHANGING and modifier not in own:
            raise Unpriced(f"{contract.name} says not what {service.code}-{modifier} is worth.", "modifier")


def _begun(contract: Contract, term: Term) -> Working:
    working = Working()
    working.note(f"{contract.name}, term {term.name}")
    return working


def _charge(service: Service) -> Money:
    if service.charge is None or service.charge < ZERO:
        raise Unpriced("A share of the charge needs the charge.", "missing")
    return service.charge
