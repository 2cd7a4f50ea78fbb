"""What ships is compiled once, whole, and by any number of processes at the same time."""

import multiprocessing
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cleanclaim.codesets import ICD10CM_KIND, Known, Release, open_store
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.primitives import ConfigurationError, UnreadableFile
from cleanclaim.reference import compile_shipped, shipped
from cleanclaim.reference.starter import STARTER_TABLES
from cleanclaim.reference.tabular import read_tabular

NOON = datetime(2025, 12, 1, 12, tzinfo=UTC)
SHIPPED_KINDS = {
    ICD10CM_KIND,
    *(kind.name for kind in SHIPPED_LISTS),
    *(table.kind for table in STARTER_TABLES.values()),
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    directory = tmp_path_factory.mktemp("store")
    release, *_ = compile_shipped(directory, imported_at=NOON)
    return directory, release


def files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_the_release_says_what_it_is(compiled: tuple[Path, Release]) -> None:
    _, release = compiled
    assert release.completeness == "complete"
    assert release.counts == {"codes": 98186, "billable": 74719}
    assert (str(release.effective_from), str(release.effective_to)) == ("2025-10-01", "2026-09-30")
    assert release.imported_at == NOON
    assert len(release.sha256) == 64


def test_compiling_again_changes_nothing(compiled: tuple[Path, Release]) -> None:
    directory, release = compiled
    before = files(directory)
    assert compile_shipped(directory)[0] == release
    assert files(directory) == before


def test_no_half_built_release_is_left_behind(compiled: tuple[Path, Release]) -> None:
    directory, _ = compiled
    assert {path.name for path in directory.iterdir()} == SHIPPED_KINDS


def test_what_a_killed_process_left_is_not_seen(tmp_path: Path, compiled: tuple[Path, Release]) -> None:
    directory, _ = compiled
    (tmp_path / ".building-abc").mkdir()
    shutil.copytree(directory / "ICD10CM", tmp_path / ".building-abc" / "ICD10CM")
    assert open_store(tmp_path).releases() == ()


def _compile(directory: Path) -> str:
    return compile_shipped(directory)[0].sha256


def test_two_processes_at_once_leave_one_good_release(tmp_path: Path, compiled: tuple[Path, Release]) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert set(pool.map(_compile, [tmp_path, tmp_path])) == {compiled[1].sha256}
    store = open_store(tmp_path)
    assert len(store.releases(ICD10CM_KIND)) == 1
    assert isinstance(store.icd10cm("E119", NOON.date()), Known)
    assert {path.name for path in tmp_path.iterdir()} == SHIPPED_KINDS


def test_a_list_that_misses_codes_makes_a_partial_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shipped._package_file

    def shortened(name: str) -> bytes:
        return whole(name)[:400_000] if name.endswith(".txt") else whole(name)

    monkeypatch.setattr(shipped, "_package_file", shortened)
    release, *_ = compile_shipped(tmp_path)
    assert release.completeness == "partial"
    store = open_store(tmp_path)
    assert isinstance(store.icd10cm("E119", NOON.date()), Known)
    answer = store.icd10cm("Z99999", NOON.date())
    assert "partial" in getattr(answer, "reason", "")


def test_a_store_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a directory")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        compile_shipped(in_the_way)


def test_a_damaged_release_record_is_one_clear_error(tmp_path: Path) -> None:
    place = tmp_path / "ICD10CM" / "broken"
    place.mkdir(parents=True)
    (place / "release.json").write_bytes(msgspec.json.encode({"kind": "ICD10CM"}))
    with pytest.raises(ConfigurationError, match="import the release again"):
        open_store(tmp_path).releases()


@pytest.mark.parametrize("wrong", [b"", b"<a>", b"<html></html>", b"PK\x03\x04", b"\xff\xfe"])
def test_what_is_not_a_tabular_list_is_refused(wrong: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"list\.xml"):
        read_tabular(wrong, where="list.xml")
