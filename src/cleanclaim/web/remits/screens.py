"""What the screens of remittances show, gathered for templates."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS
from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import Remittance as EngineRemittance
from cleanclaim.web.claims.screens import adjustments
from cleanclaim.web.remits.models import ClaimPayment, Remittance

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
    Remittance.State.RECEIVED: ("Waits", "blue", "under_way"),
    Remittance.State.POSTED: ("Posted", "green", "done"),
    Remittance.State.REPEATED: ("Came before", "grey", "begun"),
    Remittance.State.HELD: ("Held", "red", "stop"),
}


class CheckBalance(msgspec.Struct, frozen=True):
    """Whether a check balances, in dollars: total = posted + unposted + difference."""

    total: Money
    posted: Money
    unposted: Money

    @property
    def difference(self) -> Money:
        """What neither postings nor open payments explain; zero when all is well."""
        return self.total - self.posted - self.unposted


def balance_of(
    row: Remittance, payments: Sequence[ClaimPayment], value: EngineRemittance | None
) -> CheckBalance:
    """Return the balance of a check: what went to claims and provider adjustments, and what is left open.

    ``value`` may be left out where the remittance has no provider adjustments.
    """
    if row.state != Remittance.State.POSTED:
        return CheckBalance(
            row.payment, ZERO, row.payment if row.state == Remittance.State.RECEIVED else ZERO
        )
    taken = value.provider_adjustment_total if value is not None else ZERO
    posted = sum((each.paid for each in payments if each.entry_id is not None), ZERO) - taken
    unposted = sum((each.paid for each in payments if each.entry_id is None), ZERO)
    return CheckBalance(row.payment, posted, unposted)


def remittance_screen(row: Remittance) -> dict[str, Any]:
    """Return everything that the screen of one remittance shows."""
    value = row.value()
    payments = list(row.payments.select_related("claim__patient", "entry").order_by("position"))
    engine = {payment.position: payment for payment in value.claims}
    return {
        "remittance": row,
        "state": STATES[Remittance.State(row.state)],
        "balance": balance_of(row, payments, value),
        "payments": [
            {
                "row": payment,
                "status": STATUS_WORDS.get(payment.status, f"status {payment.status}"),
                "adjustments": adjustments(engine.get(payment.position)),
            }
            for payment in payments
        ],
        "unposted_claims": [] if payments else list(value.claims),
        "provider_adjustments": [
            {
                "reason": found.reason,
                "words": PROVIDER_ADJUSTMENT_REASONS.get(found.reason, "not listed here"),
                "amount": -found.amount,
                "reference": found.reference,
            }
            for found in value.provider_adjustments
        ],
        "work_items": list(row.work_items.filter(closed_at=None).order_by("opened_at", "key")),
        "method": value.payment_method,
        "sum_paid": sum((payment.paid for payment in payments), Decimal(0)),
        "sum_charge": sum((payment.charge for payment in payments), Decimal(0)),
    }
