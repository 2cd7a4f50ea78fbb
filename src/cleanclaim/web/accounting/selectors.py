"""Balances: queries over postings, never stored."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import DecimalField, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from cleanclaim.ledger import Account, AccountKind, JournalEntry as EngineEntry, Posting as EnginePosting
from cleanclaim.web.accounting.models import JournalEntry, Posting

_MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)
_BALANCE = Coalesce(Sum(F("debit") - F("credit")), Value(Decimal(0)), output_field=_MONEY)


def posting_value(row: Posting) -> EnginePosting:
    """Return a posting as the engine's value."""
    account = Account(kind=AccountKind(row.account), claim=row.claim, payer=row.payer, patient=row.patient)
    return EnginePosting(account, debit=row.debit, credit=row.credit, reason=row.reason, line=row.line)


def postings_of_claim(patient_control_number: str) -> QuerySet[Posting]:
    """Return a claim's postings, oldest first."""
    return (
        Posting.objects.filter(claim=patient_control_number)
        .select_related("entry")
        .order_by("entry__number", "position")
    )


def balance(kind: AccountKind, *, claim: str | None = None) -> Decimal:
    """Return debits less credits of an account kind, of one claim or of all, in dollars."""
    rows = Posting.objects.filter(account=kind)
    if claim is not None:
        rows = rows.filter(claim=claim)
    return Decimal(rows.aggregate(balance=_BALANCE)["balance"])


def trial_balance() -> dict[str, Decimal]:
    """Return debits less credits of every account kind that has postings; they sum to zero."""
    rows = Posting.objects.values("account").annotate(balance=_BALANCE).order_by("account")
    return {row["account"]: Decimal(row["balance"]) for row in rows}


def balance_with_payer(patient_control_number: str, payer_id: str) -> Decimal:
    """Return what one payer still owes on a claim, in dollars."""
    rows = Posting.objects.filter(
        account=AccountKind.RECEIVABLE_PAYER, claim=patient_control_number, payer=payer_id
    )
    return Decimal(rows.aggregate(balance=_BALANCE)["balance"])


def entry_value(row: JournalEntry) -> EngineEntry:
    """Return a booked entry as the engine's value."""
    return EngineEntry(
        key=row.key,
        on=row.on,
        memo=row.memo,
        postings=tuple(posting_value(p) for p in sorted(row.postings.all(), key=lambda p: p.position)),
        reverses=row.reverses.key if row.reverses else "",
    )


def entries_of_claims(patient_control_numbers: Sequence[str]) -> dict[str, tuple[EngineEntry, ...]]:
    """Return the entries that touch each claim, oldest first."""
    keys: dict[str, set[UUID]] = {}
    for claim, entry_id in (
        Posting.objects.filter(claim__in=patient_control_numbers).values_list("claim", "entry_id").distinct()
    ):
        keys.setdefault(claim, set()).add(entry_id)
    wanted = {entry_id for found in keys.values() for entry_id in found}
    rows = JournalEntry.objects.filter(pk__in=wanted).select_related("reverses").prefetch_related("postings")
    ordered = [(row.pk, entry_value(row)) for row in rows.order_by("number")]
    return {claim: tuple(value for pk, value in ordered if pk in found) for claim, found in keys.items()}


def standing_charges(patient_control_number: str) -> EngineEntry | None:
    """Return the entry that books a claim's charges, unless it was reversed or never made."""
    rows = JournalEntry.objects.filter(
        postings__account=AccountKind.REVENUE,
        postings__claim=patient_control_number,
        reverses=None,
        reversed_by=None,
    )
    row = rows.distinct().order_by("-number").first()
    return entry_value(row) if row else None


def is_settled(patient_control_number: str) -> bool:
    """Return whether nobody owes, and nobody is owed, anything on a claim: each payer, and the patient."""
    rows = Posting.objects.filter(
        claim=patient_control_number,
        account__in=[AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT],
    )
    return (
        not rows.values("account", "payer", "patient").annotate(balance=_BALANCE).exclude(balance=0).exists()
    )


def booked_charge(patient_control_number: str) -> Decimal:
    """Return the charges that stand booked for a claim, in dollars."""
    return -balance(AccountKind.REVENUE, claim=patient_control_number)


def open_balances_of(patient_control_numbers: Sequence[str]) -> dict[str, Decimal]:
    """Return what payer and patient together still owe on these claims, in dollars; zero ones left out."""
    rows = Posting.objects.filter(
        account__in=[AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT],
        claim__in=patient_control_numbers,
    )
    found = rows.values("claim").annotate(balance=_BALANCE).exclude(balance=0)
    return {row["claim"]: Decimal(row["balance"]) for row in found}


def patient_owes(patient_number: str) -> dict[str, Decimal]:
    """Return what a patient owes on each claim, in dollars, oldest charges first; zero ones left out."""
    rows = Posting.objects.filter(account=AccountKind.RECEIVABLE_PATIENT, patient=patient_number)
    found = rows.values("claim").annotate(balance=_BALANCE, first=Min("entry__number")).exclude(balance=0)
    return {row["claim"]: Decimal(row["balance"]) for row in found.order_by("first")}


def patient_credit(patient_number: str) -> Decimal:
    """Return what a patient has paid beyond what is owed, in dollars."""
    rows = Posting.objects.filter(account=AccountKind.UNAPPLIED, patient=patient_number)
    return -Decimal(rows.aggregate(balance=_BALANCE)["balance"])


def payer_credit(payer_id: str) -> Decimal:
    """Return what a payer has paid that is applied to no claim, in dollars."""
    rows = Posting.objects.filter(account=AccountKind.UNAPPLIED, payer=payer_id)
    return -Decimal(rows.aggregate(balance=_BALANCE)["balance"])


def patients_who_owe(limit: int) -> dict[str, Decimal]:
    """Return what patients owe, by record number, the most first."""
    rows = Posting.objects.filter(account=AccountKind.RECEIVABLE_PATIENT).values("patient")
    found = rows.annotate(balance=_BALANCE).exclude(balance=0).order_by("-balance", "patient")[:limit]
    return {row["patient"]: Decimal(row["balance"]) for row in found}


def owed_by(patient_numbers: Sequence[str]) -> dict[str, Decimal]:
    """Return what each of these patients owes in all, in dollars; who owes nothing is left out."""
    rows = Posting.objects.filter(account=AccountKind.RECEIVABLE_PATIENT, patient__in=patient_numbers).values(
        "patient"
    )
    found = rows.annotate(balance=_BALANCE).exclude(balance=0)
    return {row["patient"]: Decimal(row["balance"]) for row in found}


def postings_of_patient(patient_number: str, claims: Sequence[str]) -> QuerySet[Posting]:
    """Return what was posted to a patient's receivables and payments, oldest first.

    A payer's receivable names the claim, not the patient, hence ``claims``: the patient's.
    """
    return (
        Posting.objects.filter(Q(patient=patient_number) | Q(claim__in=claims))
        .filter(
            account__in=[AccountKind.RECEIVABLE_PATIENT, AccountKind.RECEIVABLE_PAYER, AccountKind.UNAPPLIED]
        )
        .select_related("entry")
        .order_by("entry__number", "position")
    )


def open_balances() -> dict[str, Decimal]:
    """Return what payer and patient together still owe, by claim, in dollars; zero ones left out."""
    rows = Posting.objects.filter(account__in=[AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT])
    found = rows.values("claim").annotate(balance=_BALANCE).exclude(balance=0)
    return {row["claim"]: Decimal(row["balance"]) for row in found}
