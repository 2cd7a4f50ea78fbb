"""A store of somebody's own: what ships stands behind it, what else was imported does not."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.cli.reference_store import reference_store
from cleanclaim.codesets import GPCI, MPFS, NotCovered
from cleanclaim.primitives import UnreadableFile

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


def test_a_store_that_is_not_there_is_refused(home: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such reference store"):
        reference_store(home / "absent")
