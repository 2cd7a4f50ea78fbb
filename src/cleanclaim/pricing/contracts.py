"""Pricing a claim by a contract: each line says which term paid it and how.

The order of the steps is that of ``docs/algorithms/contracts.md``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.pricing.contract import WHOLE_CLAIM, Contract, OfMedicare, Term
from cleanclaim.pricing.contract_lines import LinePrice, price_lines, price_of_medicare
from cleanclaim.pricing.contract_reductions import reduce_multiple
from cleanclaim.pricing.contract_stays import price_together, stop_loss
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import NotPriced, Service, Tables
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO, Money, money

_NOT_THE_TERMS_FAULT = frozenset({"missing", "not_loaded", "units", "locality"})


class ContractAmount(msgspec.Struct, frozen=True):
    """What a contract pays for a line, in dollars, with its derivation and the term that applied.

    ``together_with``: the number (from 1) of the line that bears the amount of a term that pays
    several lines together; this line then bears nothing.
    """

    amount: Money
    term: str
    derivation: tuple[str, ...]
    release: str
    together_with: int | None = None


class Addition(msgspec.Struct, frozen=True):
    """An amount for the claim beside its lines (stop-loss)."""

    term: str
    amount: Money
    derivation: tuple[str, ...]


class ContractPrice(msgspec.Struct, frozen=True):
    """What a contract pays for a claim: one answer a line, in order, and additions.

    ``total`` is their sum; nothing when a line has no amount.
    """

    contract: str
    lines: tuple[ContractAmount | NotPriced, ...]
    additions: tuple[Addition, ...] = ()

    @property
    def total(self) -> Money | None:
        """The claim's amount in dollars."""
        amounts = [line.amount for line in self.lines if isinstance(line, ContractAmount)]
        if len(amounts) != len(self.lines):
            return None
        return sum(amounts, ZERO) + sum((one.amount for one in self.additions), ZERO)


def select_contract(
    contracts: Sequence[Contract], *, payer_id: str, plan: str, provider: str, on: date
) -> Contract | NotPriced:
    """Return the contract for a payer, plan, paid provider (NPI) and day.

    One that names the plan goes before one for all plans, one that names the provider before one
    for all; two of the same kind are refused when they are read.
    """
    fitting = [one for one in contracts if one.covers(payer_id, plan, provider, on)]
    if not fitting:
        return NotPriced(f"No contract with payer {payer_id} is loaded for {on}.", "not_loaded")
    return max(fitting, key=lambda one: (bool(one.providers), bool(one.plans)))


def price_by_contract(
    contract: Contract, services: Sequence[Service], tables: Tables | None = None
) -> ContractPrice:
    """Return what a contract pays for the lines of one claim.

    ``given`` of a service holds ``revenue`` (four digits), ``drg`` and ``days`` (of the stay)
    where terms ask for them. ``tables`` are needed for percentages of Medicare and DRG weights.
    """
    terms = [contract.term_for(service) for service in services]
    answers = _by_terms(contract, services, terms, tables)
    moved = _to_default(contract, terms, answers)
    if moved:
        again = _by_terms(
            contract, [services[place] for place in moved], [contract.default] * len(moved), tables
        )
        for place, answer in zip(moved, again, strict=True):
            terms[place] = contract.default
            answers[place] = answer
    reduce_multiple(contract, services, terms, answers)
    _together(contract, services, terms, answers, tables)
    finished = [
        _finish(contract, service, term, answer)
        for service, term, answer in zip(services, terms, answers, strict=True)
    ]
    return _with_stop_loss(contract, services, terms, finished)


def price_line(
    contract: Contract, service: Service, tables: Tables | None = None
) -> ContractAmount | NotPriced:
    """Return what a contract pays for one line by itself."""
    return price_by_contract(contract, [service], tables).lines[0]


