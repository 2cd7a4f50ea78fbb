"""Three-way match: what the bank shows, what a payer announced, by trace number.

Only an equal trace and an equal amount are certain. Anything else is proposed to a person with what
speaks for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from cleanclaim.primitives import ZERO, Money, show_money

DAYS_APART = 10
"""Days between the payer's payment date and the bank's within which an equal amount is proposed."""

_WORD = re.compile(r"[0-9A-Z]{3,}")
_COMMON = frozenset({"HEALTH", "PLAN", "INSURANCE", "COMPANY", "THE", "AND", "INC", "LLC", "GROUP"})


class Deposit(msgspec.Struct, frozen=True):
    """A credit at the bank: the caller's key, day, dollars, trace if the bank shows one, other words."""

    key: str
    on: date
    amount: Money
    trace: str = ""
    words: str = ""


class Announced(msgspec.Struct, frozen=True):
    """A remittance's payment: the caller's key, trace (TRN02), dollars, day (BPR16), the payer's name."""

    key: str
    trace: str
    amount: Money
    on: date | None = None
    payer: str = ""


class DepositMatch(msgspec.Struct, frozen=True):
    """A deposit and the remittances that it may carry; ``certain`` when nobody need look."""

    deposit: Deposit
    remittances: tuple[Announced, ...]
    certain: bool
    because: str


def match_deposits(deposits: Iterable[Deposit], announced: Iterable[Announced]) -> tuple[DepositMatch, ...]:
    """Return what each deposit carries, in its order; deposits of which nothing is known are left out.

    A remittance is given to one deposit. Several remittances under one trace belong together.
    """
    by_trace: defaultdict[str, list[Announced]] = defaultdict(list)
    free = {each.key: each for each in announced}
    for each in free.values():
        if _plain(each.trace):
            by_trace[_plain(each.trace)].append(each)
    deposits = list(deposits)
    found: dict[str, DepositMatch] = {}
    for deposit in deposits:
        named = _named(deposit, by_trace, free)
        if named and sum((each.amount for each in named), ZERO) == deposit.amount:
            found[deposit.key] = DepositMatch(
                deposit, named, True, "the trace number and the amount are equal"
            )
            for each in named:
                del free[each.key]
    for deposit in deposits:
        if deposit.key in found:
            continue
        named = _named(deposit, by_trace, free)
        if named:
            told = show_money(sum((each.amount for each in named), ZERO))
            because = f"the trace number is equal, but {told} was announced"
            found[deposit.key] = DepositMatch(deposit, named, False, because)
            continue
        near = [each for each in free.values() if each.amount == deposit.amount and _near(deposit, each)]
        if near:
            near.sort(key=lambda each: (-len(_shared(deposit, each)), each.key))
            best = near[0]
            words = _shared(deposit, best)
            because = "the amount is equal and the days are near"
            if words:
                because += f"; the bank names {', '.join(sorted(words))}"
            found[deposit.key] = DepositMatch(deposit, tuple(near), False, because)
    return tuple(found[each.key] for each in deposits if each.key in found)


def _named(
    deposit: Deposit, by_trace: dict[str, list[Announced]], free: dict[str, Announced]
) -> tuple[Announced, ...]:
    """Return the free remittances of the deposit's trace, else of a trace that stands among its words."""
    traces: Sequence[str] = [_plain(deposit.trace)] if deposit.trace else []
    if not traces:
        traces = [word for word in map(_plain, deposit.words.split()) if len(word) >= 5 and word in by_trace]
    for trace in traces:
        named = tuple(each for each in by_trace.get(trace, ()) if each.key in free)
        if named:
            return named
    return ()


def _near(deposit: Deposit, announced: Announced) -> bool:
    return announced.on is not None and abs((deposit.on - announced.on).days) <= DAYS_APART


def _shared(deposit: Deposit, announced: Announced) -> set[str]:
    ours = set(_WORD.findall(announced.payer.upper())) - _COMMON
    return ours & set(_WORD.findall(deposit.words.upper()))


def _plain(trace: str) -> str:
    return "".join(each for each in trace.upper() if each.isalnum()).lstrip("0")
