"""837P files for the payer, written row by row in this directory: no code of ``exchange``.

A scenario is a list of claims; each names what matters and leaves the rest to invented people.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from cleanclaim.parameters import NotKnown, demo_member_id, payer_terms, shipped_parameters
from cleanclaim.primitives import NPI
from cleanclaim.x12 import Envelope, Row, composite, read_segments, read_transactions, write_interchange
from cleanclaim.x12.segments import Segment

NOW = datetime(2025, 12, 1, 9, 30)  # noqa: DTZ001 - a practice's wall clock
DOS = date(2025, 11, 3)
BILLING = NPI.from_nine("110000001").value
RENDERING = NPI.from_nine("120000002").value
PAYERS = {"medicare": "DEMOMCR", "medicaid": "DEMOMCD", "northwind": "DEMONWH", "summit": "DEMOSUM"}
PLANS = {"medicare": "standard", "medicaid": "full", "northwind": "gold", "summit": "ppo"}
INDICATORS = {"medicare": "MB", "medicaid": "MC", "northwind": "CI", "summit": "CI"}


def member(payer: str = "northwind", number: int = 1001, plan: str = "") -> str:
    """Return the id of a member of a payer's plan."""
    terms = payer_terms(shipped_parameters(), PAYERS[payer], NOW.date())
    assert not isinstance(terms, NotKnown)
    found = next(p for p in terms.plans if p.name == (plan or PLANS[payer]))
    return demo_member_id(found, number)


class Line(msgspec.Struct, frozen=True):
    """A service line of a scenario."""

    code: str = "99213"
    charge: str = "150.00"
    units: str = "1"
    modifiers: tuple[str, ...] = ()
    on: date = DOS
    pointers: tuple[str, ...] = ("1",)
    place: str = ""
    more: tuple[Row, ...] = ()


class Bill(msgspec.Struct, frozen=True):
    """A claim of a scenario."""

    number: str = "CLAIM1"
    payer: str = "northwind"
    lines: tuple[Line, ...] = (Line(),)
    diagnoses: tuple[str, ...] = ("E119",)
    member_id: str = ""
    plan: str = ""
    frequency: str = "1"
    place: str = "11"
    sequence: str = "P"
    dependent: bool = False
    references: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    total: str = ""

    @property
    def charge(self) -> str:
        """The claim's total: as given, or the sum of the lines."""
        return self.total or f"{sum(Decimal(line.charge) for line in self.lines)}"


def rows_of(bills: Sequence[Bill], created: datetime = NOW) -> list[Row]:
    """Return an 837P's rows without ST and SE: one provider, one level per claim."""
    rows: list[Row] = [
        ("BHT", "0019", "00", "BATCH7", f"{created:%Y%m%d}", f"{created:%H%M}", "CH"),
        ("NM1", "41", "2", "INVENTED BILLING", "", "", "", "", "46", "SUBMIT1"),
        ("PER", "IC", "HELP DESK", "TE", "8005550190"),
        ("NM1", "40", "2", "PRACTICE CLEARINGHOUSE", "", "", "", "", "46", "CLEANCLAIMSIM"),
        ("HL", "1", "", "20", "1"),
        ("PRV", "BI", "PXC", "207Q00000X"),
        ("NM1", "85", "2", "WILLOW CREEK FAMILY CARE", "", "", "", "", "XX", BILLING),
        ("N3", "12 WILLOW LANE"),
        ("N4", "HARTFORD", "CT", "061031234"),
        ("REF", "EI", "987654321"),
    ]
    level = 1
    for bill in bills:
        level += 1
        rows += _subscriber(bill, level)
        if bill.dependent:
            level += 1
            rows += _dependent(level)
        rows += _claim(bill)
    return rows


