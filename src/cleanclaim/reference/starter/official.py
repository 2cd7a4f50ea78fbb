"""Which official files the starter pack takes rows from, and how each row's place in them is found."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from cleanclaim.codesets import (
    ADD_ON,
    ANESTHESIA,
    GPCI,
    LOCALITY,
    MCE,
    MPFS,
    MUE_PRACTITIONER,
    PTP_PRACTITIONER,
    TELEHEALTH,
    ZIP_LOCALITY,
    AddOnEdit,
    CodeEdit,
    Kind,
    Known,
    PTPEdit,
    Store,
    UnitLimit,
)
from cleanclaim.primitives import InvalidValue, parse_ccyymmdd
from cleanclaim.reference.draft import fiscal_year, quarter
from cleanclaim.reference.importing import import_files

Placed = tuple[str, Any]
"""A row's place in its file (a line's number, or a key) and the row."""


@dataclass(frozen=True)
class OfficialTable:
    """The rows of one official file that go into the pack. ``as_lists``: rows differ in codes only."""

    name: str
    kind: Kind[Any]
    label: str
    effective_from: date
    effective_to: date
    path: Path
    rows: Sequence[Placed]
    source: str
    completeness: Literal["complete", "partial"] = "partial"
    remark: str = ""
    as_lists: bool = False


def wanted_codes(text: str) -> frozenset[str]:
    """Return the codes of ``codes.txt``: single ones, and ranges of numbers (``97161-97164``)."""
    found: set[str] = set()
    for line in text.splitlines():
        for part in () if line.startswith("#") else line.split():
            first, dash, last = part.partition("-")
            if not dash:
                found.add(first)
                continue
            letter = first[:1] if first[:1].isalpha() else ""
            numbers = range(int(first[len(letter) :]), int(last[len(letter) :]) + 1)
            found.update(f"{letter}{number:0{5 - len(letter)}d}" for number in numbers)
    if any(code.startswith("D") for code in found):
        raise InvalidValue("the pack has no CDT codes.")
    return frozenset(found)


def official_tables(official: Path, wanted: frozenset[str]) -> Iterator[OfficialTable]:
    """Read the official files and yield what the pack takes of each."""
    fees = official / "mpfs"
    values = _imported(MPFS, fees / "PPRRVU2025_Oct.csv", lambda cells: tuple(cells[:2]))
    bases = {row.endoscopic_base for _, row in values if row.code in wanted} - {""}
    taken = [placed for placed in values if placed[1].code in wanted | bases]
    codes = len({row.code for _, row in taken})
    yield OfficialTable(
        "mpfs-2025q4.csv",
        MPFS,
        f"Starter pack: MPFS relative values 2025 Q4, {codes:,} codes",
        *quarter(2025, 4),
        fees / "PPRRVU2025_Oct.csv",
        taken,
        "PPRRVU2025_Oct.csv of RVU25D (CMS)",
    )
    excerpt = fees / "PPRRVU2026_Jul_nonQPP.excerpt.redacted.csv"
    yield OfficialTable(
        "mpfs-2026q3.csv",
        MPFS,
        "Starter pack: MPFS relative values 2026 Q3, 3 codes",
        *quarter(2026, 3),
        excerpt,
        _imported(MPFS, excerpt, lambda cells: tuple(cells[:2])),
        "PPRRVU2026_Jul_nonQPP.csv of RVU26C (CMS), the lines at hand",
        remark="It has the conversion factor of 2026 and no service that is priced with it.",
    )
    yield from _localities(fees)
    yield _zip_codes(official / "zip_locality" / "ZIP5_OCT2025.txt")
    yield from _ncci(official, wanted)
    yield from _code_editor(official / "mce")
    listed = official / "telehealth" / "cy2026_list_508.excerpt.redacted.txt"
    yield OfficialTable(
        "telehealth-2026.csv",
        TELEHEALTH,
        "Starter pack: telehealth services 2026, 3 codes",
        date(2026, 1, 1),
        date(2026, 12, 31),
        listed,
        _imported(TELEHEALTH, listed, lambda cells: (cells[0],), delimiter="\t"),
        "CY 2026 list of Medicare telehealth services (CMS), the lines at hand",
    )


def _localities(fees: Path) -> Iterator[OfficialTable]:
    def place(mac: int, locality: int) -> Callable[[list[str]], tuple[str, ...]]:
        return lambda cells: (cells[mac].strip().zfill(5), cells[locality].strip().zfill(2))

    for kind, file, year, name, title, key in (
        (GPCI, "GPCI2025.csv", 2025, "gpci-2025.csv", "GPCI 2025", place(0, 2)),
        (GPCI, "GPCI2026.csv", 2026, "gpci-2026.csv", "GPCI 2026", place(0, 2)),
        (
            ANESTHESIA,
            "ANES2025.csv",
            2025,
            "anesthesia-2025.csv",
            "anesthesia conversion factors 2025",
            place(0, 1),
        ),
        (LOCALITY, "25LOCCO.csv", 2025, "locality-2025.csv", "counties of the localities 2025", place(0, 1)),
    ):
        yield OfficialTable(
            name,
            kind,
            f"Starter pack: {title}, all localities",
            date(year, 1, 1),
            date(year, 12, 31),
            fees / file,
            _imported(kind, fees / file, key),
            f"{file} (CMS)",
            completeness="complete",
        )


def _zip_codes(path: Path) -> OfficialTable:
    """Return the ZIP codes of the demonstration's state and of San Francisco."""
    with TemporaryDirectory() as place:
        (release,) = import_files([path], Path(place)).releases
        table = Store(Path(place)).table(ZIP_LOCALITY, release.effective_from)
        assert isinstance(table, Known)
        rows = [row for key in table.value.keys() for row in table.value.every(key)]  # noqa: SIM118 - no dict
    taken = [row for row in rows if row.state == "OH" or row.zip.startswith("941")]
    return OfficialTable(
        "zip-locality-2025q4.csv",
        ZIP_LOCALITY,
        f"Starter pack: ZIP codes to localities 2025 Q4, {len(taken):,} of Ohio and San Francisco",
        *quarter(2025, 4),
        path,
        [("the lines of these ZIP codes", row) for row in taken],
        "ZIP5_OCT2025.txt (CMS)",
        as_lists=True,
    )


