"""HCPCS as fixed-width text: the real table, written in that layout, reads as the workbook does."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import HCPCS, HCPCSCode, KeyedTable, Known, open_store
from cleanclaim.reference import import_files
from cleanclaim.reference.hcpcs_text import _COLUMNS
from cleanclaim.reference.sources import source_files
from cleanclaim.reference.spreadsheet import sheet_rows

ON = date(2020, 11, 1)


def as_text(workbook: Path, path: Path) -> Path:
    (file,) = source_files([workbook])
    rows = list(sheet_rows(file))
    heading = next(row for row in rows if row and row[0] == "HCPC")
    lines = []
    for row in rows[rows.index(heading) + 1 :]:
        cells = dict(zip(heading, row, strict=False))
        if not cells.get("HCPC"):
            continue
        cells["HCPC"] = cells["HCPC"].strip().rjust(5)
        cells["SEQNUM"] = cells["SEQNUM"].zfill(5)
        line = [" "] * 293
        for name, first, last in _COLUMNS:
            text = cells.get(name, "")[: last - first + 1]
            line[first - 1 : first - 1 + len(text)] = text
        lines.append("".join(line).rstrip())
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("cp1252", "replace"))
    return path


def table(store: Path) -> KeyedTable[HCPCSCode]:
    answer = open_store(store).table(HCPCS, ON)
    assert isinstance(answer, Known)
    return answer.value


@pytest.mark.shared
def test_the_real_table_as_text_reads_as_the_workbook(tmp_path: Path, shared_dir: Path) -> None:
    workbook = shared_dir / "reference/hcpcs/HCPC2020_OCT_ANWEB.xlsx"
    text = as_text(workbook, tmp_path / "HCPC2020_OCT_ANWEB.txt")
    (release,) = import_files([text], tmp_path / "text").releases
    assert (release.completeness, release.counts) == ("complete", {"codes": 6825, "modifiers": 371})
    import_files([workbook], tmp_path / "table")
    ours, theirs = table(tmp_path / "text"), table(tmp_path / "table")
    assert ours.keys() == theirs.keys()
    for key in theirs.keys():  # noqa: SIM118
        (one,), (other,) = ours.every(key), theirs.every(key)
        assert (one.effective_from, one.effective_to, one.changed) == (
            other.effective_from,
            other.effective_to,
            other.changed,
        )
        assert (one.short, one.coverage, one.betos, one.types_of_service, one.pricing, one.action) == (
            other.short, other.coverage, other.betos, other.types_of_service, other.pricing, other.action,
        )  # fmt: skip
        assert one.cross_references == other.cross_references
        assert one.title[:60] == other.title[:60]
