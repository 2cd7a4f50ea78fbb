"""A claim as this payer understands it: who, for whom, to which payer, what, for how much.

Reading never fails: an amount or date that cannot be read is ``None`` and some check says so.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.primitives import InvalidValue, Money, parse_ccyymmdd
from cleanclaim.simulator.loops import Batch, HierarchicalLevel, Loop
from cleanclaim.x12 import Segment

_NUMBER = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,6})?|\.\d{1,6})")


class SubmittedLine(msgspec.Struct, frozen=True):
    """One service line (loop 2400)."""

    position: int
    loop: Loop
    qualifier: str
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal | None
    unit: str
    units: Decimal | None
    place: str
    pointers: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    control_number: str
    revenue: str = ""
    """Revenue code of an institutional line (SV201)."""


class SubmittedClaim(msgspec.Struct, frozen=True):
    """One claim (loop 2300) with the levels above it. ``patient_level`` is absent for self."""

    position: int
    transaction: int
    billing: HierarchicalLevel
    subscriber: HierarchicalLevel
    patient_level: HierarchicalLevel | None
    loop: Loop
    lines: tuple[SubmittedLine, ...]
    kind: str = "professional"
    """professional, institutional or dental: the guide of its transaction."""
    prior_shares: tuple[Money, ...] | None = None
    """What the payer before left to the patient, by line, where it passed the claim on itself."""

    @property
    def control_number(self) -> str:
        """The patient control number (CLM01)."""
        return self.loop.head.get(1)

    @property
    def charge(self) -> Decimal | None:
        """The total charge (CLM02)."""
        return number(self.loop.head.get(2))

    @property
    def place(self) -> str:
        """The place of service (CLM05-1)."""
        return self.loop.head.component(5, 1)

    @property
    def inpatient(self) -> bool:
        """Whether it is a bill for a stay (type of bill 11x, 18x, 21x, 41x)."""
        return self.kind == "institutional" and self.place in ("11", "18", "21", "41")

    @property
    def frequency(self) -> str:
        """The claim frequency code (CLM05-3)."""
        return self.loop.head.component(5, 3)

    @property
    def payer_id(self) -> str:
        """The payer that the claim is for (NM109 of 2010BB)."""
        return self.subscriber.loop.party("PR").head.get(9)

    @property
    def member_id(self) -> str:
        """The subscriber's number (NM109 of 2010BA)."""
        return self.subscriber.loop.party("IL").head.get(9)

    @property
    def billing_npi(self) -> str:
        """The billing provider's NPI (NM109 of 2010AA)."""
        return self.billing.loop.party("85").head.get(9)

    @property
    def patient(self) -> Loop:
        """The loop with the patient's name and demographics: 2010CA, or 2010BA for self."""
        if self.patient_level is not None:
            return self.patient_level.loop.party("QC")
        return self.subscriber.loop.party("IL")

    @property
    def birth_date(self) -> date | None:
        """The patient's date of birth."""
        return day(self.patient.first("DMG").get(2))

    @property
    def sequence(self) -> str:
        """Which payer this one is for the claim: P, S, T (SBR01 of 2000B)."""
        return self.subscriber.loop.first("SBR").get(1)

    @property
    def original_number(self) -> str:
        """The payer's number of the claim to be replaced or undone (REF F8)."""
        return self.loop.first("REF", "F8").get(2)

    @property
    def diagnoses(self) -> tuple[tuple[str, str], ...]:
        """Qualifier and code of the diagnoses in the order that lines point at."""
        return tuple(
            (parts[0], parts[1] if len(parts) > 1 else "")
            for segment in self.loop.all("HI")
            if segment.component(1, 1) in DIAGNOSIS_QUALIFIERS
            for element in segment.elements
            if (parts := segment.split_components(element))
        )

    @property
    def other_payers(self) -> tuple[Loop, ...]:
        """The other coverages of the patient (loops 2320)."""
        return self.loop.under("2320")

    @property
    def first_day(self) -> date | None:
        """The earliest date of service."""
        return min((line.first_day for line in self.lines if line.first_day), default=None)

    @property
    def last_day(self) -> date | None:
        """The latest date of service."""
        return max((line.last_day for line in self.lines if line.last_day), default=None)