def _ncci(official: Path, wanted: frozenset[str]) -> Iterator[OfficialTable]:
    units = official / "ncci_mue"
    limits = [
        (f"entry {number}", _limit(entry))
        for number, entry in enumerate(json.loads((units / "mue_practitioner.json").read_text()), 1)
        if entry["code"] in wanted
    ]
    yield OfficialTable(
        "mue-practitioner-2026q2.csv",
        MUE_PRACTITIONER,
        f"Starter pack: NCCI MUE practitioner 2026 Q2, {len(limits):,} codes",
        *quarter(2026, 2),
        units / "mue_practitioner.json",
        limits,
        "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv (CMS), as mue_practitioner.json has it",
    )
    excerpt = units / "MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv"
    yield OfficialTable(
        "mue-practitioner-2026q3.csv",
        MUE_PRACTITIONER,
        "Starter pack: NCCI MUE practitioner 2026 Q3, 5 codes",
        *quarter(2026, 3),
        excerpt,
        _imported(MUE_PRACTITIONER, excerpt, lambda cells: (cells[0],)),
        "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv (CMS), the lines at hand",
    )
    path = official / "ncci_aoc" / "ncci_aoc_edits.json"
    # All primary codes of an add-on code, or none: with some missing, good claims would look wrong.
    edits = [
        (f"entry {number}", _add_on(entry))
        for number, entry in enumerate(json.loads(path.read_text()), 1)
        if entry["code1"] in wanted
    ]
    yield OfficialTable(
        "add-on-2026q3.csv",
        ADD_ON,
        f"Starter pack: NCCI add-on codes 2026 Q3, {len({row.add_on for _, row in edits}):,} of them",
        min(row.effective_from for _, row in edits),
        quarter(2026, 3)[1],
        path,
        edits,
        "AOC_V2026Q3-F-MCR.txt (CMS), as ncci_aoc_edits.json has it",
        remark="Last days of the codes themselves are not in it; those of the edits are.",
    )
    pairs = official / "ncci_ptp" / "ccipra-v322r0-f1.excerpt.txt"
    rows = list(_pairs(pairs))
    yield OfficialTable(
        "ptp-practitioner-2026q3.csv",
        PTP_PRACTITIONER,
        f"Starter pack: NCCI PTP practitioner v32.2, {len(rows)} pairs",
        date(1996, 1, 1),
        quarter(2026, 3)[1],
        pairs,
        rows,
        "ccipra-v322r0-f1.txt (CMS), the lines at hand",
    )


