"""The elements of an 835 that its reader takes apart: amounts, composites, names, dates."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from cleanclaim.primitives import (
    ZERO,
    DateRange,
    InvalidValue,
    Money,
    UnreadableFile,
    money,
    one_day,
    parse_ccyymmdd,
)
from cleanclaim.remittance import RemitAdjustment, RemitParty, Row
from cleanclaim.x12 import Segment

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_PRODUCT_QUALIFIERS = ("AD", "ER", "HC", "HP", "IV", "N4", "N6", "NU", "UI", "WK")


class Cursor:
    """The segments of one transaction, taken one at a time as they are read."""

    def __init__(self, segments: Iterable[Segment], where: str) -> None:
        self._segments = iter(segments)
        self._next = next(self._segments, None)
        self.where = where

    def peek(self) -> str:
        """Return the id of the next segment, ``""`` at the end."""
        return "" if self._next is None else self._next.id

    def take(self) -> Segment:
        """Return the next segment and move past it; an empty one at the end."""
        taken = self._next
        self._next = next(self._segments, None)
        return taken or Segment("", ())

    def number(self, segment: Segment, n: int) -> Decimal | None:
        """Return element ``n`` as a plain number, nothing when it is absent."""
        text = segment.get(n).strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise self.refuse(segment, n, "is not a number")
        return Decimal(text)

    def amount(self, segment: Segment, n: int) -> Money:
        """Return element ``n`` as dollars, zero when it is absent; whole cents or refused."""
        value = self.number(segment, n)
        if value is None:
            return ZERO
        try:
            dollars = money(value)
        except InvalidValue:
            raise self.refuse(segment, n, "is too large for an amount") from None
        if dollars != value:
            raise self.refuse(segment, n, f"is {value}, which is not in whole cents")
        return dollars

    def refuse(self, segment: Segment, n: int, what: str) -> UnreadableFile:
        """Return the error that names an element (never its text: it may be a patient's)."""
        return UnreadableFile(
            f"segment {segment.number}: {segment.id}{n:02d} {what}.",
            where=self.where,
            fix="Ask the payer for a corrected file.",
        )


class Qualified:
    """What comes in qualifier-and-value segments (REF, DTM, AMT, QTY) at one level.

    ``others`` takes whole segments that say more than qualifier and value, or that nobody
    foresaw, so that nothing sent is lost.
    """

    def __init__(self) -> None:
        self.references: list[tuple[str, str]] = []
        self.dates: list[tuple[str, str]] = []
        self.amounts: list[tuple[str, Money]] = []
        self.quantities: list[tuple[str, Decimal]] = []
        self.others: list[Row] = []

    def take(self, cursor: Cursor, segment: Segment) -> None:
        """Put one segment where it belongs."""
        match segment.id:
            case "REF":
                self.references.append((segment.get(1), segment.get(2).strip()))
            case "DTM":
                self.dates.append((segment.get(1), segment.get(2)))
            case "AMT":
                self.amounts.append((segment.get(1), cursor.amount(segment, 2)))
            case "QTY":
                self.quantities.append((segment.get(1), cursor.number(segment, 2) or Decimal(0)))
            case _:
                self.others.append(segment.row)
                return
        if any(segment.elements[2:]):
            self.others.append(segment.row)

    def reference(self, qualifier: str) -> str:
        """Return the first reference of that qualifier, ``""`` when there is none."""
        return next((value for found, value in self.references if found == qualifier), "")

    def amount(self, qualifier: str) -> Money | None:
        """Return the first amount of that qualifier."""
        return next((value for found, value in self.amounts if found == qualifier), None)

    def first_date(self, qualifier: str) -> date | None:
        """Return the first date of that qualifier, nothing when absent or not a date."""
        return next((date_of(text) for found, text in self.dates if found == qualifier), None)

    def date_range(self, first: str, last: str) -> DateRange | None:
        """Return the days between two qualifiers, one day when only one is sent."""
        start, end = self.first_date(first), self.first_date(last)
        if start and end:
            return DateRange(start, end)
        only = start or end
        return one_day(only) if only else None


def adjustments(cursor: Cursor, cas: Segment) -> Iterator[RemitAdjustment]:
    """Yield the up to six triples of reason, amount and quantity of a CAS."""
    for n in range(2, len(cas.elements) + 1, 3):
        reason = cas.get(n).strip()
        if not reason and not cas.get(n + 1):
            continue
        yield RemitAdjustment(
            group_code=cas.get(1).strip(),
            carc=reason.upper(),
            amount=cursor.amount(cas, n + 1),
            quantity=cursor.number(cas, n + 2),
        )


def named_party(nm1: Segment) -> RemitParty:
    """Return the party that an NM1 names."""
    return RemitParty(
        entity=nm1.get(1),
        is_organization=nm1.get(2) == "2",
        last=nm1.get(3).strip(),
        first=nm1.get(4).strip(),
        middle=nm1.get(5).strip(),
        suffix=nm1.get(7).strip(),
        id_qualifier=nm1.get(8),
        identifier=nm1.get(9).strip(),
    )


def product(svc: Segment, n: int) -> tuple[str, ...]:
    """Return qualifier, code, four modifiers, description of a composite, padded with blanks.

    Some payers join these with another character than their ISA declares; since a qualifier is
    always two known characters, whatever follows it is then taken for the separator.
    """
    parts = svc.components(n)
    if len(parts) == 1 and len(parts[0]) > 3 and parts[0][:2] in _PRODUCT_QUALIFIERS:
        mark = parts[0][2]
        if not mark.isalnum():
            parts = tuple(parts[0].split(mark))
    return (*parts, *([""] * (7 - len(parts))))


def reason_and_reference(plb: Segment, n: int) -> tuple[str, str]:
    """Return reason and reference of a PLB composite, with the same care as for products."""
    parts = plb.components(n)
    if len(parts) == 1 and len(parts[0]) > 3 and not parts[0][2].isalnum():
        parts = tuple(parts[0].split(parts[0][2]))
    return (part(parts, 0).strip(), part(parts, 1).strip())


def part(parts: tuple[str, ...], index: int) -> str:
    """Return a component by index, ``""`` when it is absent."""
    return parts[index] if index < len(parts) else ""


def date_of(text: str) -> date | None:
    """Return the date that CCYYMMDD names, nothing when it is none."""
    try:
        return parse_ccyymmdd(text.strip())
    except InvalidValue:
        return None
