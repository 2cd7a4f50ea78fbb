"""``cleanclaim reference`` as its user sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data dir")


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleanclaim", "reference", *arguments],
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_compiles_what_ships_and_says_what_covers_a_day(data: Path) -> None:
    done = run(data, "status", "--on", "2026-10-01")
    assert done.returncode == 0, done.stderr
    assert "2025-10-01 to 2026-09-30" in done.stdout
    assert "NOT covered" in done.stdout


def test_show_gives_title_and_notes_with_their_place(data: Path) -> None:
    done = run(data, "show", "E11.9", "--date", "2025-12-01")
    assert done.returncode == 0
    assert "E11.9  Type 2 diabetes mellitus without complications" in done.stdout
    assert "excludes1 (at E11): gestational diabetes (O24.4-)" in done.stdout


def test_a_code_that_does_not_exist_is_exit_status_1(data: Path) -> None:
    done = run(data, "show", "E11.99", "--date", "2025-12-01")
    assert (done.returncode, done.stdout.strip()) == (
        1,
        "E11.99 is not in ICD-10-CM FY2026 (April 2026 files).",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "E11.9", "--date", "2026-10-01"), "No loaded ICD-10-CM release is in force on 2026-10-01"),
        (("show", "E11.9", "--date", "yesterday"), "'yesterday' is not a date"),
        (("--reference", "/nowhere", "status"), "there is no such directory"),
        (("--reference", ".", "search", "asthma"), "No ICD-10-CM release is loaded"),
    ],
)
def test_what_cannot_be_answered_is_one_line_and_exit_status_2(
    data: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(data, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_search_as_json_is_one_code_a_line(data: Path) -> None:
    done = run(data, "search", "low", "back", "pain", "--date", "2025-12-01", "--json")
    codes = [json.loads(line)["code"] for line in done.stdout.splitlines()]
    assert codes[:2] == ["M545", "M5459"]
    assert done.stderr == ""