def _code_editor(place: Path) -> Iterator[OfficialTable]:
    v37 = place / "MCE_Simple_Code_Edits_v37.txt"
    with v37.open(encoding="latin-1", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t")
        rows = [
            (f"{line['MCE_Section']} {line['MCE_Subsection']}".strip(" _"), _of_v37(line)) for line in lines
        ]
    yield OfficialTable(
        "mce-v37.csv",
        MCE,
        "Starter pack: Medicare Code Editor v37",
        *fiscal_year(2020),
        v37,
        rows,
        "Definitions of Medicare Code Edits v37 (CMS), as MCE_Simple_Code_Edits_v37.txt has it",
        remark="An old version, which answers for fiscal year 2020 alone. Sex conflicts ended on 2024-10-01.",
        as_lists=True,
    )
    path = place / "mce_edits.json"
    lists = json.loads(path.read_text())["codes"]
    named = {
        "age_newborn": (4, "A", "Newborn_Only"),
        "age_pediatric": (4, "B", "Pediatric_Only"),
        "age_maternity": (4, "C", "Maternity_Only"),
        "age_adult": (4, "D", "Adult_Only"),
        "manifestation_not_pdx": (6, "", "Principal_Manifestation"),
        "unacceptable_pdx": (9, "", "Principal_Unacceptable"),
    }
    yield OfficialTable(
        "mce-v43.csv",
        MCE,
        "Starter pack: Medicare Code Editor v43.1, ages, manifestations, unacceptable principals",
        *fiscal_year(2026),
        path,
        [
            (name, CodeEdit(entry["code"], *place_of))
            for name, place_of in named.items()
            for entry in lists[name]
        ],
        "Definitions of Medicare Code Edits v43.1 (CMS), as mce_edits.json has it (2026-07-11)",
        remark="It has sections 4, 6 and 9 alone: of the others nothing is checked.",
        as_lists=True,
    )


def _of_v37(line: Mapping[str, str]) -> CodeEdit:
    letter = line["MCE_Subsection"].strip("_ ")
    return CodeEdit(line["ICD_Code"], int(line["MCE_Section"]), letter, line["MCE_Edit_Type"])


def _limit(entry: Mapping[str, Any]) -> UnitLimit:
    adjudication, _, rationale = entry["description"].partition("|")
    return UnitLimit(entry["code"], int(entry["mue_value"]), int(adjudication[0]), rationale)


def _add_on(entry: Mapping[str, str]) -> AddOnEdit:
    return AddOnEdit(
        effective_from=date.fromisoformat(entry["effective_date"]),
        effective_to=date.fromisoformat(entry["end_date"]) if entry["end_date"] else None,
        add_on=entry["code1"],
        primary=entry["code2"],
        edit_type=int(entry["modifier"]),
    )


def _pairs(path: Path) -> Iterator[Placed]:
    for number, line in enumerate(path.read_text(encoding="latin-1").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) == 7 and len(cells[0]) == len(cells[1]) == 5 and cells[3].isdigit():
            yield (
                f"line {number}",
                PTPEdit(
                    column1=cells[0],
                    column2=cells[1],
                    before_1996=bool(cells[2].strip()),
                    effective_from=parse_ccyymmdd(cells[3]),
                    effective_to=None if cells[4] == "*" else parse_ccyymmdd(cells[4]),
                    modifier_indicator=int(cells[5]),
                    rationale=cells[6],
                ),
            )


def _imported(
    kind: Kind[Any], path: Path, key: Callable[[list[str]], tuple[str, ...]], *, delimiter: str = ","
) -> list[Placed]:
    """Return all rows of a file as its importer reads it, in the file's order, with their lines."""
    lines: dict[tuple[str, ...], int] = {}
    with path.open(encoding="latin-1", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        for cells in reader:
            if len(cells) > 2:
                lines.setdefault(key(cells), reader.line_num)
    with TemporaryDirectory() as place:
        (release,) = import_files([path], Path(place)).releases
        table = Store(Path(place)).table(kind, release.effective_from)
        assert isinstance(table, Known)
        rows = [row for code in table.value.keys() for row in table.value.every(code)]  # noqa: SIM118 - no dict
    return sorted(((f"line {lines[_identity(row)]}", row) for row in rows), key=_line)


def _identity(row: Any) -> tuple[str, ...]:
    if hasattr(row, "mac"):
        return (row.mac, row.locality)
    return (row.code, row.modifier) if hasattr(row, "modifier") else (row.code,)


def _line(placed: Placed) -> int:
    return int(placed[0].removeprefix("line "))