DIAGNOSIS_QUALIFIERS = frozenset({"ABK", "ABF", "BK", "BF"})


def number(text: str) -> Decimal | None:
    """Return the number in an element; nothing when it is none (no exponents, no blanks)."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def day(text: str) -> date | None:
    """Return the date of eight digits; nothing when it is none."""
    try:
        return parse_ccyymmdd(text)
    except InvalidValue:
        return None


def days(segment: Segment) -> tuple[date | None, date | None]:
    """Return first and last day of a DTP segment (qualifiers D8 and RD8)."""
    value = segment.get(3)
    if segment.get(2) == "RD8":
        start, _, end = value.partition("-")
        return day(start), day(end)
    found = day(value) if segment.get(2) == "D8" else None
    return found, found


def claims_of(batch: Batch, transaction: int, kind: str = "professional") -> Iterator[SubmittedClaim]:
    """Yield the claims of a transaction in order, each with the levels it stands under.

    A claim that stands under no billing provider or subscriber gets an empty level there.
    """
    nothing = HierarchicalLevel("", "", "", "", Loop(""), ())
    billing = subscriber = nothing
    position = 0
    for level in batch.levels:
        if level.code == "20":
            billing, subscriber = level, nothing
        elif level.code == "22":
            subscriber = level
        for loop in level.claims:
            position += 1
            patient = level if level.code == "23" else None
            span = days(loop.first("DTP", *_SPAN[kind])) if kind in _SPAN else (None, None)
            read = _READERS[kind]
            lines = tuple(read(index, line, span) for index, line in enumerate(loop.under("2400"), 1))
            yield SubmittedClaim(position, transaction, billing, subscriber, patient, loop, lines, kind)


_SPAN = {"institutional": ("434",), "dental": ("472",)}
"""Where the dates of a line without any stand: the statement, or the claim's date of service."""

Days = tuple[date | None, date | None]


def _institutional(position: int, loop: Loop, span: Days) -> SubmittedLine:
    service = loop.first("SV2")
    product = service.components(2)
    code = product[1] if len(product) > 1 else ""
    first, last = days(loop.first("DTP", "472")) if loop.first("DTP", "472").id else span
    return SubmittedLine(
        position=position,
        loop=loop,
        qualifier=(product[0] if product else "") if code else "NU",
        code=code or service.get(1),
        modifiers=tuple(part for part in product[2:6] if part),
        charge=number(service.get(3)),
        unit=service.get(4),
        units=number(service.get(5)),
        place="",
        pointers=(),
        first_day=first,
        last_day=last,
        control_number=loop.first("REF", "6R").get(2),
        revenue=service.get(1),
    )


def _dental(position: int, loop: Loop, span: Days) -> SubmittedLine:
    service = loop.first("SV3")
    product = service.components(1)
    first, last = days(loop.first("DTP", "472")) if loop.first("DTP", "472").id else span
    return SubmittedLine(
        position=position,
        loop=loop,
        qualifier=product[0] if product else "",
        code=product[1] if len(product) > 1 else "",
        modifiers=tuple(part for part in product[2:6] if part),
        charge=number(service.get(2)),
        unit="UN",
        # The number of procedures may be left out: then it is one.
        units=number(service.get(6)) if service.get(6) else Decimal(1),
        place=service.get(3),
        pointers=tuple(part for part in service.components(11) if part),
        first_day=first,
        last_day=last,
        control_number=loop.first("REF", "6R").get(2),
    )


def _professional(position: int, loop: Loop, span: Days) -> SubmittedLine:  # noqa: ARG001
    service = loop.first("SV1")
    product = service.components(1)
    first, last = days(loop.first("DTP", "472"))
    return SubmittedLine(
        position=position,
        loop=loop,
        qualifier=product[0] if product else "",
        code=product[1] if len(product) > 1 else "",
        modifiers=tuple(part for part in product[2:6] if part),
        charge=number(service.get(2)),
        unit=service.get(3),
        units=number(service.get(4)),
        place=service.get(5),
        pointers=service.components(7),
        first_day=first,
        last_day=last,
        control_number=loop.first("REF", "6R").get(2),
    )


_READERS = {"professional": _professional, "institutional": _institutional, "dental": _dental}