def _by_terms(
    contract: Contract, services: Sequence[Service], terms: Sequence[Term], tables: Tables | None
) -> list[LinePrice | NotPriced | None]:
    """Return the answers of terms that pay line by line; nothing for those that pay together."""
    answers: list[LinePrice | NotPriced | None] = [None] * len(services)
    groups: dict[object, list[int]] = {}
    for place, term in enumerate(terms):
        if not isinstance(term.pay, WHOLE_CLAIM):
            of = ("medicare", term.pay.frozen) if isinstance(term.pay, OfMedicare) else term
            groups.setdefault(of, []).append(place)
    for places in groups.values():
        asked = [services[place] for place in places]
        first = terms[places[0]]
        if isinstance(first.pay, OfMedicare):
            found = price_of_medicare(contract, [terms[place] for place in places], asked, tables)
        else:
            found = price_lines(contract, first, asked)
        for place, answer in zip(places, found, strict=True):
            answers[place] = answer
    return answers


def _to_default(
    contract: Contract, terms: Sequence[Term], answers: Sequence[LinePrice | NotPriced | None]
) -> list[int]:
    """Return the lines that their term has no amount for and sends to the default.

    What is merely missing or not loaded stays without an amount: the default would be a guess.
    """
    return [
        place
        for place, (term, answer) in enumerate(zip(terms, answers, strict=True))
        if isinstance(answer, NotPriced)
        and answer.kind not in _NOT_THE_TERMS_FAULT
        and term.unlisted == "default"
        and term != contract.default
    ]


def _together(
    contract: Contract,
    services: Sequence[Service],
    terms: Sequence[Term],
    answers: list[LinePrice | NotPriced | None],
    tables: Tables | None,
) -> None:
    for term in dict.fromkeys(terms):
        if not isinstance(term.pay, WHOLE_CLAIM):
            continue
        places = [place for place, one in enumerate(terms) if one == term]
        try:
            found = price_together(contract, term, [services[place] for place in places], tables)
        except Unpriced as error:
            for place in places:
                answers[place] = error.answer
            continue
        first = places[0]
        answers[first] = found
        for place in places[1:]:
            working = Working()
            working.note(f"Term {term.name}: paid together with line {first + 1}.")
            working.step("Nothing more", "0", Decimal(0))
            answers[place] = LinePrice(working, found.release, together_with=first + 1)


def _finish(
    contract: Contract, service: Service, term: Term, answer: LinePrice | NotPriced | None
) -> ContractAmount | NotPriced:
    if answer is None:
        raise AssertionError("every line has an answer once its term was asked")
    if isinstance(answer, NotPriced):
        return answer
    lesser = contract.lesser_of_charge if term.lesser_of_charge is None else term.lesser_of_charge
    together = isinstance(term.pay, WHOLE_CLAIM)
    if lesser and service.charge is not None and not together and service.charge < answer.working.amount:
        answer.working.at_most("No more than the charge", service.charge)
    amount = answer.working.cents()
    return ContractAmount(
        amount, term.name, tuple(answer.working.lines), answer.release, answer.together_with
    )


def _with_stop_loss(
    contract: Contract,
    services: Sequence[Service],
    terms: Sequence[Term],
    lines: list[ContractAmount | NotPriced],
) -> ContractPrice:
    rule = contract.stop_loss
    if rule is None:
        return ContractPrice(contract.name, tuple(lines))
    counted = [
        service
        for service, term in zip(services, terms, strict=True)
        if rule.with_carve_outs or not term.carve_out
    ]
    if any(service.charge is None for service in counted):
        missing = NotPriced("Stop-loss needs the charge of every line.", "missing")
        return ContractPrice(contract.name, tuple(missing for _ in lines))
    charges = money(sum((service.charge or ZERO for service in counted), ZERO))
    if charges <= rule.above:
        return ContractPrice(contract.name, tuple(lines))
    if rule.kind == "excess":
        working = stop_loss(rule, charges)
        return ContractPrice(
            contract.name, tuple(lines), (Addition("stop-loss", working.cents(), tuple(working.lines)),)
        )
    for place, (service, term) in enumerate(zip(services, terms, strict=True)):
        if term.carve_out:
            continue
        working = Working()
        working.note(f"Stop-loss: charges of {plain(charges)} are above {plain(rule.above)}.")
        charge = service.charge or ZERO
        working.step(
            "Share of the charge", f"{plain(charge)} × {plain(rule.percent)} %", charge * rule.percent / 100
        )
        lines[place] = ContractAmount(working.cents(), "stop-loss", tuple(working.lines), contract.name)
    return ContractPrice(contract.name, tuple(lines))
