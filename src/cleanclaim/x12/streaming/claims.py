"""An 837's levels and claims, block by block, into typed values."""

from collections.abc import Iterator

import msgspec

from cleanclaim.x12.streaming.pieces import (
    OF_A_PARTY,
    Row,
    adjustments,
    amount,
    amount_at,
    at,
    dated,
    day,
    diagnosis,
    parties,
    party,
    procedure,
    reference,
)
from cleanclaim.x12.streaming.values import (
    Adjustment,
    Amount,
    ClaimLoop,
    Dated,
    Decision,
    Diagnosis,
    LineLoop,
    OtherPayer,
    Party,
    Reference,
    Subscriber,
    TransactionHeader,
)

_NOBODY = Party()


class ClaimAssembler:
    """Takes an 837's blocks, each begun by ST, HL or CLM, and hands out its claims."""

    breaks = frozenset({"CLM", "HL"})

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self.mark = header.delimiters.component
        self.billing = _NOBODY
        self.billing_parties: tuple[Party, ...] = ()
        self.subscriber = Subscriber(_NOBODY)
        self.payer = _NOBODY
        self.patient: Party | None = None
        self.relationship = ""

    def take(self, rows: list[Row], number: int, offset: int) -> Iterator[ClaimLoop]:
        """Take in a block; yield the claim when it is one."""
        if rows[0][0] == "CLM":
            yield self._claim(rows, number, offset)
        elif rows[0][0] == "HL":
            self._level(rows)

    def _level(self, rows: list[Row]) -> None:
        found = parties(rows)
        kind = at(rows[0], 3)
        if kind == "20":
            self.billing_parties = found
            self.billing = next((one for one in found if one.role == "85"), _NOBODY)
            specialty = next((at(row, 3) for row in rows if row[0] == "PRV"), "")
            if specialty and not self.billing.taxonomy:
                self.billing = msgspec.structs.replace(self.billing, taxonomy=specialty)
        elif kind == "22":
            self.patient, self.relationship = None, ""
            self.payer = next((one for one in found if one.role == "PR"), _NOBODY)
            insured = next((one for one in found if one.role == "IL"), _NOBODY)
            row = next((row for row in rows if row[0] == "SBR"), ["SBR"])
            self.subscriber = Subscriber(insured, at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 9))
        else:
            self.patient = next((one for one in found if one.role == "QC"), _NOBODY)
            self.relationship = next((at(row, 1) for row in rows if row[0] == "PAT"), "")

    def _claim(self, rows: list[Row], number: int, offset: int) -> ClaimLoop:
        mark = self.mark
        dates: list[Dated] = []
        references: list[Reference] = []
        amounts: list[Amount] = []
        diagnoses: list[Diagnosis] = []
        people: list[Party] = []
        size, index = len(rows), 1
        while index < size:
            row = rows[index]
            name = row[0]
            index += 1
            if name in _OPENS_A_LINE or name == "SBR":
                index -= 1
                break
            if name == "REF":
                references.append(reference(row))
            elif name == "DTP":
                dates.append(dated(row[1], row[3]) if len(row) > 3 else dated(at(row, 1), ""))
            elif name == "HI":
                diagnoses.extend([diagnosis(one, mark) for one in row[1:] if one])
            elif name == "NM1":
                end = index
                while end < size and rows[end][0] in OF_A_PARTY:
                    end += 1
                people.append(party(rows[index - 1 : end]))
                index = end
            elif name in ("AMT", "QTY"):
                amounts.append(amount(row))
        others: list[OtherPayer] = []
        while index < size and rows[index][0] not in _OPENS_A_LINE:
            end = index + 1
            while end < size and rows[end][0] != "SBR" and rows[end][0] not in _OPENS_A_LINE:
                end += 1
            others.append(_other_payer(rows[index:end]))
            index = end
        lines: list[LineLoop] = []
        while index < size:
            served = rows[index][0] != "LX"
            end = index + 1
            while end < size:
                name = rows[end][0]
                if name == "LX":
                    break
                if name in _SERVICES:
                    if served:
                        break  # another service: its LX is missing
                    served = True
                end += 1
            lines.append(_line(rows[index:end], mark))
            index = end
        head = rows[0]
        place = at(head, 5).split(mark)
        return ClaimLoop(
            self.header,
            self.billing,
            self.billing_parties,
            self.subscriber,
            self.payer,
            self.patient,
            self.relationship or self.subscriber.relationship,
            at(head, 1),
            amount_at(head, 2),
            place[0],
            at(place, 1),
            at(place, 2),
            tuple(dates),
            tuple(references),
            tuple(amounts),
            tuple(diagnoses),
            tuple(people),
            tuple(others),
            tuple(lines),
            rows,
            number,
            offset,
        )


