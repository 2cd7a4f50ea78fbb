"""Level 3 of a 277CA: the totals of a batch agree with the claims that it lists.

A batch may list fewer claims than it counts (rejections alone, say); more it may not. Amounts are
compared only when as many claims are listed as counted.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sums import Imbalance, amount, plus, shown

_SAID = {"90": "accepted", "AA": "rejected", "YU": "accepted", "YY": "rejected"}


class _Batch:
    """A batch (2000B): what it says and what it lists, accepted and rejected."""

    def __init__(self) -> None:
        self.counts: dict[str, tuple[Decimal, tuple[int, int, int]]] = {}
        self.amounts: dict[str, tuple[Decimal, tuple[int, int, int]]] = {}
        self.listed = {"accepted": 0, "rejected": 0}
        self.sums: dict[str, Decimal | None] = {"accepted": Decimal(0), "rejected": Decimal(0)}


class AcknowledgementBalancer:
    """A 277CA: no more claims are listed than counted, and their charges are the totals."""

    wants = frozenset({"HL", "TRN", "STC", "QTY", "AMT", "SE"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._batch: _Batch | None = None
        self._fresh = False

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "HL" if loop == "2000B":
                self._close()
                self._batch = _Batch()
            case "TRN" if loop == "2200D":
                self._fresh = True
            case "STC" if loop == "2200D" and self._fresh and self._batch is not None:
                self._fresh = False
                kind = {"WQ": "accepted", "U": "rejected"}.get(parts[3] if len(parts) > 3 else "")
                if kind:
                    self._batch.listed[kind] += 1
                    self._batch.sums[kind] = plus(self._batch.sums[kind], amount(parts, 4))
            case "QTY" | "AMT" if loop == "2200B" and self._batch is not None and len(parts) > 2:
                said, kind = amount(parts, 2), _SAID.get(parts[1])
                if said is not None and kind:
                    (self._batch.counts if parts[0] == "QTY" else self._batch.amounts)[kind] = (said, at)
            case "SE":
                self._close()
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _close(self) -> None:
        batch, self._batch = self._batch, None
        if batch is None:
            return
        for kind, listed in batch.listed.items():
            count, total, listed_sum = batch.counts.get(kind), batch.amounts.get(kind), batch.sums[kind]
            if count is not None and listed > count[0]:
                self._found.append(
                    Imbalance(
                        id="batch-count-unbalanced",
                        loop="2200B",
                        segment="QTY",
                        element="QTY02",
                        at=count[1],
                        claim_id="",
                        value=str(count[0]),
                        expected=str(listed),
                        message=f"The batch counts {count[0]} {kind} claims, but lists {listed}.",
                        plain=f"The batch lists more {kind} claims than it counts.",
                        fix="Go by the claims that are listed, and ask who sent it.",
                    )
                )
            elif count and total and listed and listed == count[0] and listed_sum not in (None, total[0]):
                self._found.append(
                    Imbalance(
                        id="batch-amount-unbalanced",
                        loop="2200B",
                        segment="AMT",
                        element="AMT02",
                        at=total[1],
                        claim_id="",
                        value=shown(total[0]),
                        expected=shown(listed_sum),
                        message=f"The {kind} claims of the batch come to {shown(listed_sum)}, "
                        f"but {shown(total[0])} is said.",
                        plain=f"The charges of the {kind} claims are not the total that is said.",
                        fix="Go by the claims that are listed, and ask who sent it.",
                    )
                )
