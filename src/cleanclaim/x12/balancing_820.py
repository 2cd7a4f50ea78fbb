"""Level 3 of an 820: what is billed and adjusted is what is paid, and the items are the payment.

A sum that contains an amount which cannot be read is not judged: level 1 has reported that amount.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sums import Imbalance, amount, plus, shown


class PremiumBalancer:
    """An 820: each item's bill and adjustments make its payment; items and adjustments make BPR02."""

    wants = frozenset({"BPR", "ENT", "RMR", "ADX", "SE"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._payment: Decimal | None = None
        self._payment_at: tuple[int, int, int] | None = None
        self._total: Decimal | None = Decimal(0)
        self._item: tuple[Decimal | None, Decimal | None] | None = None
        self._item_at = (0, 0, 0)
        self._item_loop = ""
        self._adjusted: Decimal | None = Decimal(0)

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "BPR":
                self._payment, self._payment_at = amount(parts, 2), at
            case "RMR":
                self._close_item()
                billed = amount(parts, 5) if len(parts) > 5 and parts[5] else None
                self._item = (amount(parts, 4), billed)
                self._item_at, self._item_loop = at, loop
                if len(parts) > 4 and parts[4]:
                    self._total = plus(self._total, self._item[0])
            case "ADX" if loop.startswith("2200"):
                self._total = plus(self._total, amount(parts, 1))
            case "ADX":
                self._adjusted = plus(self._adjusted, amount(parts, 1))
            case "ENT":
                self._close_item()
            case "SE":
                self._close_item()
                self._close_payment()
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _close_item(self) -> None:
        item, self._item = self._item, None
        adjusted, self._adjusted = self._adjusted, Decimal(0)
        if item is None or item[0] is None or item[1] is None or adjusted is None:
            return
        if item[1] + adjusted != item[0]:
            self._found.append(
                Imbalance(
                    id="premium-item-unbalanced",
                    loop=self._item_loop,
                    segment="RMR",
                    element="RMR04",
                    at=self._item_at,
                    claim_id="",
                    value=shown(item[0]),
                    expected=shown(item[1] + adjusted),
                    message=f"The item's bill {shown(item[1])} and its adjustments {shown(adjusted)} make "
                    f"{shown(item[1] + adjusted)}, but {shown(item[0])} is said to be paid.",
                    plain="The item's bill and its adjustments do not make what is said to be paid.",
                    fix="Ask the sponsor for a corrected 820.",
                )
            )

    def _close_payment(self) -> None:
        payment, self._payment = self._payment, None
        if payment is None or self._payment_at is None or self._total is None or self._total == payment:
            return
        self._found.append(
            Imbalance(
                id="premium-payment-unbalanced",
                loop="ST",
                segment="BPR",
                element="BPR02",
                at=self._payment_at,
                claim_id="",
                value=shown(payment),
                expected=shown(self._total),
                message=f"The payment is {shown(payment)}, but its items and the adjustments of earlier "
                f"payments come to {shown(self._total)}.",
                plain="The payment is not the sum of its items and the adjustments of earlier payments.",
                fix="Ask the sponsor for a corrected 820; do not post the difference unseen.",
            )
        )
