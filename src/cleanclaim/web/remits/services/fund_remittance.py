"""A bank's file is taken in; deposits are tied to remittances by trace, or by a person."""

import hashlib
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db.models import Sum

from cleanclaim.exchange.bank_files import BankCredit, read_bank_file
from cleanclaim.primitives import InvalidValue, StateError, show_money
from cleanclaim.web.audit.record import MACHINE_RECEIVER, Actor, record
from cleanclaim.web.claims.models import ReceivedFile
from cleanclaim.web.remits.deposits import MOST, match_open, unmatched_deposits
from cleanclaim.web.remits.models import BankDeposit, Remittance, RemittanceEvent
from cleanclaim.web.remits.services.close_remittance import write_event
from cleanclaim.web.vault import seal

KIND = "bank"
"""``ReceivedFile.kind`` of a bank's report."""
MOST_BYTES = 20 * 1024 * 1024


class Imported(msgspec.Struct, frozen=True):
    """What came of a file: deposits that are new, those known before, tied ones, what is doubtful."""

    new: int
    known: int
    tied: int
    debits: int
    doubts: tuple[str, ...]


def import_bank_file(*, name: str, content: bytes, actor: Actor, at: datetime) -> Imported:
    """Keep a bank's file and its credits; what is certain is tied at once.

    The same file again, and a credit that an earlier file reported, change nothing. Raises
    ``UnreadableFile`` for what cannot be read; then nothing is kept.
    """
    if len(content) > MOST_BYTES:
        raise InvalidValue("the file is larger than 20 MB.", where="File", fix="Export a shorter time.")
    read = read_bank_file(content, where=name[:80])
    sha256 = hashlib.sha256(content).hexdigest()
    if ReceivedFile.objects.filter(sha256=sha256).exists():
        return Imported(0, len(read.credits), 0, read.debits, read.doubts)
    file = ReceivedFile.objects.create(
        file_name=name[:200], sha256=sha256, kind=KIND, sealed_content=seal(content), received_at=at
    )
    record(actor=actor, action="file.received", subject=file, at=at, details={"kind": KIND})
    days = {each.on for each in read.credits}
    before = Counter(
        BankDeposit.objects.filter(on__in=days).values_list(
            "on", "amount", "trace_number", "bank_reference", "text"
        )
    )
    new = []
    for credit in read.credits:
        same = _columns(credit)
        if before[same] > 0:
            before[same] -= 1
        else:
            new.append(_deposit(file, credit))
    BankDeposit.objects.bulk_create(new)
    return Imported(len(new), len(read.credits) - len(new), tie_certain(at=at), read.debits, read.doubts)


def tie_certain(*, at: datetime) -> int:
    """Tie deposits and remittances of equal trace and amount; return how many remittances were tied."""
    deposits = list(unmatched_deposits()[:MOST])
    traces = {each.trace_number for each in deposits} | {
        word for each in deposits for word in f"{each.bank_reference} {each.text}".split()
    }
    rows = list(
        Remittance.objects.select_for_update(of=("self",))
        .filter(deposit=None, payment__gt=0, trace_number__in=sorted(traces - {""}))
        .exclude(state__in=[Remittance.State.DRAFT, Remittance.State.REPEATED])
        .defer("document")
        .order_by("pk")
    )
    by_key = {str(row.pk): row for row in rows}
    tied = 0
    for match in match_open(deposits, rows):
        if match.certain:
            for announced in match.remittances:
                row = by_key[announced.key]
                row.deposit_id = UUID(match.deposit.key)
                row.save(update_fields=["deposit"])
                write_event(row, RemittanceEvent.What.FUNDED, match.because, MACHINE_RECEIVER, at)
                tied += 1
    return tied


def fund(*, remittance_id: UUID, deposit_id: UUID, actor: Actor, at: datetime) -> Remittance:
    """Tie a remittance to a deposit; raises ``InvalidValue`` when the deposit is too small for it."""
    row = _locked(remittance_id)
    if row.deposit_id is not None:
        raise StateError("it is tied to a deposit already.", fix="Take it off that one first.")
    deposit = BankDeposit.objects.filter(pk=deposit_id).first()
    if deposit is None:
        raise InvalidValue("that deposit is not there.", where="Deposit")
    others = deposit.remittances.aggregate(total=Sum("payment"))["total"] or 0
    if others + row.payment > deposit.amount:
        raise InvalidValue(
            f"the deposit of {show_money(deposit.amount)} does not carry {show_money(row.payment)} more.",
            where="Deposit",
            fix="Ask the bank, or the payer.",
        )
    row.deposit = deposit
    row.save(update_fields=["deposit"])
    write_event(row, RemittanceEvent.What.FUNDED, f"deposit of {deposit.on}", actor, at)
    return row


def unfund(*, remittance_id: UUID, reason: str, actor: Actor, at: datetime) -> Remittance:
    """Take a remittance off its deposit; raises ``InvalidValue`` without a reason."""
    if not reason.strip():
        raise InvalidValue("a remittance is taken off its deposit with a reason.", where="Reason")
    row = _locked(remittance_id)
    if row.deposit_id is None:
        raise StateError("it is tied to no deposit.")
    row.deposit = None
    row.save(update_fields=["deposit"])
    write_event(row, RemittanceEvent.What.UNFUNDED, reason, actor, at)
    return row


def _locked(remittance_id: UUID) -> Remittance:
    return Remittance.objects.select_for_update(of=("self",)).defer("document").get(pk=remittance_id)


def _columns(credit: BankCredit) -> tuple[date, Decimal, str, str, str]:
    return (credit.on, credit.amount, credit.trace[:60], " ".join(credit.references)[:60], credit.text[:400])


def _deposit(file: ReceivedFile, credit: BankCredit) -> BankDeposit:
    on, amount, trace, reference, text = _columns(credit)
    return BankDeposit(
        organization_id=file.organization_id,
        file=file,
        position=credit.position,
        on=on,
        amount=amount,
        trace_number=trace,
        bank_reference=reference,
        text=text,
    )
