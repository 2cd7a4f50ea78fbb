"""Anesthesia base units: from their table where it is loaded, else given."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleanclaim.cli.price import command
from cleanclaim.codesets import ANESTHESIA_BASE, Known, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.pricing.physician_tables import physician_tables
from tests.reference.official import workbook, write

TEXT = "2026 Anesthesia Base Units by CPT Code,\n,\nCPT Code,Base Units\n00100,5\n00840,6\n01967,5\n"
SLEEP = ("00100", "-m", "AA", "--date", "2026-08-03", "--locality", "10112-00", "--minutes", "95")


def test_the_table_answers_where_no_base_units_are_given(tmp_path: Path) -> None:
    physician_tables(tmp_path)
    store = tmp_path / "store"
    import_files([write(tmp_path / "anesthesia base units.csv", TEXT)], store)
    result = CliRunner().invoke(command, [*SLEEP, "--reference", str(store)], standalone_mode=False)
    given = CliRunner().invoke(
        command, [*SLEEP, "--base-units", "5", "--reference", str(store)], standalone_mode=False
    )
    assert "00100 has 5 base units" in result.stdout
    assert result.stdout.splitlines()[0] == given.stdout.splitlines()[0]
    assert "226.00" in result.stdout


def test_a_workbook_whose_name_has_the_year_reads_the_same(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["Code", "Base Unit"], ["00100", 5.0], ["00840", 6.0]]
    file = workbook(tmp_path / "2026 anesthesia base units.xlsx", rows)
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.kind, release.completeness) == ("ANESTHESIA_BASE", "partial")
    found = open_store(tmp_path / "store").find(ANESTHESIA_BASE, "00840", date(2026, 3, 1))
    assert isinstance(found, Known)
    assert found.value[0].units == 6


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("2025 base units.csv", TEXT, "mislabelled"),
        ("base units.csv", TEXT.replace("2026 ", ""), "nothing says from when"),
        ("base units.csv", TEXT.replace("00840,6", "00100,6"), "there twice"),
        ("base units.csv", TEXT.replace("00840,6", "00840,x"), "not a number"),
    ],
)
def test_a_mislabelled_or_damaged_table_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        import_files([write(tmp_path / name, text)], tmp_path / "store")
