"""NCCI medically unlikely edits: ``MCR_MUE_PractitionerServices_Eff_10-01-2026.csv`` and its like."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.ncci import MUE_DME, MUE_OUTPATIENT, MUE_PRACTITIONER, UnitLimit
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter, quarter_of
from cleanclaim.reference.sources import SourceFile

_DATE = re.compile(r"Eff[_ -](\d{2})-(\d{2})-(\d{4})", re.I)
_SERVICES = {
    "practitioner": (MUE_PRACTITIONER, "practitioner"),
    "outpatient": (MUE_OUTPATIENT, "outpatient hospital"),
    "dme": (MUE_DME, "DME supplier"),
}
# 15,095 practitioner rows in 2026 Q2 (FORMATS.md); the other two bounds are wide, for want of a count.
_BOUNDS = {
    MUE_PRACTITIONER.name: (12_000, 25_000),
    MUE_OUTPATIENT.name: (8_000, 25_000),
    MUE_DME.name: (500, 15_000),
}
_CANARIES = {MUE_PRACTITIONER.name: ("99213", "71046", "V5364"), MUE_OUTPATIENT.name: ("71046",)}


def _recognise(file: SourceFile) -> bool:
    return "MUE Values" in file.start and "MUE Adjudication Indicator" in file.start and not file.is_zip


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    table = csv.reader(io.StringIO(file.text(), newline=""))
    kind, name = _heading(table, file)
    said = next((one for one in _SERVICES if one in file.name.lower()), None)
    if said is not None and _SERVICES[said][0] is not kind:
        raise UnreadableFile(
            f"the name says {_SERVICES[said][1]}, the heading {name}.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    rows = Rows()
    try:
        for row in table:
            if any(cell.strip() for cell in row):
                limit = _limit(row)
                if limit.code in rows.by_key:
                    raise ValueError(f"{limit.code} has two rows")
                rows.add(limit.code, limit)
    except (ValueError, csv.Error) as error:
        raise UnreadableFile(
            f"line {table.line_num} is no MUE: {error}.", where=file.where, fix="Fetch the file again."
        ) from None
    start, end = _days(file, asked)
    year, number = quarter_of(start)
    return Draft(
        kind=kind.name,
        label=f"NCCI MUE {name} {year} Q{number}",
        effective_from=start,
        effective_to=end,
        files=[file],
        counts={"codes": rows.count},
        write=rows.write,
        rows=rows,
        problems=[
            *in_bounds("codes", rows.count, *_BOUNDS[kind.name]),
            *has_canaries(rows.by_key, _CANARIES.get(kind.name, ())),
        ],
    )


def _heading(table: Iterator[list[str]], file: SourceFile) -> tuple[Kind[UnitLimit], str]:
    for row in table:
        if len(row) >= 3 and "MUE Values" in row[1]:
            for word, (kind, name) in _SERVICES.items():
                if row[1].lower().startswith(word):
                    return kind, name
            raise UnreadableFile(f"{row[1]!r} is not one of the three MUE tables.", where=file.where)
    raise UnreadableFile("the heading of the MUE table is missing.", where=file.where)


def _limit(row: list[str]) -> UnitLimit:
    if len(row) < 3:
        raise ValueError(f"there are {len(row)} columns instead of 4")
    code, units, adjudication = (cell.strip() for cell in row[:3])
    if len(code) != 5 or not code.isalnum():
        raise ValueError(f"{code!r} is not a procedure code")
    if not units.isdigit():
        raise ValueError(f"{units!r} is not a number of units")
    if adjudication[:1] not in ("1", "2", "3"):
        raise ValueError(f"{adjudication!r} is not an adjudication indicator")
    return UnitLimit(code, int(units), int(adjudication[0]), row[3].strip() if len(row) > 3 else "")


def _days(file: SourceFile, asked: Asked) -> tuple[date, date]:
    named = _DATE.search(file.name)
    start = asked.effective_from
    if named is not None:
        month, day, year = (int(part) for part in named.groups())
        try:
            of_name = date(year, month, day)
        except ValueError:
            raise UnreadableFile("the date in the name is no date.", where=file.where) from None
        if start is not None and start != of_name:
            raise UnreadableFile(f"the name says {of_name}, --from says {start}.", where=file.where)
        start = of_name
    if start is None:
        raise UnreadableFile(
            "MUE rows have no dates, and the name has none either.",
            where=file.where,
            fix="Give it its published name (…_Eff_MM-DD-YYYY.csv), or say --from DATE.",
        )
    return start, asked.effective_to or quarter(*quarter_of(start))[1]


IMPORTER = Importer("NCCI MUE", _recognise, _read)
