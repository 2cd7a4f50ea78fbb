"""Balances of many claims at once: what posting a remittance asks, in one query each."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import DecimalField, F, Sum

from cleanclaim.ledger import AccountKind, JournalEntry as EngineEntry
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import entry_value

_MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)
_OWING = (AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT)


class Owed:
    """What is owed on some claims as the ledger stands: by payers, by the patient, and in all."""

    def __init__(self, numbers: Collection[str]) -> None:
        self._payer: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._patient: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._open: set[str] = set()
        rows = (
            Posting.objects.filter(account__in=_OWING, claim__in=list(numbers))
            .values_list("account", "claim", "payer", "patient")
            .annotate(total=Sum(F("debit") - F("credit"), output_field=_MONEY))
        )
        for account, claim, payer, _, total in rows:
            if account == AccountKind.RECEIVABLE_PAYER:
                self._payer[claim, payer] += total
            else:
                self._patient[claim] += total
            if total != 0:
                self._open.add(claim)

    def by_payer(self, number: str, payer_id: str) -> Decimal:
        """Return what one payer owes on a claim, in dollars."""
        return self._payer.get((number, payer_id), Decimal("0.00"))

    def by_patient(self, number: str) -> Decimal:
        """Return what the patient owes on a claim, in dollars."""
        return self._patient.get(number, Decimal("0.00"))

    def is_settled(self, number: str) -> bool:
        """Return whether nobody owes, and nobody is owed, anything on a claim."""
        return number not in self._open


def booked_charges(numbers: Collection[str]) -> Mapping[str, Decimal]:
    """Return the charges that stand booked for claims, in dollars."""
    rows = (
        Posting.objects.filter(account=AccountKind.REVENUE, claim__in=list(numbers))
        .values_list("claim")
        .annotate(total=Sum(F("credit") - F("debit"), output_field=_MONEY))
    )
    return dict(rows)


def entries_of_keys(keys: Collection[str]) -> list[EngineEntry]:
    """Return the booked entries of these keys, oldest first."""
    rows = JournalEntry.objects.filter(key__in=list(keys))
    rows = rows.select_related("reverses").prefetch_related("postings").order_by("number")
    return [entry_value(row) for row in rows]
