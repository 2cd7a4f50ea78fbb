"""The relative value file as fixed-width text, beside the same as CSV."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cleanclaim.codesets import MPFS, KeyedTable, Known, RelativeValue, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import rvu, write, zipped

DAY = date(2025, 11, 4)
PRINTED = (
    "HDR NOTICE\n"
    # Two rows as RVU25A prints them, with another text, and one made up.
    "A0382  Text                                              X   0.00   0.00     0.00    0.00   0.00  0.00"
    "9XXX.00.00.0099999             32.3465 090 99      0.00   0.00   0.00\r\n"
    "00100  Text                                              J   0.00   0.00     0.00    0.00   0.00  0.00"
    "9XXX.00.00.0099999             32.3465 090 99      0.00   0.00   0.00\r\n"
    "45380TCText                                              A   3.56   8.79NA   1.93    0.47  12.82  5.96"
    "0000.10.80.1030100       45378 32.3465 010 88      1.50   0.25   0.01\r\n"
    "TRL NOTICE\n"
)


def line(row: RelativeValue) -> str:
    """Return a row as the layout of RVU25D.pdf has it."""

    def share(value: object) -> str:
        return f"{value:.2f}"[1:]

    return (
        f"{row.code}{row.modifier:2}{'Text':50}{row.status} {row.work:6} {row.nonfacility_pe:6}"
        f"{'NA' if row.nonfacility_na else '  '} {row.facility_pe:6}{'NA' if row.facility_na else '  '}"
        f" {row.malpractice:5} {row.nonfacility_total:6}{row.facility_total:6}{row.pc_tc}{row.global_days}"
        f"{share(row.preoperative)}{share(row.intraoperative)}{share(row.postoperative)}"
        f"{row.multiple_procedure}{row.bilateral}{row.assistant}{row.co_surgeons}{row.team}{'':7}"
        f"{row.endoscopic_base:5}{row.conversion_factor:8} {row.supervision}{row.calculation_flag} "
        f"{row.imaging_family}    {row.opps_nonfacility_pe:6} {row.opps_facility_pe:6} "
        f"{row.opps_malpractice:6}\r\n"
    )


def rows_of(store: Path, code: str) -> tuple[RelativeValue, ...]:
    answer = open_store(store).find(MPFS, code, DAY)
    assert isinstance(answer, Known)
    return answer.value


def all_rows(table: KeyedTable[RelativeValue]) -> list[RelativeValue]:
    keys = table.keys()
    return [row for key in keys for row in table.every(key)]


def test_values_are_read_by_the_positions_of_the_layout(tmp_path: Path) -> None:
    file = write(tmp_path / "PPRRVU2025_Oct.txt", PRINTED)
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.label, release.completeness) == ("MPFS relative values 2025 Q4", "partial")
    assert release.counts["rows"] == 3
    (row,) = rows_of(tmp_path / "store", "45380")
    assert [str(one) for one in (row.work, row.nonfacility_pe, row.facility_pe, row.malpractice)] == [
        "3.56", "8.79", "1.93", "0.47",
    ]  # fmt: skip
    assert (row.modifier, row.status, row.global_days, row.endoscopic_base) == ("TC", "A", "000", "45378")
    assert (row.multiple_procedure, row.assistant, row.imaging_family) == ("3", "1", "88")
    assert (row.nonfacility_na, row.facility_na, str(row.opps_malpractice)) == (True, False, "0.01")
    assert row.intraoperative == Decimal("0.80")


def test_a_zip_with_both_forms_makes_one_release(tmp_path: Path) -> None:
    both = zipped(
        tmp_path / "rvu25d.zip",
        write(tmp_path / "PPRRVU2025_Oct.txt", PRINTED),
        rvu(tmp_path / "PPRRVU2025_Oct.csv"),
    )
    (release,) = import_files([both], tmp_path / "store").releases
    assert release.source == "PPRRVU2025_Oct.csv"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("values.txt", PRINTED, "nothing says from when"),
        ("PPRRVU2025_Oct.txt", PRINTED.replace("   0.01\r\n", "\r\n"), "line of 164 characters"),
        ("PPRRVU2025_Oct.txt", PRINTED.replace("00100  ", "A0382  "), "there twice"),
    ],
)
def test_a_damaged_or_undated_text_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)


@pytest.mark.shared
def test_the_whole_real_table_written_as_text_reads_as_the_csv(tmp_path: Path, shared_dir: Path) -> None:
    import_files([shared_dir / "reference" / "mpfs" / "PPRRVU2025_Oct.csv"], tmp_path / "csv")
    table = open_store(tmp_path / "csv").table(MPFS, DAY)
    assert isinstance(table, Known)
    rows = all_rows(table.value)
    text = write(tmp_path / "PPRRVU2025_Oct.txt", "HDR NOTICE\r\n" + "".join(map(line, rows)))
    (release,) = import_files([text], tmp_path / "text").releases
    assert (release.completeness, release.counts["rows"]) == ("complete", len(rows))
    other = open_store(tmp_path / "text").table(MPFS, DAY)
    assert isinstance(other, Known)
    # The text does not say which values are not used for Medicare; nothing is priced by that.
    same = [msgspec.structs.replace(row, not_used_for_medicare=False) for row in rows]
    assert all_rows(other.value) == same
