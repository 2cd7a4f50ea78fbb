"""Take the figures of a day: once, after the day has ended."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Sum

from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.claims.models import ClaimEvent
from cleanclaim.web.clock import now_of
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.encounters.models import ProviderQuery
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.reports import money
from cleanclaim.web.reports.measures import MEASURES, NONE, ONE
from cleanclaim.web.reports.models import Figure, FiguresDay
from cleanclaim.web.tenancy import current_organization

SETTLING = timedelta(hours=2)
"""How long after midnight (UTC) work that began before it may still be written."""
MOST_AT_ONCE = timedelta(days=31)
"""How many days are made up for after a standstill; what is older is not reported day by day."""
HISTORY = timedelta(days=90)
"""How far back a payer's habits are looked at."""


def days_to_take() -> list[str]:
    """Return the days that have ended and whose figures were not taken, oldest first."""
    today = (now_of(Organization.objects.get(pk=current_organization())) - SETTLING).date()
    last = FiguresDay.objects.order_by("-day").values_list("day", flat=True).first()
    first = last + timedelta(days=1) if last is not None else money.first_day()
    if first is None:
        return []
    first = max(first, today - MOST_AT_ONCE)
    return [(first + timedelta(days=n)).isoformat() for n in range((today - first).days)]


def take_figures(*, day: date, at: datetime) -> int:
    """Take the figures of a day and return how many; none when they were taken before."""
    _, is_new = FiguresDay.objects.get_or_create(day=day, defaults={"taken_at": at})
    if not is_new:
        return 0
    sums: money.Figures = {}
    since = datetime.combine(day, time(0), UTC)
    if _anything_happened(day, since):
        for measure in MEASURES:
            for part in measure.parts(since, since + timedelta(days=1)):
                key = (part.practice_id, measure.slug, part.payer)
                before = sums.get(key, (NONE, NONE))
                sums[key] = (before[0] + part.numerator, before[1] + part.denominator)
        sums |= money.moved(day)
        sums |= _denials(since)
    sums |= money.standing(day)
    sums |= money.expected_cash(day, *_habits(day, sums))
    here = current_organization()
    rows = [
        Figure(
            organization_id=here,
            practice_id=practice,
            day=day,
            measure=measure,
            payer=payer,
            numerator=one,
            denominator=two,
        )
        for (practice, measure, payer), (one, two) in sorted(sums.items(), key=lambda row: str(row[0]))
    ]
    Figure.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def _anything_happened(day: date, since: datetime) -> bool:
    """Return whether a day has anything that a measure counts; most days of a standstill have not."""
    until = since + timedelta(days=1)
    return (
        ClaimEvent.objects.filter(at__gte=since, at__lt=until).exists()
        or JournalEntry.objects.filter(on=day).exists()
        or DenialCase.objects.filter(closed_at__gte=since, closed_at__lt=until).exists()
        or DenialCase.objects.filter(opened_at__gte=since, opened_at__lt=until).exists()
        or ProviderQuery.objects.filter(answered_at__gte=since, answered_at__lt=until).exists()
    )


def _denials(since: datetime) -> money.Figures:
    """Return the denial cases opened on a day by code and payer: amount and number."""
    cases = DenialCase.objects.filter(opened_at__gte=since, opened_at__lt=since + timedelta(days=1))
    sums: money.Figures = {}
    for practice, code, payer, amount in cases.values_list("practice_id", "code", "payer_id", "amount"):
        key = (practice, f"denied:{code}", payer)
        before = sums.get(key, (NONE, NONE))
        sums[key] = (before[0] + amount, before[1] + ONE)
    return sums


def _habits(day: date, today: money.Figures) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return which share of its charges each payer has paid of late, and in how many days."""
    rows = (
        Figure.objects.filter(
            day__gt=day - HISTORY,
            day__lt=day,
            measure__in=("payer_payments", "days_to_answer", "denied_amount"),
        )
        .values("measure", "payer")
        .annotate(one=Sum("numerator"), two=Sum("denominator"))
    )
    paid: dict[str, Decimal] = defaultdict(Decimal)
    charged: dict[str, Decimal] = defaultdict(Decimal)
    waited: dict[str, list[Decimal]] = defaultdict(lambda: [NONE, NONE])
    found = [(row["measure"], row["payer"], row["one"], row["two"]) for row in rows]
    found += [(measure, payer, one, two) for (_, measure, payer), (one, two) in today.items()]
    for measure, payer, one, two in found:
        for who in (payer, ""):
            if measure == "payer_payments":
                paid[who] += one
            elif measure == "denied_amount":  # its denominator: charges decided for the first time
                charged[who] += two
            elif measure == "days_to_answer":
                waited[who][0] += one
                waited[who][1] += two
    shares = {who: max(paid[who] / total, NONE) for who, total in charged.items() if total > 0}
    return shares, {who: one / two for who, (one, two) in waited.items() if two}
