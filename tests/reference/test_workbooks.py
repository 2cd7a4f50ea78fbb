"""A table that is published as text and as workbook reads the same from either."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    GPCI,
    MPFS,
    MUE_PRACTITIONER,
    PTP_PRACTITIONER,
    ZIP_LOCALITY,
    Known,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import as_workbook, mue, ptp, rvu, workbook, write, zipped
from tests.reference.test_fee_imports import GPCI_TEXT


def test_ncci_pairs_of_a_workbook_are_those_of_the_text(tmp_path: Path) -> None:
    made = as_workbook(ptp(tmp_path), "ccipra-v323r0-f1.xlsx", "\t")
    (release,) = import_files([made], tmp_path / "store").releases
    assert release.counts["rows"] == 5
    found = open_store(tmp_path / "store").pair(PTP_PRACTITIONER, "11000", "11042", date(2025, 6, 1))
    assert isinstance(found, Known)
    assert found.value is not None


def test_unit_limits_of_a_workbook_are_those_of_the_text(tmp_path: Path) -> None:
    made = as_workbook(mue(tmp_path), "MCR_MUE_PractitionerServices_Eff_10-01-2026.xlsx")
    import_files([made], tmp_path / "store")
    found = open_store(tmp_path / "store").find(MUE_PRACTITIONER, "71046", date(2026, 11, 1))
    assert isinstance(found, Known)
    assert found.value[0].units == 2


def test_relative_values_and_indices_have_the_digits_that_a_sheet_shows(tmp_path: Path) -> None:
    made = as_workbook(rvu(tmp_path / "PPRRVU2025_Oct.csv"), "PPRRVU2025_Oct.xlsx")
    indices = as_workbook(write(tmp_path / "GPCI2026.csv", GPCI_TEXT, "cp1252"), "GPCI2026.xlsx")
    import_files([made, indices], tmp_path / "store")
    store = open_store(tmp_path / "store")
    value = store.find(MPFS, "71046", date(2025, 11, 1))
    assert isinstance(value, Known)
    assert str(value.value[1].nonfacility_pe) == "0.8"
    place = store.find(GPCI, "10112-00", date(2026, 11, 1))
    assert isinstance(place, Known)
    assert str(place.value[0].practice_expense) == "0.875"


def test_of_text_and_workbook_in_one_archive_the_text_is_read(tmp_path: Path) -> None:
    text = mue(tmp_path)
    both = zipped(tmp_path / "mue.zip", text, as_workbook(text, text.with_suffix(".xlsx").name))
    imported = import_files([both], tmp_path / "store")
    assert [release.source for release in imported.releases] == [text.name]
    assert any(".xlsx" in name for name in imported.ignored)


def test_a_workbook_of_another_release_than_the_text_beside_it_is_read_too(tmp_path: Path) -> None:
    text = write(tmp_path / "GPCI2026.csv", GPCI_TEXT, "cp1252")
    later = write(tmp_path / "later.csv", GPCI_TEXT.replace("2026", "2027"), "cp1252")
    both = import_files([text, as_workbook(later, "GPCI2027.xlsx")], tmp_path / "store")
    assert {release.label for release in both.releases} == {"GPCI 2026", "GPCI 2027"}
    assert both.ignored == ()


def test_parts_of_one_table_as_text_and_as_workbook_make_it_together(tmp_path: Path) -> None:
    first = ptp(tmp_path)
    rows = "30000\t30001\t\t20250101\t*\t0\tMore extensive procedure\r\n"
    second = as_workbook(ptp(tmp_path, "two.txt", rows), "ccipra-v323r0-f2.xlsx", "\t")
    (release,) = import_files([first, second], tmp_path / "store").releases
    assert (release.counts["rows"], release.counts["parts"]) == (6, 2)


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    other = workbook(tmp_path / "budget.xlsx", [["Rent", 1200.0], ["Light", 80.5]])
    with pytest.raises(UnreadableFile, match="none of the official files"):
        import_files([other], tmp_path / "store")


@pytest.mark.shared
def test_the_real_workbook_of_zip_codes_holds_the_rows_of_the_text(tmp_path: Path, shared_dir: Path) -> None:
    tables = []
    for suffix in (".txt", ".xlsx"):
        file = shared_dir / "reference/zip_locality" / f"ZIP5_OCT2025{suffix}"
        (release,) = import_files([file], tmp_path / suffix).releases
        assert release.completeness == "complete"
        store = open_store(tmp_path / suffix)
        tables.append(
            [store.find(ZIP_LOCALITY, code, date(2025, 11, 1)) for code in ("43215", "94103", "82001")]
        )
    assert [one.value for one in tables[0] if isinstance(one, Known)] == [
        one.value for one in tables[1] if isinstance(one, Known)
    ]
    assert all(isinstance(one, Known) for one in tables[0])
