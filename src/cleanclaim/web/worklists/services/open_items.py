"""List many things at once that need a person, as :func:`open_item` lists one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from cleanclaim.primitives import show_money
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.database.bulk import insert_rows
from cleanclaim.web.tenancy import current_organization
from cleanclaim.web.worklists.models import WorkItem

_ITEM = (
    "organization_id",
    "key",
    "kind",
    "reason",
    "amount",
    "claim_id",
    "remittance_id",
    "practice_id",
    "opened_at",
    "outcome",
)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to list; for kinds of work after filing, which have no filing limit."""

    key: str
    kind: str
    reason: str
    amount: Decimal | None = None
    claim: Claim | None = None
    remittance_id: UUID | None = None


def open_items(*, openings: Iterable[Opening], at: datetime) -> None:
    """List what is not listed already; the same key is listed once while it is open."""
    wanted = {each.key: each for each in openings}
    if not wanted:
        return
    listed = WorkItem.objects.filter(key__in=list(wanted), closed_at=None).values_list("key", flat=True)
    for key in listed:
        del wanted[key]
    organization = current_organization()
    insert_rows(
        WorkItem,
        _ITEM,
        [
            (
                organization,
                each.key,
                each.kind,
                each.reason,
                each.amount,
                each.claim.pk if each.claim else None,
                each.remittance_id,
                each.claim.practice_id if each.claim else None,
                at,
                "",
            )
            for each in wanted.values()
        ],
    )


def list_patient_balances(*, claims: Sequence[Claim], owed: Owed, at: datetime) -> None:
    """List what patients owe on these claims, with the amounts of now; close it where nothing is owed."""
    by_key = {f"patient:{claim.patient_control_number}:": claim for claim in claims}
    open_rows = {row.key: row for row in WorkItem.objects.filter(key__in=list(by_key), closed_at=None)}
    openings, done = [], []
    for key, claim in by_key.items():
        amount, row = owed.by_patient(claim.patient_control_number), open_rows.get(key)
        reason = f"The patient owes {show_money(amount)} after the payer’s decision."
        if amount <= 0:
            if row is not None:
                done.append(row.pk)
        elif row is None:
            kind = WorkItem.Kind.PATIENT_BALANCE
            openings.append(Opening(key=key, kind=kind, reason=reason, amount=amount, claim=claim))
        elif row.amount != amount:
            row.amount, row.reason = amount, reason
            row.save(update_fields=["amount", "reason"])
    if done:
        WorkItem.objects.filter(pk__in=done).update(closed_at=at, outcome="the patient owes nothing")
    open_items(openings=openings, at=at)
