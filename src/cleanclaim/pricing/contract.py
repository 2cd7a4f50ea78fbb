"""A contract with a payer as a value: whom it is for, its terms, and what changes their amounts.

Files are read by :mod:`~cleanclaim.pricing.contract_files`; amounts are computed by
:mod:`~cleanclaim.pricing.contracts`. ``docs/algorithms/contracts.md`` has the language.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

from cleanclaim.pricing.schedule import Schedule
from cleanclaim.pricing.values import Service
from cleanclaim.primitives import DateRange, Money


class Span(msgspec.Struct, frozen=True, order=True):
    """Codes from ``first`` to ``last``, both included, of one form and length.

    Codes with a letter at their end (``0001U``) are a series of their own for each letter: they
    lie in no span of other codes, though they would in the order of text.
    """

    first: str
    last: str

    def __contains__(self, code: str) -> bool:
        series, text = _series(code)
        begins, first = _series(self.first)
        return series == begins and first <= text <= _series(self.last)[1]

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share a code."""
        if _series(self.first)[0] != _series(other.first)[0]:
            return False
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


def _series(code: str) -> tuple[str, str]:
    """Return what a code can be compared with (its length, its last letter) and its text."""
    return f"{len(code)}{code[-1:] if code[-1:].isalpha() else ''}", code


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines a term is for: all conditions that are given must hold; none: every line.

    ``above`` and ``up_to`` bound the line's charge in dollars (above: more than). ``drg`` is that
    of the claim.
    """

    codes: tuple[Span, ...] = ()
    revenue: tuple[Span, ...] = ()
    drg: tuple[Span, ...] = ()
    modifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    bills: tuple[str, ...] = ()
    above: Money | None = None
    up_to: Money | None = None

    def holds(self, service: Service) -> bool:
        """Return whether a line meets all conditions; a charge that is not known meets no bound."""
        revenue, drg = service.given.get("revenue", ""), service.given.get("drg", "").zfill(3)
        if self.codes and not any(service.code in span for span in self.codes):
            return False
        if self.revenue and not any(revenue in span for span in self.revenue):
            return False
        if self.drg and not any(drg in span for span in self.drg):
            return False
        if self.modifiers and not set(self.modifiers) & set(service.modifiers):
            return False
        for wanted, said in (
            (self.places, service.place),
            (self.settings, service.setting),
            (self.bills, service.bill),
        ):
            if wanted and said not in wanted:
                return False
        charge = service.charge
        if self.above is not None and (charge is None or charge <= self.above):
            return False
        return self.up_to is None or (charge is not None and charge <= self.up_to)


class OfSchedule(msgspec.Struct, frozen=True, tag="schedule"):
    """``percent`` of the amount that a fee schedule of the contract lists; of listed codes only."""

    schedule: str
    percent: Decimal


class OfMedicare(msgspec.Struct, frozen=True, tag="medicare"):
    """``percent`` of what Medicare allows: of the day of service, or of a fixed day (``frozen``).

    ``locality`` replaces that of the service where the contract names one.
    """

    percent: Decimal
    frozen: date | None = None
    locality: str = ""


class OfCharge(msgspec.Struct, frozen=True, tag="charge"):
    """``percent`` of what was charged."""

    percent: Decimal


class PerUnit(msgspec.Struct, frozen=True, tag="unit"):
    """An amount for each unit."""

    amount: Money


class Tier(msgspec.Struct, frozen=True):
    """The amount of each day from ``first`` to ``last`` of a stay; no last day: to its end."""

    first: int
    last: int | None
    amount: Money


class PerDiem(msgspec.Struct, frozen=True, tag="per_diem"):
    """An amount for each day of the stay, by tiers; it pays all lines of the term together."""

    tiers: tuple[Tier, ...]


class CaseRate(msgspec.Struct, frozen=True, tag="case_rate"):
    """One amount for all lines of the term together."""

    amount: Money


class DRGRate(msgspec.Struct, frozen=True, tag="drg"):
    """The weight of the claim's MS-DRG × a base rate, for all lines of the term together.

    The weight is that of the day of discharge, or of a fixed day (``frozen``).
    """

    base_rate: Money
    frozen: date | None = None


class NotCovered(msgspec.Struct, frozen=True, tag="not_covered"):
    """Nothing is paid."""


Pay: TypeAlias = OfSchedule | OfMedicare | OfCharge | PerUnit | PerDiem | CaseRate | DRGRate | NotCovered
WHOLE_CLAIM = (PerDiem, CaseRate, DRGRate)
"""Kinds of pay that pay all lines of their term together."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One term: for which lines, since when, what it pays.

    ``lesser_of_charge``: no more than the charge; nothing given: as the contract says.
    ``unlisted``: what happens to a line that the term's schedule cannot price: it goes on to
    the default, or is not priced. ``line`` is where the file has it.
    """

    name: str
    match: Match
    pay: Pay
    effective: DateRange
    carve_out: bool = False
    lesser_of_charge: bool | None = None
    unlisted: Literal["default", "not_priced"] = "not_priced"
    line: int = 0


class MultipleProcedures(msgspec.Struct, frozen=True):
    """The contract's own reduction: of the procedures of a day, ranked by amount, highest first.

    The last percentage goes on for all further ones. Lines with a modifier of ``exempt`` neither
    count nor are reduced.
    """

    codes: tuple[Span, ...]
    percents: tuple[Decimal, ...]
    exempt: tuple[str, ...] = ()


class StopLoss(msgspec.Struct, frozen=True):
    """What happens when the charges of a claim go above a threshold.

    ``excess``: the percentage of the charges above it is paid on top; ``whole``: the percentage of
    all charges is paid instead of the terms. Charges of carve-outs count only when
    ``with_carve_outs``; carve-outs are always paid by their own terms.
    """

    above: Money
    percent: Decimal
    kind: Literal["excess", "whole"]
    with_carve_outs: bool = False


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """A contract. ``plans`` and ``providers`` empty: all of the payer's plans, whoever is paid.

    Carve-outs are asked before other terms, terms in any order (no two are for the same line), then
    ``default``. ``modifiers`` says what a modifier makes of an amount, in percent, where the
    term's schedule has no row for it.
    """

    name: str
    payer_id: str
    effective: DateRange
    terms: tuple[Term, ...]
    default: Term
    plans: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    schedules: Mapping[str, Schedule] = MappingProxyType({})
    lesser_of_charge: bool = False
    modifiers: Mapping[str, Decimal] = MappingProxyType({})
    multiple_procedures: MultipleProcedures | None = None
    stop_loss: StopLoss | None = None
    where: str = ""

    def covers(self, payer_id: str, plan: str, provider: str, on: date) -> bool:
        """Return whether the contract is for a payer, plan, provider and day."""
        return (
            self.payer_id == payer_id
            and on in self.effective
            and (not self.plans or plan in self.plans)
            and (not self.providers or provider in self.providers)
        )

    def family(self, code: str) -> str:
        """Return the family of services that the contract's schedules give a code; empty: none."""
        return next((found for one in self.schedules.values() if (found := one.family(code))), "")

    def term_for(self, service: Service) -> Term:
        """Return the term for a line: a carve-out, else another term, else the default."""
        for carved in (True, False):
            for term in self.terms:
                if term.carve_out == carved and service.on in term.effective and self._fits(term, service):
                    return term
        return self.default

    def _fits(self, term: Term, service: Service) -> bool:
        if not term.match.holds(service):
            return False
        if isinstance(term.pay, OfSchedule) and not term.match.codes:
            schedule = self.schedules[term.pay.schedule]
            return bool(schedule.family(service.code)) or bool(_listed(schedule, service))
        return True


def percent_contract(
    name: str, payer_id: str, schedule: Schedule, percent: Decimal, *, unlisted_percent: Decimal
) -> Contract:
    """Return the contract of somebody who pays a percentage of a schedule, and of the charge for the rest.

    Nothing is paid for the rest when ``unlisted_percent`` is zero. Never more than the charge.
    """
    always = DateRange(date.min, date.max)
    rest: Pay = OfCharge(unlisted_percent) if unlisted_percent else NotCovered()
    return Contract(
        name=name,
        payer_id=payer_id,
        effective=always,
        schedules=MappingProxyType({"fees": schedule}),
        terms=(
            Term(
                name="fee schedule",
                match=Match(),
                pay=OfSchedule("fees", percent),
                effective=always,
                unlisted="default" if unlisted_percent else "not_priced",
            ),
        ),
        default=Term(name="other services", match=Match(), pay=rest, effective=always),
        lesser_of_charge=True,
    )


def _listed(schedule: Schedule, service: Service) -> bool:
    return schedule.fee(service.code, "", service.setting, service.on) is not None or bool(
        schedule.modifiers(service.code)
    )
