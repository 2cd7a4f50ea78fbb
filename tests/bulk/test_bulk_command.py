"""``cleanclaim bulk``: many files, the same answers as one by one."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanclaim.bulk import map_many
from cleanclaim.cli.bulk import command
from cleanclaim.cli.scrub import command as scrub
from cleanclaim.cli.x12 import command as x12
from cleanclaim.primitives import ConfigurationError
from tests.x12.samples import CLAIM, HEADER, changed, claim_file


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _data_directory(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(data))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.837").write_bytes(claim_file())
    (tmp_path / "b.837").write_bytes(claim_file(changed((*HEADER, *CLAIM), ("CLM",), 2, "151")))
    (tmp_path / "inner" / "c.x12").write_bytes(claim_file(changed((*HEADER, *CLAIM), ("SV1",), 7, "9")))
    (tmp_path / "readme.md").write_text("not a file of claims")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def problems(result: Result) -> list[tuple[str, str]]:
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [(Path(one["file"]).name, one["id"]) for one in found if one["severity"] == "error"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_directory_is_validated_file_by_file_in_order(folder: Path, workers: str) -> None:
    result = run("validate", "--json", "--workers", workers, "--level", "4", str(folder))
    assert problems(result) == [
        ("b.837", "claim-charge-unbalanced"),
        ("c.x12", "diagnosis-pointer-beyond-diagnoses"),
    ]
    assert result.return_value == 1
    assert "3 files: 2 errors." in result.stderr


def test_the_lines_are_those_of_the_single_commands(folder: Path) -> None:
    path = str(folder / "b.837")
    for name, single, options in (("validate", x12, ["validate"]), ("scrub", scrub, [])):
        alone = CliRunner().invoke(single, [*options, "--json", path], standalone_mode=False)
        many = run(name, "--json", path)
        assert many.stdout == alone.stdout
        assert many.return_value == alone.return_value


def test_a_file_that_cannot_be_read_leaves_2_and_the_others_are_worked_on(folder: Path) -> None:
    bad = folder / "bad.837"
    bad.write_text("Dear colleague")
    result = run("validate", "--json", "--level", "3", str(folder))
    assert ("b.837", "claim-charge-unbalanced") in problems(result)
    assert "this is not an X12 file" in result.stderr
    assert result.return_value == 2


def test_a_directory_without_such_files_is_refused_in_words(tmp_path: Path) -> None:
    assert "no EDI files" in str(run("validate", str(tmp_path)).exception)


def test_a_cluster_without_dask_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ConfigurationError, match="Dask is not installed"):
        list(map_many(str, [1], dask="tcp://127.0.0.1:1"))
