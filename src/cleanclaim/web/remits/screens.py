"""What the screens of remittances show, gathered for templates."""

from typing import Any

import msgspec

from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS
from cleanclaim.remittance import Remittance as EngineRemittance
from cleanclaim.web.access import Access
from cleanclaim.web.claims.screens import adjustments
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import remittances_for
from cleanclaim.web.remits.check import Check, check_of, checks_of
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.remits.recoupments import matters_of

STATUS_WORDS = {
    "1": "decided as the first payer",
    "2": "decided as the second payer",
    "3": "decided as the third payer",
    "4": "denied",
    "19": "decided as the first payer, sent on",
    "20": "decided as the second payer, sent on",
    "21": "decided as the third payer, sent on",
    "22": "taken back",
    "23": "not their claim, sent on",
    "25": "an estimate",
}
"""CLP02 in our own words."""

STATES = {
    Remittance.State.DRAFT: ("Being typed", "grey", "begun"),
    Remittance.State.RECEIVED: ("Waits", "blue", "under_way"),
    Remittance.State.POSTED: ("Posted", "green", "done"),
    Remittance.State.REPEATED: ("Came before", "grey", "begun"),
    Remittance.State.HELD: ("Held", "red", "stop"),
}
CLOSED = ("Closed", "green", "done")
EXCEPTIONS = ("Exceptions", "amber", "look")


def state_of(row: Remittance, check: Check) -> tuple[str, str, str]:
    """Return the chip of a remittance: its word, tone and glyph."""
    if row.closed_at is not None:
        return CLOSED
    if row.state == Remittance.State.POSTED and not check.may_close:
        return EXCEPTIONS
    return STATES[Remittance.State(row.state)]


def open_neighbour(access: Access, row: Remittance) -> Remittance | None:
    """Return the next posted remittance that is not closed, the oldest day first."""
    rows = remittances_for(access, Permission.POST_MONEY).filter(
        state=Remittance.State.POSTED, closed_at=None
    )
    return rows.exclude(pk=row.pk).order_by("paid_on", "pk").first()


class PaymentShown(msgspec.Struct, frozen=True):
    """One claim payment on the screen: its row, what was decided in words, why somebody must look."""

    row: ClaimPayment
    status: str
    adjustments: list[Any]
    why: tuple[str, ...]

    @property
    def is_exception(self) -> bool:
        """Whether a person must decide something before the check can be closed, or should look."""
        return bool(self.why)


def payments_shown(row: Remittance, value: EngineRemittance) -> list[PaymentShown]:
    """Return the claim payments, exceptions first, then in the payer's order."""
    engine = {payment.position: payment for payment in value.claims}
    shown = [
        PaymentShown(
            payment,
            STATUS_WORDS.get(payment.status, f"status {payment.status}"),
            adjustments(engine.get(payment.position)),
            tuple(_reasons(payment)),
        )
        for payment in row.payments.select_related("claim__patient", "entry").order_by("position")
    ]
    return sorted(shown, key=lambda each: not each.is_exception)


def _reasons(payment: ClaimPayment) -> list[str]:
    if payment.matched_by == ClaimPayment.MatchedBy.NOT_OURS:
        return []
    found = []
    if payment.claim_id is None:
        found.append("No claim of ours is certain: match it, or say that it is not ours.")
    elif payment.entry_id is None and payment.paid != 0:
        found.append("Its money is not posted: set it aside, or ask the payer.")
    for line in payment.lines:
        billed = f"billed line {line['billed']}" if line["billed"] else "no billed line"
        changed = "; ".join(line["changed"]) or _BY.get(line["by"], line["by"])
        found.append(f"Paid line {line['paid']} ({billed}): {changed}.")
    return found


_BY = {
    "submitted": "the payer changed the code",
    "modifiers_dropped": "modifiers dropped",
    "charge_differs": "another charge: split or bundled",
    "only_one_left": "the only one left",
    "control_number": "the payer split the line",
    "same": "the payer split the line",
    "nothing": "nothing that was billed is like it",
}
"""What decided about a line, in words."""


def remittance_screen(access: Access, row: Remittance) -> dict[str, Any]:
    """Return everything that the screen of one remittance shows."""
    value = row.value()
    check = check_of(row)
    payments = payments_shown(row, value)
    may_post = access.may(Permission.POST_MONEY)
    following = open_neighbour(access, row) if may_post else None
    return {
        "remittance": row,
        "state": state_of(row, check),
        "check": check,
        "payments": payments,
        "exceptions": sum(each.is_exception for each in payments),
        "unposted_claims": [] if payments else list(value.claims),
        "matters": matters_of(access, row),
        "provider_adjustments": [] if row.provider_adjustments.exists() else _words(value),
        "work_items": list(row.work_items.filter(closed_at=None).order_by("opened_at", "key")),
        "events": list(row.events.order_by("-made_at")),
        "method": value.payment_method,
        "sum_paid": sum((each.row.paid for each in payments), value.payment * 0),
        "sum_charge": sum((each.row.charge for each in payments), value.payment * 0),
        "may_post": may_post,
        "may_close": may_post
        and row.closed_at is None
        and row.state == Remittance.State.POSTED
        and check.may_close,
        "following": following,
    }


def listed(rows: list[Remittance]) -> list[dict[str, Any]]:
    """Return what the list shows of some remittances."""
    checks = checks_of(rows)
    return [
        {"remittance": row, "state": state_of(row, checks[row.pk]), "check": checks[row.pk]} for row in rows
    ]


def _words(value: EngineRemittance) -> list[dict[str, Any]]:
    """Return the provider adjustments of a remittance of which none is stored (it is not posted)."""
    return [
        {
            "reason": found.reason,
            "words": PROVIDER_ADJUSTMENT_REASONS.get(found.reason, "not listed here"),
            "amount": -found.amount,
            "reference": found.reference,
        }
        for found in value.provider_adjustments
    ]
