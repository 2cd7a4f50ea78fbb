"""Balances: queries over postings, never stored."""

from decimal import Decimal

from django.db.models import DecimalField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from cleanclaim.ledger import Account, AccountKind, Posting as EnginePosting
from cleanclaim.web.accounting.models import Posting

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
        .order_by("entry__on", "entry__booked_at", "entry__key", "position")
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


def open_balance(patient_control_number: str) -> Decimal:
    """Return what payer and patient together still owe on a claim, in dollars."""
    return balance(AccountKind.RECEIVABLE_PAYER, claim=patient_control_number) + balance(
        AccountKind.RECEIVABLE_PATIENT, claim=patient_control_number
    )
