"""Figures of a period or of its last day, summed; a handful of queries however many claims there are."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

import msgspec
from django.db.models import QuerySet, Sum

from cleanclaim.primitives import ZERO
from cleanclaim.web.reports.measures import BY_SLUG, MEASURES, Measure
from cleanclaim.web.reports.models import Figure, FiguresDay
from cleanclaim.web.reports.money import BUCKETS, CREDIT, FORECAST_WEEKS, LATER, PATIENT
from cleanclaim.web.reports.ratios import Ratio, ratios

K = TypeVar("K")
WEEK = timedelta(days=7)
_AGES = [f"ar:{name}" for name, _ in BUCKETS]
_OLD = 3  # the first age of more than 90 days
_FLOWS = ("charges", "contractual", "written_off", "payer_payments", "patient_payments")
_FORECAST = [*(f"forecast:{week}" for week in range(1, FORECAST_WEEKS + 1)), LATER]


class Reading(msgspec.Struct, frozen=True):
    """A measure over a period: ``value`` is nothing where nothing was counted.

    ``standing`` says whether the aim is met (None where there is none); ``weeks`` the values of the
    weeks up to the period's end, the oldest first.
    """

    slug: str
    name: str
    definition: str
    formula: str
    unit: str
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    aim: Decimal | None
    more_is_better: bool
    standing: bool | None
    weeks: tuple[Decimal | None, ...] = ()
    has_claims: bool = False


class Aging(msgspec.Struct, frozen=True):
    """What one payer, or the patients, owe by age, in dollars."""

    payer: str
    ages: tuple[Decimal, ...]
    credit: Decimal
    total: Decimal


class PayerRow(msgspec.Struct, frozen=True):
    """One payer beside the others, over a period."""

    payer: str
    charges: Decimal
    paid: Decimal
    decided: int
    denied: Decimal | None
    first_pass: Decimal | None
    days: Decimal | None


class DenialRow(msgspec.Struct, frozen=True):
    """Denials of one code over a period, the share of all and the share with those above it."""

    code: str
    amount: Decimal
    cases: int
    share: Decimal
    together: Decimal


def figures_of(practices: Collection[UUID]) -> QuerySet[Figure]:
    """Return the figures of practices."""
    return Figure.objects.filter(practice__in=practices)


def last_day(practices: Collection[UUID]) -> date | None:
    """Return the last day whose figures were taken; nothing when these practices never had any."""
    if not figures_of(practices).exists():
        return None
    return FiguresDay.objects.order_by("-day").values_list("day", flat=True).first()


def readings(practices: Collection[UUID], first: date, last: date) -> list[Reading]:
    """Return every measure over a period, money first."""
    weeks = [last - WEEK * n for n in range(7, -1, -1)]
    by_week: dict[tuple[str, int], list[Decimal]] = {}
    sums: dict[str, list[Decimal]] = {}
    wanted = [*BY_SLUG, *_FLOWS]
    rows = (
        figures_of(practices)
        .filter(measure__in=wanted, day__gt=min(first - timedelta(days=1), weeks[0] - WEEK), day__lte=last)
        .values("measure", "day")
        .annotate(one=Sum("numerator"), two=Sum("denominator"))
    )
    for row in rows:
        if row["day"] >= first:
            _count(sums, row["measure"], row["one"], row["two"])
        week = next((n for n, end in enumerate(weeks) if end - WEEK < row["day"] <= end), None)
        if week is not None:
            _count(by_week, (row["measure"], week), row["one"], row["two"])
    found = [_of_money(practices, sums, first, last)]
    for measure in MEASURES:
        line = tuple(_value(by_week.get((measure.slug, n))) for n in range(len(weeks)))
        found.append([_reading(measure, sums.get(measure.slug, [ZERO, ZERO]), line)])
    return [one for group in found for one in group]


def aging(practices: Collection[UUID], day: date) -> list[Aging]:
    """Return what was owed at the end of a day by payer and age, the most first; patients last."""
    rows = (
        figures_of(practices)
        .filter(day=day, measure__in=[*_AGES, CREDIT])
        .values("payer", "measure")
        .annotate(amount=Sum("numerator"))
    )
    by_payer: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        by_payer.setdefault(row["payer"], {})[row["measure"]] = row["amount"]
    found = []
    for payer, amounts in by_payer.items():
        ages = tuple(amounts.get(name, ZERO) for name in _AGES)
        found.append(Aging(payer, ages, amounts.get(CREDIT, ZERO), sum(ages, ZERO)))
    return sorted(found, key=lambda one: (one.payer == PATIENT, -one.total, one.payer))


def denials(practices: Collection[UUID], first: date, last: date) -> list[DenialRow]:
    """Return the denials of a period by code, the most dollars first (a Pareto)."""
    rows = list(
        figures_of(practices)
        .filter(measure__gte="denied:", measure__lt="denied;", day__gte=first, day__lte=last)
        .values("measure")
        .annotate(amount=Sum("numerator"), cases=Sum("denominator"))
        .order_by("-amount", "measure")
    )
    whole = sum((row["amount"] for row in rows), ZERO)
    found, above = [], ZERO
    for row in rows:
        above += row["amount"]
        share = row["amount"] / whole if whole else ZERO
        code = row["measure"].removeprefix("denied:")
        together = above / whole if whole else ZERO
        found.append(DenialRow(code, row["amount"], int(row["cases"]), share, together))
    return found


def payers(practices: Collection[UUID], first: date, last: date) -> list[PayerRow]:
    """Return the payers beside each other over a period, those with the most charges first."""
    wanted = ("charges", "payer_payments", "initial_denials", "first_pass", "days_to_answer")
    rows = (
        figures_of(practices)
        .filter(measure__in=wanted, day__gte=first, day__lte=last)
        .exclude(payer__in=("", PATIENT))
        .values("payer", "measure")
        .annotate(one=Sum("numerator"), two=Sum("denominator"))
    )
    sums: dict[str, dict[str, list[Decimal]]] = {}
    for row in rows:
        _count(sums.setdefault(row["payer"], {}), row["measure"], row["one"], row["two"])
    none = [ZERO, ZERO]
    found = [
        PayerRow(
            payer=payer,
            charges=of.get("charges", none)[0],
            paid=of.get("payer_payments", none)[0],
            decided=int(of.get("initial_denials", none)[1]),
            denied=_value(of.get("initial_denials")),
            first_pass=_value(of.get("first_pass")),
            days=_value(of.get("days_to_answer")),
        )
        for payer, of in sums.items()
    ]
    return sorted(found, key=lambda one: (-one.charges, one.payer))


def forecast(practices: Collection[UUID], day: date) -> list[tuple[str, Decimal, int]]:
    """Return what may come by week: its words, dollars, claims; empty without history."""
    rows = (
        figures_of(practices)
        .filter(day=day, measure__in=_FORECAST)
        .values("measure")
        .annotate(amount=Sum("numerator"), claims=Sum("denominator"))
    )
    by = {row["measure"]: row for row in rows}
    if not by:
        return []
    found = []
    for number, name in enumerate(_FORECAST, 1):
        since, until = day + WEEK * (number - 1) + timedelta(days=1), day + WEEK * number
        words = "later" if name == LATER else f"{since:%-d %b} to {until:%-d %b}"
        row = by.get(name)
        found.append((words, row["amount"] if row else ZERO, int(row["claims"]) if row else 0))
    return found


def _of_money(
    practices: Collection[UUID], sums: dict[str, list[Decimal]], first: date, last: date
) -> list[Reading]:
    rows = aging(practices, last)
    made = ratios(
        flows={name: sums.get(name, [ZERO, ZERO])[0] for name in _FLOWS},
        owed=sum((one.total for one in rows), ZERO),
        old=sum((amount for one in rows for amount in one.ages[_OLD:]), ZERO),
        credit=sum((one.credit for one in rows), ZERO),
        days=(last - first).days + 1,
    )
    return [_reading(one, [one.numerator, one.denominator], ()) for one in made]


def _reading(measure: Measure | Ratio, sums: list[Decimal], weeks: tuple[Decimal | None, ...]) -> Reading:
    value = _value(sums)
    met = None
    if value is not None and measure.aim is not None:
        met = value >= measure.aim if measure.more_is_better else value <= measure.aim
    return Reading(
        slug=measure.slug,
        name=measure.name,
        definition=measure.definition,
        formula=measure.formula,
        unit=measure.unit,
        value=value,
        numerator=sums[0],
        denominator=sums[1],
        aim=measure.aim,
        more_is_better=measure.more_is_better,
        standing=met,
        weeks=weeks,
        has_claims=isinstance(measure, Measure),
    )


def _value(sums: list[Decimal] | None) -> Decimal | None:
    return sums[0] / sums[1] if sums and sums[1] > 0 else None


def _count(into: dict[K, list[Decimal]], key: K, one: Decimal, two: Decimal) -> None:
    held = into.setdefault(key, [ZERO, ZERO])
    held[0] += one
    held[1] += two
