"""Post one remittance: entries, claim payments, moves and open items in one transaction, set by set."""

from datetime import datetime
from uuid import UUID, uuid4

from cleanclaim.posting import (
    ItemKind,
    PostingResult,
    RemittanceKeys,
    keys_of,
    post_remittance as engine_post,
)
from cleanclaim.remittance import Remittance as EngineRemittance
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import MACHINE_POSTER, record
from cleanclaim.web.database.bulk import insert_rows
from cleanclaim.web.remits.models import BankDeposit, ProviderAdjustment, Remittance
from cleanclaim.web.remits.services.apply_answers import (
    apply_answers,
    decisions_of,
    on_billed_lines,
    store_payments,
)
from cleanclaim.web.remits.services.find_claims import accounts_of, find_claims
from cleanclaim.web.remits.services.fund_remittance import tie_certain
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item


def post_remittance(*, remittance_id: UUID | str, at: datetime) -> None:
    """Post a remittance that was received; one that is posted, or came before, changes nothing."""
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance_id)
    if row.state != Remittance.State.RECEIVED:
        return
    value = row.value()
    keys = keys_of(value)
    key = keys.remittance
    if Remittance.objects.filter(key=key, state=Remittance.State.POSTED).exists():
        _finish(row, key, Remittance.State.REPEATED, at)
        return
    if value.payment != 0 and JournalEntry.objects.filter(key=keys.payment).exists():
        open_item(
            key=f"{key}/payment-booked",
            kind=WorkItem.Kind.REVIEW,
            reason=f"Payment {row.trace_number} is booked already, with other claims in it. Ask the payer.",
            amount=value.payment,
            remittance=row,
            at=at,
        )
        _finish(row, key, Remittance.State.HELD, at)
        return
    answers = find_claims(value.claims, row.payer_id)
    accounts = accounts_of(answers, value.claims, keys.claims, row.payer_id)
    result = engine_post(
        value,
        known=accounts,
        on=at.date(),
        payer=row.payer_id,
        answers={
            claim.position: answers[claim.position].claim.number
            if claim.position in answers
            else unmatched_name(claim.position)
            for claim in value.claims
        },
        keys=keys,
    )
    booked = [entry for account in accounts.values() for entry in account.posted]
    answer_of = {
        entry_key: answers[claim.position]
        for claim, entry_key in zip(value.claims, result.claim_entries, strict=True)
        if entry_key and claim.position in answers
    }
    book_entries(entries=on_billed_lines(result.entries, answer_of, booked), actor=MACHINE_POSTER, at=at)
    row.key = key
    decisions = decisions_of(value.claims)
    store_payments(row, value.claims, answers, result, decisions)
    store_provider_adjustments(row, value, result, keys)
    decided = {claim.position for claim, yes in zip(value.claims, result.decided, strict=True) if yes}
    apply_answers(
        row=row,
        payments=[claim for claim in value.claims if claim.position in decided],
        others=[claim for claim in value.claims if claim.position not in decided],
        answers=answers,
        result=result,
        decisions=decisions,
        actor=MACHINE_POSTER,
        at=at,
    )
    out = any(item.kind is ItemKind.TRANSACTION_OUT_OF_BALANCE for item in result.open_items)
    _finish(row, key, Remittance.State.HELD if out else Remittance.State.POSTED, at)
    if (
        row.payment > 0
        and BankDeposit.objects.filter(trace_number=row.trace_number, remittances=None).exists()
    ):
        tie_certain(at=at)


def unmatched_name(position: int) -> str:
    """Return a name under which no claim is known."""
    return f"\0unmatched {position}"


def store_provider_adjustments(
    row: Remittance, value: EngineRemittance, result: PostingResult, keys: RemittanceKeys
) -> None:
    """Keep each provider adjustment (PLB) of a remittance with the entry that books it."""
    if not value.provider_adjustments:
        return
    wanted = {entry.key for entry in result.entries} & set(keys.adjustments)
    booked = dict(JournalEntry.objects.filter(key__in=sorted(wanted)).values_list("key", "pk"))
    insert_rows(
        ProviderAdjustment,
        ("id", "organization_id", "remittance_id", "position", "reason", "reference", "amount", "entry_id"),
        [
            (
                uuid4(),
                row.organization_id,
                row.pk,
                position,
                found.reason[:10],
                found.reference[:80],
                found.amount,
                booked.get(key),
            )
            for position, (found, key) in enumerate(
                zip(value.provider_adjustments, keys.adjustments, strict=True), start=1
            )
        ],
    )


def _finish(row: Remittance, key: str, state: str, at: datetime) -> None:
    row.key, row.state = key, state
    row.save(update_fields=["key", "state"])
    record(actor=MACHINE_POSTER, action=f"remittance.{state}", subject=row, at=at)
