"""A file under a name that is not its own, or cut short, is doubted by what is known of that release."""

from pathlib import Path

import pytest

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from cleanclaim.reference.doubts import of_another_year, published_counts
from cleanclaim.reference.shipped import SHIPPED_YEAR, shipped_codes
from tests.reference.official import (
    MUE_HEADING,
    MUE_ROWS,
    PTP_HEADING,
    PTP_ROWS,
    hcpcs,
    hcpcs_row,
    order,
    rvu,
    write,
)
from tests.reference.test_fee_imports import GPCI_TEXT, zip_line

NOTICE = "CPT codes are copyright 2025 American Medical Association"


def said_of(path: Path, store: Path) -> str:
    (release,) = import_files([path], store).releases
    assert release.completeness == "partial"
    return " ".join(release.remarks)


@pytest.mark.parametrize(("year", "doubted"), [(2025, True), (2026, False), (2027, True)])
def test_unit_limits_under_another_years_name_are_doubted_by_the_notice_in_them(
    tmp_path: Path, year: int, doubted: bool
) -> None:
    heading = MUE_HEADING.format(service="Practitioner Services").replace("Notice of the publisher", NOTICE)
    file = write(tmp_path / f"MCR_MUE_PractitionerServices_Eff_10-01-{year}.csv", heading + MUE_ROWS)
    assert ("may be mislabelled" in said_of(file, tmp_path / "store")) == doubted


@pytest.mark.parametrize(("version", "doubted"), [("313", True), ("323", False)])
def test_pairs_under_another_years_name_are_doubted_by_the_notice_in_them(
    tmp_path: Path, version: str, doubted: bool
) -> None:
    heading = PTP_HEADING.replace("CPT only copyright notice", NOTICE)
    file = write(tmp_path / f"ccipra-v{version}r0-f1.txt", heading + PTP_ROWS)
    assert ("may be mislabelled" in said_of(file, tmp_path / "store")) == doubted


def test_codes_under_a_later_years_name_are_doubted_when_none_is_of_that_year(tmp_path: Path) -> None:
    row = hcpcs_row("A4550", "3", "Surgical trays", ACT_EFF_DT="20200101")
    assert "mislabelled" in said_of(hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", row), tmp_path / "store")


def test_relative_values_under_another_months_name_are_doubted(tmp_path: Path) -> None:
    assert "The name says month 1, the title 10" in said_of(
        rvu(tmp_path / "PPRRVU2025_Jan.csv"), tmp_path / "s"
    )


def test_zip_codes_under_another_quarters_name_are_doubted(tmp_path: Path) -> None:
    file = write(tmp_path / "ZIP5_JAN2026.txt", zip_line("35004"))
    assert "may be mislabelled" in said_of(file, tmp_path / "store")


def test_relative_values_released_in_another_year_than_they_say_are_doubted(tmp_path: Path) -> None:
    assert "released on 2020-01-01" in said_of(rvu(tmp_path / "PPRRVU2025_Oct.csv"), tmp_path / "store")


def test_an_index_of_zero_is_refused(tmp_path: Path) -> None:
    text = GPCI_TEXT.replace("0.566", "0")
    with pytest.raises(UnreadableFile, match="an index of 0 is none"):
        import_files([write(tmp_path / "GPCI2026.csv", text, "cp1252")], tmp_path / "store")


def test_fewer_rows_than_were_published_are_told_with_both_numbers(tmp_path: Path) -> None:
    file = write(tmp_path / "ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS)
    assert "5 rows, where 2,637,645 were published" in said_of(file, tmp_path / "store")


def test_every_published_count_says_whence_it_is() -> None:
    assert all(one.number > 0 and one.source for one in published_counts())


def test_the_codes_of_one_fiscal_year_under_the_name_of_another_are_doubted() -> None:
    shipped = shipped_codes()
    assert list(of_another_year(shipped, SHIPPED_YEAR, shipped, SHIPPED_YEAR)) == []
    (doubt,) = of_another_year(shipped, SHIPPED_YEAR + 1, shipped, SHIPPED_YEAR)
    assert f"the codes of FY{SHIPPED_YEAR}, not of FY{SHIPPED_YEAR + 1}" in doubt
    next_year = {*shipped, *(f"X{number:06}" for number in range(300))}
    assert list(of_another_year(next_year, SHIPPED_YEAR + 1, shipped, SHIPPED_YEAR)) == []


def test_codes_of_another_year_under_the_shipped_years_name_are_doubted() -> None:
    shipped = shipped_codes()
    older = set(sorted(shipped)[200:])
    (doubt,) = of_another_year(older, SHIPPED_YEAR, shipped, SHIPPED_YEAR)
    assert "missing" in doubt
    assert "A000" in doubt


def test_the_whole_shipped_list_as_an_order_file_of_next_year_is_partial(tmp_path: Path) -> None:
    codes = shipped_codes()
    above = {code[:length] for code in codes for length in range(3, len(code)) if "X" not in code[3:length]}
    lines = sorted({*((one, 0, "Heading") for one in above - codes), *((one, 1, "Title") for one in codes)})
    file = order(tmp_path / f"icd10cm_order_{SHIPPED_YEAR + 1}.txt", tuple(lines))
    assert f"the codes of FY{SHIPPED_YEAR}" in said_of(file, tmp_path / "store")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "percent"),
    [
        ("icd10/ICD10CM_2025_Index.csv", 99),
        ("nucc/nucc_taxonomy_240.csv", 99),
        ("zip_locality/ZIP5_OCT2025.txt", 99),
    ],
)
def test_a_first_file_that_ends_between_two_lines_one_percent_early_is_partial(
    tmp_path: Path, shared_dir: Path, name: str, percent: int
) -> None:
    lines = (shared_dir / "reference" / name).read_bytes().splitlines(keepends=True)
    cut = tmp_path / Path(name).name
    cut.write_bytes(b"".join(lines[: len(lines) * percent // 100]))
    assert "missing" in said_of(cut, tmp_path / "store")


@pytest.mark.shared
def test_real_indices_under_another_years_name_are_refused(tmp_path: Path, shared_dir: Path) -> None:
    renamed = tmp_path / "GPCI2026.csv"
    renamed.write_bytes((shared_dir / "reference/mpfs/GPCI2025.csv").read_bytes())
    with pytest.raises(UnreadableFile, match="mislabelled"):
        import_files([renamed], tmp_path / "store")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "find", "replace"),
    [("mpfs/GPCI2025.csv", "1.5,1.081", "1.5,1.801"), ("mpfs/ANES2025.csv", "27.86", "27.68")],
)
def test_one_other_value_in_a_release_that_ships_makes_it_partial(
    tmp_path: Path, shared_dir: Path, name: str, find: str, replace: str
) -> None:
    text = (shared_dir / "reference" / name).read_text("cp1252")
    assert find in text
    file = write(tmp_path / Path(name).name, text.replace(find, replace), "cp1252")
    assert "Not as in" in said_of(file, tmp_path / "store")
