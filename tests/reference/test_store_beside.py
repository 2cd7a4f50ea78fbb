"""A store of somebody's own: what ships stands behind it, what else was imported does not."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleanclaim.cli.reference import command
from cleanclaim.cli.reference_store import reference_store
from cleanclaim.codesets import GPCI, MPFS, NotCovered
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import rvu

DAY = date(2025, 11, 4)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(tmp_path / "data"))
    return tmp_path


def test_what_ships_answers_behind_a_store_of_ones_own_and_nothing_is_written_into_it(home: Path) -> None:
    own = home / "own"
    own.mkdir()
    store = reference_store(own)
    assert not isinstance(store.icd10cm("I10", DAY), NotCovered)
    assert not isinstance(store.find(MPFS, "99213", DAY), NotCovered)
    assert list(own.iterdir()) == []


def test_what_the_data_directory_has_imported_is_not_seen_beside_a_store_that_is_named(home: Path) -> None:
    source = home / "data" / "reference" / "GPCI" / "imported"
    own = home / "own"
    own.mkdir()
    reference_store(None)
    shipped = {release.label for release in reference_store(None).releases(GPCI.name)}
    source.mkdir(parents=True)
    record = next((home / "data" / "reference" / "GPCI").glob("*/release.json")).read_text()
    (source / "release.json").write_text(record.replace("Starter pack", "Imported"))
    assert len(reference_store(None).releases(GPCI.name)) == len(shipped) + 1
    assert {release.label for release in reference_store(own).releases(GPCI.name)} == shipped


def test_status_and_search_of_a_store_of_ones_own_tell_of_what_scrub_and_price_will_use(home: Path) -> None:
    own = home / "own"
    own.mkdir()
    runner = CliRunner()
    status = runner.invoke(command, ["--reference", str(own), "status", "--on", "2025-11-04"])
    assert "ICD-10-CM: covered by ICD-10-CM FY2026" in status.output
    found = runner.invoke(command, ["--reference", str(own), "search", "low", "back", "pain"])
    assert "M54.5" in found.output


def test_a_day_that_nothing_covers_names_each_range_of_days_once(home: Path) -> None:
    own = home / "own"
    import_files([rvu(home / "PPRRVU2025_Oct.csv")], own)
    answer = reference_store(own).find(MPFS, "99213", date(2030, 1, 1))
    assert isinstance(answer, NotCovered)
    assert answer.reason.count("2025-10-01 to 2025-12-31") == 1


def test_a_directory_of_something_else_is_said_to_hold_no_release(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "files"
    other.mkdir()
    (other / "GPCI2026.csv").write_text("official file, not imported")
    answer = reference_store(other).find(GPCI, "10112-00", DAY)
    assert not isinstance(answer, NotCovered)  # what ships
    assert "no imported release in this directory" in capsys.readouterr().err


def test_a_store_that_is_not_there_is_refused(home: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such reference store"):
        reference_store(home / "absent")
