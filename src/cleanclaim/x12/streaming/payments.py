"""An 835's claim payments and provider adjustments, block by block, into typed values."""

from collections.abc import Iterator

from cleanclaim.x12.streaming.pieces import (
    Row,
    adjustments,
    amount,
    amount_at,
    at,
    dated,
    day,
    parties,
    party,
    procedure,
    reference,
)
from cleanclaim.x12.streaming.values import (
    Adjustment,
    Amount,
    Dated,
    Party,
    PaymentLoop,
    ProviderAdjustment,
    Reference,
    RemittanceHeader,
    ServiceLoop,
    TransactionHeader,
)


class PaymentAssembler:
    """Takes an 835's blocks, each begun by ST, LX, CLP or PLB, and hands out what they hold."""

    breaks = frozenset({"CLP", "LX", "PLB"})

    def __init__(self, header: TransactionHeader) -> None:
        self.mark = header.delimiters.component
        self.header = _remittance(header)

    def take(self, rows: list[Row], number: int, offset: int) -> Iterator[PaymentLoop | ProviderAdjustment]:
        """Take in a block; yield the claim payment, or each adjustment of a PLB."""
        head = rows[0]
        if head[0] == "CLP":
            yield self._payment(rows, number, offset)
        elif head[0] == "PLB":
            for n in range(3, min(len(head), 15), 2):
                reason, _, ours = head[n].partition(self.mark)
                yield ProviderAdjustment(
                    self.header,
                    at(head, 1),
                    day(at(head, 2)),
                    reason,
                    ours,
                    amount_at(head, n + 1),
                    number,
                    offset,
                )

    def _payment(self, rows: list[Row], number: int, offset: int) -> PaymentLoop:
        first = next((n for n, row in enumerate(rows) if row[0] == "SVC"), len(rows))
        reasons: list[Adjustment] = []
        references: list[Reference] = []
        dates: list[Dated] = []
        amounts: list[Amount] = []
        people: list[Party] = []
        remarks: list[str] = []
        for row in rows[1:first]:
            name = row[0]
            if name == "NM1":
                people.append(party((row,)))
            elif name == "DTM":
                dates.append(dated(row[1], row[2]) if len(row) > 2 else dated(at(row, 1), ""))
            elif name == "REF":
                references.append(reference(row))
            elif name == "CAS":
                reasons.extend(adjustments(row))
            elif name in ("AMT", "QTY"):
                amounts.append(amount(row))
            elif name == "MOA":
                remarks.extend([one for one in row[3:8] if one])
            elif name == "MIA":
                remarks.extend([one for one in (at(row, 5), *row[20:24]) if one])
        services: list[ServiceLoop] = []
        begin = first
        for n in range(first + 1, len(rows) + 1):
            if n == len(rows) or rows[n][0] == "SVC":
                services.append(_service(rows[begin:n], self.mark))
                begin = n
        head = rows[0]
        return PaymentLoop(
            self.header,
            at(head, 1),
            at(head, 2),
            amount_at(head, 3),
            amount_at(head, 4),
            amount_at(head, 5),
            at(head, 6),
            at(head, 7),
            at(head, 8),
            at(head, 9),
            tuple(reasons),
            tuple(people),
            tuple(references),
            tuple(dates),
            tuple(amounts),
            tuple(remarks),
            tuple(services),
            rows,
            number,
            offset,
        )


def _service(rows: list[Row], mark: str) -> ServiceLoop:
    reasons: list[Adjustment] = []
    references: list[Reference] = []
    dates: list[Dated] = []
    amounts: list[Amount] = []
    remarks: list[str] = []
    for row in rows:
        name = row[0]
        if name == "CAS":
            reasons.extend(adjustments(row))
        elif name == "DTM":
            dates.append(dated(row[1], row[2]) if len(row) > 2 else dated(at(row, 1), ""))
        elif name == "REF":
            references.append(reference(row))
        elif name in ("AMT", "QTY"):
            amounts.append(amount(row))
        elif name == "LQ":
            remarks.append(at(row, 2))
    head = rows[0]
    billed = at(head, 6)
    return ServiceLoop(
        procedure(head[1], mark) if len(head) > 1 else None,
        amount_at(head, 2),
        amount_at(head, 3),
        at(head, 4),
        amount_at(head, 5),
        procedure(billed, mark) if billed else None,
        amount_at(head, 7),
        tuple(dates),
        tuple(reasons),
        tuple(references),
        tuple(amounts),
        tuple(remarks),
        rows,
    )


def _remittance(header: TransactionHeader) -> RemittanceHeader:
    rows = header.rows
    money = next((row for row in rows if row[0] == "BPR"), ["BPR"])
    who = parties(rows)
    return RemittanceHeader(
        header,
        amount_at(money, 2),
        at(money, 3) != "D",
        at(money, 4),
        day(at(money, 16)),
        next((at(row, 2) for row in rows if row[0] == "TRN"), ""),
        next((one for one in who if one.role == "PR"), Party()),
        next((one for one in who if one.role == "PE"), Party()),
    )
