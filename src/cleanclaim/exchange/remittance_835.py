"""835 files become remittances (guide 005010X221A1), with everything that was sent.

A file may hold any number of interchanges and transactions; each ST..SE is one ``Remittance``.
Lenient where the reader can be without guessing (a bad date stays as text among the qualified
dates, an absent amount is zero and the balance shows it); strict about amounts: what is not an
amount in whole cents is refused with its place, because a cent that is guessed is a cent lost.
"""

from collections.abc import Iterator

import msgspec

from cleanclaim.exchange.loops import segments_of
from cleanclaim.exchange.remittance_835_elements import (
    Cursor,
    Qualified,
    adjustments,
    date_of,
    named_party,
    part,
    product,
    reason_and_reference,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.remittance import (
    ClaimGroup,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    RemitAdjustment,
    RemitParty,
    Remittance,
    Row,
)
from cleanclaim.x12 import Segment, Source, Transaction, read_parts

_MIA_REMARKS = (5, 20, 21, 22, 23)
_MOA_REMARKS = (3, 4, 5, 6, 7)
_ABSENT = Segment("", ())
_CLAIM_ENDS = frozenset({"", "CLP", "LX", "PLB", "SE"})
_LINE_DETAILS = frozenset({"CAS", "REF", "DTM", "AMT", "QTY", "LQ"})
_PARTY_DETAILS = frozenset({"N2", "N3", "N4", "REF", "PER", "RDM"})


def read_835(source: Source, *, where: str = "") -> tuple[Remittance, ...]:
    """Return the remittances of an 835 file, one for each ST, in file order.

    ``source`` is the file's bytes, its path, or the file opened for reading bytes; ``where`` names
    it in messages. Raises ``UnreadableFile`` with the place for what is not X12, is cut short,
    holds another transaction than 835, has an amount that is none, or whose trailers count or
    number otherwise than the file does (a claim payment without money can be lost without any
    balance showing it); ``UnsupportedVersion`` for 4010.
    """
    return tuple(iterate_835(source, where=where))


def iterate_835(source: Source, *, where: str = "") -> Iterator[Remittance]:
    """Yield the remittances of an 835 file one at a time; errors as ``read_835``.

    A remittance comes before the rest of its file is read: what is booked from it must not be
    kept when a later one is refused.
    """
    claims: list[ClaimPayment] = []
    for remittance, claim in stream_835(source, where=where):
        if claim is not None:
            claims.append(claim)
        else:
            yield msgspec.structs.replace(remittance, claims=tuple(claims))
            claims = []


def stream_835(source: Source, *, where: str = "") -> Iterator[tuple[Remittance, ClaimPayment | None]]:
    """Yield the claim payments of an 835 file one at a time, in flat memory whatever an ST's size.

    Each comes with its remittance as far as it is known by then: payment, payer, payee and
    trace, without claims, groups and provider adjustments. At the end of each ST its remittance comes
    alone, whole but for the claims that have been handed out. Errors as ``read_835``, where they
    are met.
    """
    position = 0
    parts = read_parts(source, where=where, check_counts=True)
    for opened in parts:
        if isinstance(opened, Segment):
            continue
        if opened.set_id != "835":
            raise UnreadableFile(
                f"this is not a remittance: it holds a transaction {opened.set_id or '?'}, not 835.",
                where=where,
                fix="Hand in the payer's 835 file.",
            )
        position += 1
        yield from _Transaction(opened, position).read(Cursor(segments_of(parts), where))
    if position == 0:
        raise UnreadableFile(
            "the file holds no transaction.", where=where, fix="Ask for it to be sent again."
        )


class _HeaderParty:
    """An N1 loop of the header: payer (PR) or payee (PE), with its details."""

    def __init__(self, n1: Segment, cursor: Cursor) -> None:
        self.entity = n1.get(1)
        self.name = n1.get(2).strip()
        self.id_qualifier = n1.get(3)
        self.identifier = n1.get(4).strip()
        self.rows: list[Row] = [n1.row]
        self.address: list[str] = []
        self.contacts: list[Row] = []
        self.qualified = Qualified()
        while cursor.peek() in _PARTY_DETAILS:
            detail = cursor.take()
            self.rows.append(detail.row)
            match detail.id:
                case "REF":
                    self.qualified.take(cursor, detail)
                case "PER" | "RDM":
                    self.contacts.append(detail.row)
                case _:
                    self.address.extend(element for element in detail.elements if element)

    @property
    def others(self) -> list[Row]:
        """References that say more than qualifier and value."""
        return self.qualified.others


class _Transaction:
    """One ST..SE from top to bottom: header, claim groups, provider adjustments."""

    def __init__(self, transaction: Transaction, position: int) -> None:
        self.transaction = transaction
        self.position = position
        self.bpr, self.trn, self.currency = _ABSENT, _ABSENT, _ABSENT
        self.parties: dict[str, _HeaderParty] = {}
        self.header = Qualified()
        self.groups: list[ClaimGroup] = []
        self.adjustments: list[ProviderAdjustment] = []

    def read(self, cursor: Cursor) -> Iterator[tuple[Remittance, ClaimPayment | None]]:
        """Yield its claim payments, then what stands around them."""
        before: Remittance | None = None
        claims = 0
        while cursor.peek():
            segment = cursor.take()
            if segment.id == "CLP":
                claims += 1
                before = before or self._remittance(cursor)
                group = self.groups[-1].number if self.groups else ""
                yield before, _read_claim(segment, cursor, position=claims, group=group)
            else:
                self._take(segment, cursor)
        yield (
            msgspec.structs.replace(
                self._remittance(cursor),
                groups=tuple(self.groups),
                provider_adjustments=tuple(self.adjustments),
            ),
            None,
        )

    def _take(self, segment: Segment, cursor: Cursor) -> None:
        header = self.header
        match segment.id:
            case "BPR" if not self.bpr.id:
                self.bpr = segment
                if segment.get(16) and date_of(segment.get(16)) is None:
                    header.dates.append(("BPR16", segment.get(16)))
            case "TRN" if not self.trn.id:
                self.trn = segment
            case "CUR" if not self.currency.id:
                self.currency = segment
            case "N1":
                party = _HeaderParty(segment, cursor)
                if party.entity in {"PR", "PE"} and party.entity not in self.parties:
                    self.parties[party.entity] = party
                    header.others.extend(party.others)
                else:
                    header.others.extend(party.rows)
            case "LX":
                self.groups.append(_read_group(segment, cursor))
            case "PLB":
                self.adjustments.extend(_provider_adjustments(segment, cursor))
                if segment.get(2) and date_of(segment.get(2)) is None:
                    header.others.append(segment.row)
            case _:
                header.take(cursor, segment)

    def _remittance(self, cursor: Cursor) -> Remittance:
        """Return what has been read of the header; refuses one without payment."""
        bpr, trn, header = self.bpr, self.trn, self.header
        if not bpr.id:
            raise UnreadableFile(
                f"transaction {self.position} has no BPR segment, so it states no payment.",
                where=cursor.where,
                fix="Ask the payer for a complete file.",
            )
        payer = self.parties.get("PR") or _HeaderParty(_ABSENT, Cursor((), ""))
        payee = self.parties.get("PE") or _HeaderParty(_ABSENT, Cursor((), ""))
        interchange = self.transaction.interchange
        return Remittance(
            position=self.position,
            payment=cursor.amount(bpr, 2),
            handling=bpr.get(1),
            credit_debit=bpr.get(3),
            payment_method=bpr.get(4),
            payment_format=bpr.get(5),
            originator=bpr.get(10).strip(),
            originator_supplement=bpr.get(11).strip(),
            paid_on=date_of(bpr.get(16)),
            trace_number=trn.get(2).strip(),
            payer_trace_id=trn.get(3).strip(),
            trace_supplement=trn.get(4).strip(),
            currency=self.currency.elements,
            produced_on=header.first_date("405"),
            payer_name=payer.name,
            payer_id_qualifier=payer.id_qualifier,
            payer_id=payer.identifier or payer.qualified.reference("2U"),
            payer_address=tuple(payer.address),
            payer_references=tuple(payer.qualified.references),
            payer_contacts=tuple(payer.contacts),
            payee_name=payee.name,
            payee_id_qualifier=payee.id_qualifier,
            payee_id=payee.identifier,
            payee_npi=payee.identifier if payee.id_qualifier == "XX" else payee.qualified.reference("HPI"),
            payee_tax_id=payee.identifier if payee.id_qualifier == "FI" else payee.qualified.reference("TJ"),
            payee_address=tuple(payee.address),
            payee_references=tuple(payee.qualified.references),
            payee_delivery=tuple(payee.contacts),
            references=tuple(header.references),
            qualified_dates=tuple(header.dates),
            others=tuple(header.others),
            control_number=self.transaction.control_number,
            version=self.transaction.version,
            interchange=interchange.control_number,
            group_control_number=self.transaction.group.control_number,
            sender=interchange.sender_id,
            receiver=interchange.receiver_id,
            usage=interchange.usage,
        )


def _read_group(lx: Segment, cursor: Cursor) -> ClaimGroup:
    provider = cursor.take().elements if cursor.peek() == "TS3" else ()
    supplemental = cursor.take().elements if cursor.peek() == "TS2" else ()
    others: list[Row] = []
    while cursor.peek() in {"TS2", "TS3"}:
        others.append(cursor.take().row)
    return ClaimGroup(lx.get(1), provider, supplemental, tuple(others))


def _provider_adjustments(plb: Segment, cursor: Cursor) -> Iterator[ProviderAdjustment]:
    """Yield the up to six pairs of reason and amount of a PLB."""
    for n in range(3, len(plb.elements) + 1, 2):
        reason, reference = reason_and_reference(plb, n)
        if reason or plb.get(n + 1):
            yield ProviderAdjustment(
                provider_id=plb.get(1),
                reason=reason,
                amount=cursor.amount(plb, n + 1),
                reference=reference,
                fiscal_period_end=date_of(plb.get(2)),
            )


def _read_claim(clp: Segment, cursor: Cursor, *, position: int, group: str) -> ClaimPayment:
    """Read one CLP loop (2100) with its service lines."""
    found = Qualified()
    claim_adjustments: list[RemitAdjustment] = []
    lines: list[LinePayment] = []
    parties: list[RemitParty] = []
    remarks: list[str] = []
    inpatient: tuple[str, ...] = ()
    outpatient: tuple[str, ...] = ()
    if any(clp.elements[13:]):
        found.others.append(clp.row)
    while cursor.peek() not in _CLAIM_ENDS:
        segment = cursor.take()
        match segment.id:
            case "CAS":
                claim_adjustments.extend(adjustments(cursor, segment))
            case "NM1":
                parties.append(named_party(segment))
                if segment.get(6) or any(segment.elements[9:]):
                    found.others.append(segment.row)
            case "MIA" if not inpatient:
                inpatient = segment.elements
                remarks.extend(segment.get(n).strip() for n in _MIA_REMARKS if segment.get(n))
            case "MOA" if not outpatient:
                outpatient = segment.elements
                remarks.extend(segment.get(n).strip() for n in _MOA_REMARKS if segment.get(n))
            case "SVC":
                lines.append(_read_line(segment, cursor, position=len(lines) + 1))
            case _:
                found.take(cursor, segment)
    named: dict[str, RemitParty] = {}
    for party in parties:
        named.setdefault(party.entity, party)
    nobody = RemitParty("")
    patient, insured = named.get("QC", nobody), named.get("IL", nobody)
    crossover, rendering = named.get("TT", nobody), named.get("82", nobody)
    return ClaimPayment(
        position=position,
        patient_control_number=clp.get(1).strip(),
        status=clp.get(2).strip(),
        charge=cursor.amount(clp, 3),
        paid=cursor.amount(clp, 4),
        patient_responsibility=cursor.amount(clp, 5),
        filing_indicator=clp.get(6).strip(),
        payer_claim_control_number=clp.get(7).strip(),
        facility_type=clp.get(8).strip(),
        claim_frequency_code=clp.get(9).strip(),
        patient_status=clp.get(10),
        drg=clp.get(11).strip(),
        drg_weight=clp.get(12),
        discharge_fraction=clp.get(13),
        patient_last_name=patient.last,
        patient_first_name=patient.first,
        member_id=patient.identifier or insured.identifier,
        rendering_npi=rendering.identifier if rendering.id_qualifier == "XX" else "",
        crossover=crossover.identifier or crossover.last,
        statement=found.date_range("232", "233"),
        received=found.first_date("050"),
        adjustments=tuple(claim_adjustments),
        lines=tuple(lines),
        remarks=tuple(remarks),
        references=tuple(found.references),
        amounts=tuple(found.amounts),
        group=group,
        parties=tuple(parties),
        qualified_dates=tuple(found.dates),
        quantities=tuple(found.quantities),
        inpatient=inpatient,
        outpatient=outpatient,
        others=tuple(found.others),
    )


def _read_line(svc: Segment, cursor: Cursor, *, position: int) -> LinePayment:
    """Read one SVC loop (2110)."""
    found = Qualified()
    line_adjustments: list[RemitAdjustment] = []
    remarks: list[str] = []
    drug_remarks: list[str] = []
    if any(svc.elements[7:]):
        found.others.append(svc.row)
    while cursor.peek() in _LINE_DETAILS:
        segment = cursor.take()
        match segment.id, segment.get(1):
            case "CAS", _:
                line_adjustments.extend(adjustments(cursor, segment))
            case "LQ", "HE":
                remarks.append(segment.get(2).strip())
            case "LQ", "RX":
                drug_remarks.append(segment.get(2).strip())
            case _:
                found.take(cursor, segment)
    paid_for, submitted = product(svc, 1), product(svc, 6)
    return LinePayment(
        position=position,
        code_qualifier=paid_for[0],
        code=paid_for[1],
        modifiers=tuple(modifier for modifier in paid_for[2:6] if modifier),
        description=part(paid_for, 6),
        submitted_qualifier=submitted[0],
        submitted_code=submitted[1],
        submitted_modifiers=tuple(modifier for modifier in submitted[2:6] if modifier),
        submitted_description=part(submitted, 6),
        charge=cursor.amount(svc, 2),
        paid=cursor.amount(svc, 3),
        revenue_code=svc.get(4).strip() or (paid_for[1] if paid_for[0] == "NU" else ""),
        units=cursor.number(svc, 5),
        submitted_units=cursor.number(svc, 7),
        dates=found.date_range("150", "151") or found.date_range("472", "472"),
        control_number=found.reference("6R"),
        allowed=found.amount("B6"),
        adjustments=tuple(line_adjustments),
        remarks=tuple(remarks),
        drug_remarks=tuple(drug_remarks),
        references=tuple(found.references),
        qualified_dates=tuple(found.dates),
        amounts=tuple(found.amounts),
        quantities=tuple(found.quantities),
        others=tuple(found.others),
    )