def _subscriber(bill: Bill, level: int) -> list[Row]:
    relation = "" if bill.dependent else "18"
    rows: list[Row] = [
        ("HL", str(level), "1", "22", "1" if bill.dependent else "0"),
        ("SBR", bill.sequence, relation, "", "", "", "", "", "", INDICATORS[bill.payer]),
        (
            "NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI",
            bill.member_id or member(bill.payer, plan=bill.plan),
        ),
    ]  # fmt: skip
    if not bill.dependent:
        rows += [("N3", "9 ELM STREET"), ("N4", "HARTFORD", "CT", "06105"), ("DMG", "D8", "19600229", "F")]
    rows.append(("NM1", "PR", "2", "THE PAYER", "", "", "", "", "PI", PAYERS[bill.payer]))
    return rows


def _dependent(level: int) -> list[Row]:
    return [
        ("HL", str(level), str(level - 1), "23", "0"),
        ("PAT", "19"),
        ("NM1", "QC", "1", "TESTER", "ROBIN"),
        ("N3", "9 ELM STREET"),
        ("N4", "HARTFORD", "CT", "06105"),
        ("DMG", "D8", "20150704", "M"),
    ]


def _claim(bill: Bill) -> list[Row]:
    codes = [composite("ABF" if i else "ABK", code) for i, code in enumerate(bill.diagnoses)]
    rows: list[Row] = [
        (
            "CLM",
            bill.number,
            bill.charge,
            "",
            "",
            composite(bill.place, "B", bill.frequency),
            "Y",
            "A",
            "Y",
            "Y",
        ),
        *bill.references,
        ("HI", *codes),
        ("NM1", "82", "1", "HEALER", "JORDAN", "", "", "", "XX", RENDERING),
        ("PRV", "PE", "PXC", "207Q00000X"),
        *bill.others,
    ]
    for position, line in enumerate(bill.lines, 1):
        rows += [
            ("LX", str(position)),
            (
                "SV1",
                composite("HC", line.code, *line.modifiers),
                line.charge,
                "UN",
                line.units,
                line.place,
                "",
                composite(*line.pointers),
            ),
            ("DTP", "472", "D8", f"{line.on:%Y%m%d}"),
            ("REF", "6R", f"{bill.number}L{position}"),
            *line.more,
        ]
    return rows


def file_of(rows: Sequence[Row], *, control_number: int = 1, at: datetime = NOW) -> bytes:
    """Return one interchange with one 837P of these rows."""
    envelope = Envelope(
        "ZZ",
        "SUBMIT1",
        "ZZ",
        "CLEANCLAIMSIM",
        control_number,
        at,
        "T",
        "HC",
        "SUBMIT1",
        "CLEANCLAIMSIM",
        "005010X222A1",
    )
    return write_interchange(envelope, [("837", list(rows))])


def sent(*bills: Bill, control_number: int = 1, at: datetime = NOW) -> bytes:
    """Return one file with these claims."""
    return file_of(rows_of(bills, at), control_number=control_number, at=at)


def edited(rows: Sequence[Row], find: tuple[str, ...], change: Callable[[Row], Row | None]) -> list[Row]:
    """Return the rows with each that begins like ``find`` changed, or left out when ``None``."""
    result: list[Row] = []
    hit = False
    for row in rows:
        if row[: len(find)] == find:
            hit = True
            new = change(row)
            if new is not None:
                result.append(new)
        else:
            result.append(row)
    assert hit, f"nothing begins with {find}"
    return result


def put(position: int, value: str) -> Callable[[Row], Row]:
    """Return a change that sets one element of a row."""

    def change(row: Row) -> Row:
        padded = list(row) + [""] * (position + 1 - len(row))
        padded[position] = value
        return tuple(padded)

    return change


def segments(data: bytes) -> list[Segment]:
    """Return a file's segments."""
    return list(read_segments(data))


def statuses(data: bytes) -> list[tuple[str, ...]]:
    """Return the components of the STC01 of the patient level of a 277CA, claim by claim."""
    found: list[tuple[str, ...]] = []
    for transaction in read_transactions(data):
        level = ""
        for segment in transaction.segments:
            if segment.id == "HL":
                level = segment.get(3)
            if segment.id == "STC" and level == "PT":
                found.append(segment.components(1))
    return found
