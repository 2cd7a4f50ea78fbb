"""What stands and what moved in the ledger on a day, by practice and payer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import DecimalField, F, Max, Min, Q, Sum

from cleanclaim.ledger import AccountKind
from cleanclaim.web.accounting.models import Posting
from cleanclaim.web.claims.models import Claim, ClaimEvent
from cleanclaim.web.reports.measures import NONE, ONE

PATIENT = "patient"
_PATIENT_OR = {str(AccountKind.RECEIVABLE_PATIENT): PATIENT}
BUCKETS = (("0-30", 30), ("31-60", 60), ("61-90", 90), ("91-120", 120), ("over 120", None))
"""Days since the service, with the last day of each."""
CREDIT = "ar:credit"
FORECAST_WEEKS = 6
LATER = "forecast:later"
_CHUNK = 5_000
_MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)
_FLOWS = {
    AccountKind.REVENUE: ("charges", -1),
    AccountKind.CONTRACTUAL: ("contractual", 1),
    AccountKind.WRITE_OFF: ("written_off", 1),
    AccountKind.PATIENT_CASH: ("patient_payments", 1),
    AccountKind.RECEIVABLE_PAYER: ("payer_payments", -1),
}
"""Accounts whose movements are kept, and the sign of a debit; of receivables what payments take off."""
_PAYMENT = "payment"
"""The reason of it: a payer's money counts when it is applied to a claim."""

Key = tuple[UUID, str, str]
"""Practice, measure, payer."""
Figures = dict[Key, tuple[Decimal, Decimal]]


def bucket_of(day: date, service: date | None) -> str:
    """Return the bucket of something whose service was on a day; without one the oldest."""
    age = (day - service).days if service is not None else 10_000
    for name, last in BUCKETS:
        if last is None or age <= last:
            return f"ar:{name}"
    raise AssertionError(age)


def standing(day: date) -> Figures:
    """Return what payers and patients owe at the end of a day, by age, and credits apart."""
    rows = (
        Posting.objects.filter(
            account__in=(AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT), entry__on__lte=day
        )
        .values("account", "claim", "payer")
        .annotate(balance=Sum(F("debit") - F("credit"), output_field=_MONEY))
        .exclude(balance=0)
    )
    owed = [(row["claim"], _PATIENT_OR.get(row["account"]) or row["payer"], row["balance"]) for row in rows]
    known = _claims(claim for claim, _, _ in owed)
    sums: Figures = {}
    for claim, payer, amount in owed:
        if (found := known.get(claim)) is not None:
            measure = bucket_of(day, found[1]) if amount > 0 else CREDIT
            _add(sums, (found[0], measure, payer), amount, ONE)
    return sums


def moved(day: date) -> Figures:
    """Return the charges, payments and adjustments booked on a day; ``paid_share`` by payer."""
    rows = (
        Posting.objects.filter(
            ~Q(account=AccountKind.RECEIVABLE_PAYER) | Q(reason=_PAYMENT),
            account__in=list(_FLOWS),
            entry__on=day,
        )
        .values("account", "claim", "payer")
        .annotate(amount=Sum(F("debit") - F("credit"), output_field=_MONEY))
    )
    found = [(row["claim"], row["payer"], row["account"], row["amount"]) for row in rows]
    known = _claims(claim for claim, _, _, _ in found)
    sums: Figures = {}
    for claim, payer, account, amount in found:
        if (of := known.get(claim)) is not None:
            name, sign = _FLOWS[AccountKind(account)]
            who = PATIENT if account == AccountKind.PATIENT_CASH else payer or of[2]
            _add(sums, (of[0], name, who), amount * sign, ONE)
    return sums


def expected_cash(day: date, shares: Mapping[str, Decimal], days: Mapping[str, Decimal]) -> Figures:
    """Return what payers owe on sent claims, by the week in which it may come.

    ``shares`` says which part of its charges a payer has paid, ``days`` how long it took, by payer,
    "" for all payers; without any history nothing is expected.
    """
    if "" not in shares or "" not in days:
        return {}
    rows = (
        Posting.objects.filter(account=AccountKind.RECEIVABLE_PAYER, entry__on__lte=day)
        .values("claim", "payer")
        .annotate(balance=Sum(F("debit") - F("credit"), output_field=_MONEY))
        .filter(balance__gt=0)
    )
    owed = [(row["claim"], row["payer"], row["balance"]) for row in rows]
    known = _claims(claim for claim, _, _ in owed)
    sent = dict(
        ClaimEvent.objects.filter(
            event="sent", claim__in=[found[3] for found in known.values()], at__date__lte=day
        )
        .values_list("claim")
        .annotate(last=Max("at"))
    )
    sums: Figures = {}
    for claim, payer, balance in owed:
        found = known.get(claim)
        if found is None or found[3] not in sent:
            continue
        share = min(shares.get(payer, shares[""]), ONE)
        wait = int(days.get(payer, days[""]).to_integral_value())
        coming = max(sent[found[3]].date() + timedelta(days=wait), day + timedelta(days=1))
        week = (coming - day).days // 7 + 1
        name = f"forecast:{week}" if week <= FORECAST_WEEKS else LATER
        _add(sums, (found[0], name, payer), (balance * share).quantize(Decimal("0.01")), ONE)
    return sums


def first_day() -> date | None:
    """Return the first day of which the ledger or the claims know anything."""
    days = [
        Posting.objects.aggregate(day=Min("entry__on"))["day"],
        (ClaimEvent.objects.aggregate(at=Min("at"))["at"] or None),
    ]
    found = [day.date() if hasattr(day, "date") else day for day in days if day is not None]
    return min(found, default=None)


def _claims(numbers: Iterable[str]) -> dict[str, tuple[UUID, date | None, str, UUID]]:
    """Return practice, day of service, payer and id of claims by their control numbers."""
    found: dict[str, tuple[UUID, date | None, str, UUID]] = {}
    for chunk in _chunks(sorted({number for number in numbers if number})):
        for number, practice, day, payer, pk in Claim.objects.filter(
            patient_control_number__in=chunk
        ).values_list("patient_control_number", "practice_id", "date_of_service", "payer_id", "pk"):
            found[number] = (practice, day, payer, pk)
    return found


def _chunks(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _add(sums: Figures, key: Key, amount: Decimal, count: Decimal) -> None:
    before = sums.get(key, (NONE, NONE))
    sums[key] = (before[0] + amount, before[1] + count)


def by_payer(sums: Mapping[Key, tuple[Decimal, Decimal]], measure: str) -> dict[str, Decimal]:
    """Return the amounts of a measure by payer."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for (_, name, payer), (amount, _) in sums.items():
        if name == measure:
            found[payer] += amount
    return dict(found)
