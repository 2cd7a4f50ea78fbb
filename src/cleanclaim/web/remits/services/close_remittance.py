"""A person closes a remittance at difference zero, or opens it again with a reason."""

from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import InvalidValue, StateError, show_money
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.remits.check import check_of
from cleanclaim.web.remits.models import Remittance, RemittanceEvent


def close_remittance(*, remittance_id: UUID, actor: Actor, at: datetime) -> Remittance:
    """Close a posted remittance; nothing of it changes afterwards, which the database enforces.

    Raises ``StateError`` that says what is missing while the difference is not zero or something waits.
    """
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance_id)
    if row.closed_at is not None:
        return row
    check = check_of(row)
    if row.state != Remittance.State.POSTED:
        raise StateError(f"it is {row.get_state_display().lower()}: only what is posted can be closed.")
    if check.waiting or check.unexplained != 0:
        raise StateError(
            f"{check.waiting} claim payments wait and {show_money(check.unexplained)} is not explained.",
            fix="Match them, or declare them not ours; then the difference is zero.",
        )
    row.closed_at, row.closed_by = at, actor.name[:80]
    row.save(update_fields=["closed_at", "closed_by"])
    write_event(row, RemittanceEvent.What.CLOSED, "", actor, at)
    return row


def reopen_remittance(*, remittance_id: UUID, reason: str, actor: Actor, at: datetime) -> Remittance:
    """Open a closed remittance again; raises ``InvalidValue`` without a reason."""
    if not reason.strip():
        raise InvalidValue("a remittance is reopened with a reason.", where="Reason")
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance_id)
    if row.closed_at is None:
        raise StateError("it is not closed.")
    row.closed_at, row.closed_by = None, ""
    row.save(update_fields=["closed_at", "closed_by"])
    write_event(row, RemittanceEvent.What.REOPENED, reason, actor, at)
    return row


def write_event(row: Remittance, what: str, reason: str, actor: Actor, at: datetime) -> None:
    """Keep what somebody did with a remittance, and tell the audit trail."""
    RemittanceEvent.objects.create(
        remittance=row,
        what=what,
        reason=" ".join(reason.split())[:200],
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
    record(actor=actor, action=f"remittance.{what}", subject=row, at=at)
