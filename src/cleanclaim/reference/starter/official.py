"""Which official files the starter pack takes rows from, and which rows."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from cleanclaim.codesets import ANESTHESIA, GPCI, LOCALITY, MPFS, TELEHEALTH, ZIP_LOCALITY
from cleanclaim.primitives import InvalidValue
from cleanclaim.reference.draft import quarter
from cleanclaim.reference.starter.official_edits import code_editor_tables, ncci_tables
from cleanclaim.reference.starter.placed import OfficialTable, all_rows, imported


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
    values = imported(MPFS, fees / "PPRRVU2025_Oct.csv", lambda cells: tuple(cells[:2]))
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
        imported(MPFS, excerpt, lambda cells: tuple(cells[:2])),
        "PPRRVU2026_Jul_nonQPP.csv of RVU26C (CMS), the lines at hand",
        remark="It has the conversion factor of 2026 and no service that is priced with it.",
    )
    yield from _localities(fees)
    yield _zip_codes(official / "zip_locality" / "ZIP5_OCT2025.txt")
    yield from ncci_tables(official, wanted)
    yield from code_editor_tables(official / "mce")
    listed = official / "telehealth" / "cy2026_list_508.excerpt.redacted.txt"
    yield OfficialTable(
        "telehealth-2026.csv",
        TELEHEALTH,
        "Starter pack: telehealth services 2026, 3 codes",
        date(2026, 1, 1),
        date(2026, 12, 31),
        listed,
        imported(TELEHEALTH, listed, lambda cells: (cells[0],), delimiter="\t"),
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
            imported(kind, fees / file, key),
            f"{file} (CMS)",
            completeness="complete",
        )


def _zip_codes(path: Path) -> OfficialTable:
    """Return the ZIP codes of the demonstration's state and of San Francisco."""
    taken = [row for row in all_rows(ZIP_LOCALITY, path) if row.state == "OH" or row.zip.startswith("941")]
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
