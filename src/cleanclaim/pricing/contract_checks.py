"""What must hold between the terms of a contract and between contracts: no overlap, no gap."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

import msgspec

from cleanclaim.pricing.contract import Contract, Match, OfSchedule, Span, Term
from cleanclaim.pricing.schedule import FeeSchedule
from cleanclaim.primitives import DateRange, DecodeError, Money


class Gap(msgspec.Struct, frozen=True):
    """Days between two contracts with one payer, for the same plans and providers, that none covers."""

    payer_id: str
    days: DateRange
    before: str
    after: str


def check_contract(contract: Contract) -> None:
    """Raise ``DecodeError`` when two terms are for the same line, or the dates of one have a gap."""
    for carved in (True, False):
        terms = [term for term in contract.terms if term.carve_out == carved]
        for one, other in combinations(terms, 2):
            shared = _shared(contract, one, other)
            if shared:
                raise DecodeError(
                    f"{other.name} and {one.name} (line {one.line}) are both for {shared}.",
                    where=f"{contract.where}, line {other.line}",
                    fix="Add a condition that tells them apart (bills, settings, revenue, modifiers, dates), "
                    "or make one of them a carve-out.",
                )
        _check_versions(contract, terms)


def check_contracts(contracts: Sequence[Contract]) -> None:
    """Raise ``DecodeError`` when two contracts are for the same payer, plan, provider and day.

    One for named plans or providers goes before one for all, so those two may overlap.
    """
    for one, other in combinations(contracts, 2):
        same_kind = one.payer_id == other.payer_id and _rank(one) == _rank(other)
        if not same_kind or not _meet(one, other):
            continue
        on = max(one.effective.start, other.effective.start)
        raise DecodeError(
            f"{other.name} and {one.name} ({one.where}) are both in force on {on} for the same payer.",
            where=other.where,
            fix="End the older one (to: …) on the day before.",
        )


def gaps(contracts: Sequence[Contract]) -> tuple[Gap, ...]:
    """Return the days between successive contracts of one payer, plans and providers that none covers."""
    found = []
    by_audience: dict[tuple[object, ...], list[Contract]] = {}
    for contract in contracts:
        by_audience.setdefault(_audience(contract), []).append(contract)
    for same in by_audience.values():
        same.sort(key=lambda one: one.effective.start)
        for before, after in pairwise(same):
            between = _between(before.effective, after.effective)
            if between is not None:
                found.append(Gap(before.payer_id, between, before.name, after.name))
    return tuple(found)


def _check_versions(contract: Contract, terms: Sequence[Term]) -> None:
    """Terms of one name are versions of one another: their dates must follow without a gap."""
    by_name: dict[str, list[Term]] = {}
    for term in terms:
        by_name.setdefault(term.name, []).append(term)
    for versions in by_name.values():
        versions.sort(key=lambda term: term.effective.start)
        for before, after in pairwise(versions):
            between = _between(before.effective, after.effective)
            if between is not None:
                raise DecodeError(
                    f"{after.name} says nothing from {between.start} to {between.end}.",
                    where=f"{contract.where}, line {after.line}",
                    fix=f"Begin it on {between.start}, or let the version before it end on {between.end}.",
                )


def _between(before: DateRange, after: DateRange) -> DateRange | None:
    if before.end == date.max or before.end + timedelta(days=1) >= after.start:
        return None
    return DateRange(before.end + timedelta(days=1), after.start - timedelta(days=1))


def _shared(contract: Contract, one: Term, other: Term) -> str:
    """Return in words what two terms are both for; empty when no line can meet both."""
    if not one.effective.overlaps(other.effective):
        return ""
    if any(not _some_common(mine, theirs) for mine, theirs in _sets(one.match, other.match)):
        return ""
    if not _charges_meet(one.match, other.match):
        return ""
    said = []
    for name, mine, theirs in (
        ("", _codes(contract, one), _codes(contract, other)),
        ("revenue code ", one.match.revenue, other.match.revenue),
        ("DRG ", one.match.drg, other.match.drg),
    ):
        if mine and theirs:
            common = next((a for a in mine for b in theirs if a.overlaps(b)), None)
            if common is None:
                return ""
            match = next(b for b in theirs if common.overlaps(b))
            said.append(f"{name}{max(common.first, match.first)}")
        elif mine or theirs:
            said.append(f"{name}{(mine or theirs)[0].first}")
    return ", ".join(said) or "every line"


def _sets(one: Match, other: Match) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    # Of terms told apart by their modifiers alone the first in the file takes a line with both.
    yield one.modifiers, other.modifiers
    yield one.places, other.places
    yield one.settings, other.settings
    yield one.bills, other.bills


def _some_common(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return not mine or not theirs or bool(set(mine) & set(theirs))


def _charges_meet(one: Match, other: Match) -> bool:
    """Whether one charge can lie within the bounds of both."""
    least = max((bound for bound in (one.above, other.above) if bound is not None), default=None)
    most: Money | None = min((bound for bound in (one.up_to, other.up_to) if bound is not None), default=None)
    return least is None or most is None or least < most


def _codes(contract: Contract, term: Term) -> tuple[Span, ...]:
    if term.match.codes or not isinstance(term.pay, OfSchedule):
        return term.match.codes
    schedule = contract.schedules[term.pay.schedule]
    if isinstance(schedule, FeeSchedule):
        return tuple(Span(code, code) for code in schedule.rows)
    return ()


def _audience(contract: Contract) -> tuple[object, ...]:
    return contract.payer_id, frozenset(contract.plans), frozenset(contract.providers)


def _rank(contract: Contract) -> tuple[bool, bool]:
    return bool(contract.providers), bool(contract.plans)


def _meet(one: Contract, other: Contract) -> bool:
    return (
        one.effective.overlaps(other.effective)
        and _some_common(one.plans, other.plans)
        and _some_common(one.providers, other.providers)
    )