_SERVICES = frozenset({"SV1", "SV2", "SV3"})
_OPENS_A_LINE = frozenset({"LX", *_SERVICES})


def _line(rows: list[Row], mark: str) -> LineLoop:
    dates: list[Dated] = []
    references: list[Reference] = []
    amounts: list[Amount] = []
    people: list[Party] = []
    decisions: list[Decision] = []
    number = ""
    service: Row = [""]
    size, index = len(rows), 0
    while index < size:
        row = rows[index]
        name = row[0]
        index += 1
        if name in _SERVICES:
            service = row
        elif name == "DTP":
            dates.append(dated(row[1], row[3]) if len(row) > 3 else dated(at(row, 1), ""))
        elif name == "REF":
            references.append(reference(row))
        elif name == "LX":
            number = at(row, 1)
        elif name == "NM1":
            end = index
            while end < size and rows[end][0] in OF_A_PARTY:
                end += 1
            people.append(party(rows[index - 1 : end]))
            index = end
        elif name in ("AMT", "QTY"):
            amounts.append(amount(row))
        elif name == "SVD":
            end = index
            while end < size and rows[end][0] in _OF_A_DECISION:
                end += 1
            decisions.append(_decision(rows[index - 1 : end], mark))
            index = end
    form = service[0]
    facility = form == "SV2"
    shift = 1 if facility else 0
    coded = at(service, 1 + shift)
    dental = form == "SV3"
    return LineLoop(
        number,
        form,
        procedure(coded, mark) if coded else None,
        at(service, 1) if facility else "",
        amount_at(service, 2 + shift),
        "UN" if dental else at(service, 3 + shift),
        amount_at(service, 6 if dental else 4 + shift),
        "" if facility else at(service, 3 if dental else 5),
        () if facility else tuple(at(service, 11 if dental else 7).split(mark)) if len(service) > 7 else (),
        tuple(dates),
        tuple(references),
        tuple(amounts),
        tuple(people),
        tuple(decisions),
        rows,
    )


_OF_A_DECISION = frozenset({"CAS", "DTP", "AMT"})


def _decision(rows: list[Row], mark: str) -> Decision:
    head = rows[0]
    coded = at(head, 3)
    found: list[Adjustment] = []
    for row in rows:
        if row[0] == "CAS":
            found.extend(adjustments(row))
    decided = next((day(at(row, 3)) for row in rows if row[0] == "DTP"), None)
    return Decision(
        at(head, 1),
        amount_at(head, 2),
        procedure(coded, mark) if coded else None,
        amount_at(head, 5),
        tuple(found),
        decided,
    )


def _other_payer(rows: list[Row]) -> OtherPayer:
    head = rows[0]
    found: list[Adjustment] = []
    for row in rows:
        if row[0] == "CAS":
            found.extend(adjustments(row))
    return OtherPayer(
        at(head, 1),
        at(head, 2),
        at(head, 3),
        at(head, 9),
        tuple(found),
        tuple(amount(row) for row in rows if row[0] == "AMT"),
        parties(rows),
    )
