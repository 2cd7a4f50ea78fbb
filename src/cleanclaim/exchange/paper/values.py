"""What a filled form is made of, and how values are written in its boxes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

import msgspec

from cleanclaim.claim import Address, Coverage, Name, Person, Provider
from cleanclaim.primitives import money

T = TypeVar("T")

MISSING = "missing"
TOO_LONG = "too-long"
LEFT_OUT = "left-out"


class Place(msgspec.Struct, frozen=True):
    """Where a box's text stands: baseline and width in points (1/72 inch) from the page's top left.

    ``align`` is left, right or center. ``label`` is our own short word for the box on the plain
    form; ``above`` says whether it stands over the text or, small, before it.
    """

    x: float
    y: float
    width: float
    align: str = "left"
    label: str = ""
    above: bool = True


class Layout(msgspec.Struct, frozen=True):
    """A form: its name, box to place, the size of its type in points, the line's height in points."""

    name: str
    title: str
    places: Mapping[str, Place]
    type_size: float
    cell: float


class Problem(msgspec.Struct, frozen=True):
    """What a person should know about a box: ``kind`` is missing, too-long or left-out."""

    kind: str
    box: str
    page: int
    message: str


class Page(msgspec.Struct, frozen=True):
    """One sheet: box to its text, in the order in which the boxes were filled."""

    number: int
    boxes: Mapping[str, str]


class FilledForm(msgspec.Struct, frozen=True):
    """A claim on a form: its layout, its pages, and what does not fit or is missing."""

    layout: Layout
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


class Sheet:
    """A page being filled. Text is kept whole; what is too long for its box is named."""

    def __init__(self, layout: Layout, number: int) -> None:
        self.layout = layout
        self.number = number
        self.boxes: dict[str, str] = {}
        self.problems: list[Problem] = []

    def put(self, box: str, text: str) -> None:
        """Write a text into a box, in capitals; nothing for an empty one.

        A text longer than its box is kept and drawn narrower, which is said.
        """
        text = " ".join(text.upper().split())
        if not text:
            return
        place = self.layout.places[box]
        room = int((place.width + 0.5) / (self.layout.type_size * 0.6))
        if len(text) > room:
            self.problems.append(
                Problem(
                    TOO_LONG,
                    box,
                    self.number,
                    f"Box {box} has room for {room} characters and gets {len(text)}; it is printed narrower.",
                )
            )
        self.boxes[box] = text

    def check(self, box: str, *, when: bool = True) -> None:
        """Mark a box with an X."""
        if when:
            self.put(box, "X")

    def need(self, boxes: Mapping[str, str]) -> None:
        """Note which of the boxes (box to what belongs there) are empty."""
        for box, what in boxes.items():
            if box not in self.boxes:
                self.problems.append(Problem(MISSING, box, self.number, f"Box {box} is empty: {what}."))

    def leave_out(self, box: str, message: str) -> None:
        """Note that something of the claim has no room on the form."""
        self.problems.append(Problem(LEFT_OUT, box, self.number, message))

    def page(self) -> Page:
        """Return what was written."""
        return Page(self.number, self.boxes)


def filled(layout: Layout, sheets: Sequence[Sheet]) -> FilledForm:
    """Return the sheets as one form; a problem that repeats on every page is said once."""
    problems: dict[tuple[str, str, str], Problem] = {}
    for sheet in sheets:
        for problem in sheet.problems:
            problems.setdefault((problem.kind, problem.box, problem.message), problem)
    return FilledForm(layout, tuple(sheet.page() for sheet in sheets), tuple(problems.values()))


def in_pages(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Return the items in runs of at most ``size``; one empty run when there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


def first(items: Sequence[T], count: int) -> list[T]:
    """Return at most ``count`` items."""
    return list(islice(items, count))


def month_day_year(day: date | None, *, century: bool = True, gap: str = " ") -> str:
    """Return ``MM DD YYYY``, or with two digits of the year; nothing for no date."""
    if day is None:
        return ""
    return gap.join((f"{day:%m}", f"{day:%d}", f"{day:%Y}" if century else f"{day:%y}"))


def dollars(amount: Decimal | None) -> str:
    """Return ``125 00``: dollars and cents with a gap, as on forms; nothing for no amount."""
    return "" if amount is None else f"{money(amount):.2f}".replace(".", " ")


def number(value: Decimal | None) -> str:
    """Return a count without trailing zeros: 1, 2.5."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def last_first(name: Name) -> str:
    """Return ``LAST SUFFIX, FIRST, M``; an organization's name as it is."""
    if name.is_organization:
        return name.last
    last = " ".join(filter(None, (name.last, name.suffix)))
    return ", ".join(filter(None, (last, name.first, name.middle[:1])))


def first_last(name: Name) -> str:
    """Return ``FIRST M LAST SUFFIX``; an organization's name as it is."""
    if name.is_organization:
        return name.last
    return " ".join(filter(None, (name.first, name.middle, name.last, name.suffix)))


def street(address: Address | None) -> str:
    """Return both lines of the street."""
    return "" if address is None else " ".join(filter(None, (address.line1, address.line2)))


def city_state_zip(address: Address | None) -> str:
    """Return ``CITY ST 627040001``."""
    if address is None:
        return ""
    return " ".join(filter(None, (address.city, address.state, address.zip_code)))


def telephone(provider: Provider | None) -> str:
    """Return the digits of a provider's telephone; nothing when none is known."""
    numbers = provider.contact.numbers if provider is not None and provider.contact is not None else ()
    return next(("".join(c for c in value if c.isdigit()) for kind, value in numbers if kind == "TE"), "")


def in_parts(digits: str) -> str:
    """Return a telephone number of ten digits with a gap after the area code."""
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 10 else digits


def insured(coverage: Coverage, patient: Person) -> Person:
    """Return whose insurance a coverage is."""
    return coverage.subscriber or patient


def paid_before(coverages: Sequence[Coverage], patient_paid: Decimal | None) -> Decimal | None:
    """Return what the patient and other payers have paid, in dollars; nothing when nobody has."""
    amounts = [c.prior_payment.paid for c in coverages if c.prior_payment is not None]
    paid = [amount for amount in (*amounts, patient_paid) if amount is not None]
    return sum(paid, Decimal(0)) if paid else None
