"""What MUE says of the units on a claim: by line, or summed over the lines and claims of a day."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import (
    MUE_DME,
    MUE_OUTPATIENT,
    MUE_PRACTITIONER,
    Answer,
    Known,
    NotCovered,
    Release,
    Store,
    UnitLimit,
)
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import earlier_lines, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.primitives import Citation

POLICY = Citation("NCCI Policy Manual for Medicare Services, chapter I, section V", "revision 1/1/2026")
_BY_LINE = 1
_SUPPLIERS = ("332", "335")
"""Beginnings of the taxonomy codes of suppliers of equipment (NUCC, grouping Suppliers)."""
OUTPATIENT_BILLS = ("13", "14", "85", "87")
"""Types of bill that the policy manual names as tested against MUE."""


_Limits: TypeAlias = Answer[tuple[UnitLimit, ...]]


class Excess(msgspec.Struct, frozen=True):
    """More units than the limit: at ``line``, ``units`` in all, on ``count`` lines of the claim.

    ``earlier`` units of those stand on earlier claims of the same day and provider.
    """

    line: LineFacts
    units: Decimal
    count: int
    earlier: Decimal
    limit: UnitLimit
    release: Release


def excesses_of(
    claim: Claim, rules: Rules, adjudication: int
) -> Iterator[Excess | tuple[LineFacts, NotCovered]]:
    """Yield what exceeds limits of one adjudication indicator, or why a line was not judged.

    Indicator 1: each line by itself. 2 and 3: all lines of a day with the code, those of earlier
    claims of the same provider included; one finding a day and code, at its last line.
    """
    found = facts_of(claim).kept("MUE", rules, lambda: tuple(_excesses(claim, rules)))
    for excess in found:
        if isinstance(excess, tuple):
            if adjudication == _BY_LINE:
                yield excess  # said once, not for each of the indicators
        elif excess.limit.adjudication == adjudication:
            yield excess


def _excesses(claim: Claim, rules: Rules) -> Iterator[Excess | tuple[LineFacts, NotCovered]]:
    facts = facts_of(claim)
    if claim.claim_type == "institutional" and facts.bill_type[:2] not in OUTPATIENT_BILLS:
        return
    kind = MUE_OUTPATIENT if claim.claim_type == "institutional" else MUE_PRACTITIONER
    told: set[tuple[object, str]] = set()
    for line in facts.lines:
        if not line.code or line.day is None:
            continue
        answer = rules.store.find(kind, line.code, line.day)
        if kind is MUE_PRACTITIONER and _is_supply(line.code):
            supplier = claim.billing_provider.taxonomy.startswith(_SUPPLIERS)
            if supplier:
                answer = rules.store.find(MUE_DME, line.code, line.day)
            elif isinstance(answer, NotCovered):
                answer = _of_suppliers(rules.store, line, answer)
        if isinstance(answer, NotCovered):
            yield line, answer
            continue
        if not isinstance(answer, Known):
            continue
        limit = answer.value[0]
        if not limit.units and (line.has("GY") or rules.payer_kind_of(claim) != "medicare"):
            continue  # zero says that Medicare does not cover it: the claim knows, or it is no other's rule
        if limit.adjudication == _BY_LINE:
            units = _a_day(line)
            if units > limit.units:
                yield Excess(line, units, 1, Decimal(0), limit, answer.release)
            continue
        if (line.day, line.code) in told:
            continue
        told.add((line.day, line.code))
        mine = [one for one in facts.by_day.get(line.day, ()) if _is_same(one, line)]
        before = [one for one in earlier_lines(claim, rules) if one.day == line.day and _is_same(one, line)]
        earlier = sum((_a_day(one) for one in before), Decimal(0))
        units = sum((_a_day(one) for one in mine), Decimal(0)) + earlier
        if units > limit.units:
            yield Excess(mine[-1], units, len(mine), earlier, limit, answer.release)


def _is_same(one: LineFacts, line: LineFacts) -> bool:
    return one.code == line.code and same_provider(one, line)


def said(excess: Excess) -> str:
    """Return the fact: how many units, where from, against which limit."""
    unit = "unit" if excess.units == 1 else "units"
    text = f"{excess.units.normalize():f} {unit} of {excess.line.code} on {excess.line.day}"
    if excess.earlier:
        text += f", {excess.earlier.normalize():f} of them on earlier claims"
    return f"{text}; the limit is {excess.limit.units}"


def _a_day(line: LineFacts) -> Decimal:
    """Return the units that count for one day: of a range of days, the share of each."""
    if line.day is None or line.last_day is None or line.last_day <= line.day:
        return line.units
    return line.units / ((line.last_day - line.day).days + 1)


def _is_supply(code: str) -> bool:
    return code[:1] in ("A", "B", "E", "K", "L", "V")


def _of_suppliers(store: Store, line: LineFacts, answer: _Limits) -> _Limits:
    if line.day is None:
        return answer
    found = store.find(MUE_DME, line.code, line.day)
    return answer if isinstance(found, NotCovered) else found
