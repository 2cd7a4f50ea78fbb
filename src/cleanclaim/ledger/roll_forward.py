"""Opening, movements, closing: by kind of account and movement, proving that they agree."""

from collections.abc import Iterable
from datetime import date

import msgspec

from cleanclaim.ledger.values import AccountKind, JournalEntry
from cleanclaim.primitives import ZERO, Money


class Rolled(msgspec.Struct, frozen=True):
    """One kind of account over a period, debits less credits in dollars.

    ``movements`` are by what moved them (the first part of the entry's key: charge, remittance,
    write-off, …; a reversal counts with what it takes back).
    """

    kind: AccountKind
    opening: Money
    movements: tuple[tuple[str, Money], ...]
    closing: Money

    @property
    def agrees(self) -> bool:
        """Whether opening + movements = closing."""
        return self.opening + sum((amount for _, amount in self.movements), ZERO) == self.closing


def roll_forward(entries: Iterable[JournalEntry], first: date, last: date) -> tuple[Rolled, ...]:
    """Return every kind of account used up to ``last``: before ``first``, between, after, in order.

    Opening and closing are each summed from the entries themselves, not from each other.
    """
    kinds: dict[AccountKind, tuple[list[Money], dict[str, Money], list[Money]]] = {}
    movement_of: dict[str, str] = {}
    for entry in entries:
        movement = movement_of.get(entry.reverses, "") or entry.key.split("/", 1)[0]
        movement_of[entry.key] = movement
        if entry.on > last:
            continue
        for posting in entry.postings:
            opening, moved, closing = kinds.setdefault(posting.account.kind, ([], {}, []))
            amount = posting.debit - posting.credit
            closing.append(amount)
            if entry.on < first:
                opening.append(amount)
            else:
                moved[movement] = moved.get(movement, ZERO) + amount
    return tuple(
        Rolled(kind, sum(opening, ZERO), tuple(sorted(moved.items())), sum(closing, ZERO))
        for kind in AccountKind
        if kind in kinds
        for opening, moved, closing in (kinds[kind],)
    )
