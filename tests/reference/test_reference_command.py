"""``cleanclaim reference`` as its user sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reference.official import hcpcs, hcpcs_row, mue, ptp, rvu, write

ENDED = hcpcs_row("C9014", "3", "Injection of something", TERM_DT="20181231")


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
        (("--reference", "/nowhere", "status"), "there is no such reference store"),
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
    assert codes[:2] == ["M5450", "M545"]
    assert done.stderr == ""


@pytest.fixture(scope="module")
def imported(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """A store of its own with small official files; the arguments that name it."""
    place = tmp_path_factory.mktemp("official")
    store = place / "store"
    mue(place / "files")
    ptp(place / "files")
    rvu(place / "files" / "PPRRVU2025_Oct.csv")
    hcpcs(place / "files" / "HCPC2026_OCT_ANWEB.csv", hcpcs_row("A4550", "3", "Surgical trays"), ENDED)
    write(place / "files" / "readme.pdf", "nothing of ours")
    done = run(data, "import", str(place / "files"), "--store", str(store))
    assert done.returncode == 0, done.stderr
    assert "imported: NCCI MUE practitioner 2026 Q4  [partial]" in done.stdout
    assert "What is absent from a partial release is not checked." in done.stdout
    assert done.stderr.strip() == f"passed over (no table that is kept): {place / 'files' / 'readme.pdf'}"
    return ("--reference", str(store))


def test_importing_again_says_that_it_is_there(data: Path, tmp_path: Path, imported: tuple[str, ...]) -> None:
    done = run(data, *imported, "import", str(mue(tmp_path)), "--json")
    (line,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (line["kind"], line["already_there"], line["completeness"]) == (
        "MUE_PRACTITIONER",
        True,
        "partial",
    )


def test_a_file_of_no_known_kind_is_one_line_and_exit_status_2(data: Path, tmp_path: Path) -> None:
    done = run(data, "import", str(write(tmp_path / "letter.txt", "Dear payer")))
    assert done.returncode == 2
    assert "letter.txt: this is none of the official files" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_status_says_what_is_covered_expired_and_switched_off(data: Path, imported: tuple[str, ...]) -> None:
    out = run(data, *imported, "status", "--on", "2026-11-22").stdout
    assert "NCCI MUE, practitioner: covered by NCCI MUE practitioner 2026 Q4 (PARTIAL" in out
    assert (
        "NOT covered, EXPIRED on 2026-09-30; not checked or computed: physician fee schedule amounts" in out
    )
    assert "HCC mappings: risk adjustment categories" in out.partition("Not loaded")[2]
    lines = [
        json.loads(line)
        for line in run(data, *imported, "status", "--on", "2026-11-22", "--json").stdout.splitlines()
    ]
    kinds = {line["kind"]: line for line in lines if "answering" in line}
    assert kinds["MPFS"]["expired"]
    assert kinds["MPFS"]["not_checked"] == "physician fee schedule amounts"
    assert kinds["MUE_PRACTITIONER"]["answering"] == "NCCI MUE practitioner 2026 Q4"
    assert kinds["HCC"]["loaded"] is False


def test_show_gives_what_every_table_says_of_a_code(data: Path, imported: tuple[str, ...]) -> None:
    out = run(data, *imported, "show", "71046", "--date", "2025-11-04").stdout
    assert "71046  MPFS relative values 2025 Q4" in out
    assert "modifier 26; status A; work 0.20" in out
    done = run(data, *imported, "show", "99213", "--date", "2026-11-04", "--json")
    (line,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (line["kind"], line["release"], line["rows"][0]["units"]) == (
        "MUE_PRACTITIONER",
        "NCCI MUE practitioner 2026 Q4",
        2,
    )


def test_show_of_an_ended_code_says_until_when_it_held(data: Path, imported: tuple[str, ...]) -> None:
    done = run(data, *imported, "show", "C9014", "--date", "2026-11-04")
    assert done.returncode == 1
    assert (
        "does not hold on 2026-11-04: from 1990-01-01 to 2018-12-31 (HCPCS Level II 2026 Q4)" in done.stdout
    )


def test_show_of_a_pair_gives_the_edit_whichever_way_round(data: Path, imported: tuple[str, ...]) -> None:
    for pair in ("11000-11042", "11042-11000"):
        out = run(data, *imported, "show", pair, "--date", "2026-11-04").stdout
        assert "column1 11000; column2 11042; modifier indicator 0" in out


@pytest.mark.parametrize(
    ("code", "on", "sentence"),
    [
        ("99213", "2031-01-01", "is in force on 2031-01-01"),
        ("99499", "2026-11-04", "partial"),
        ("11000-99213", "2026-11-04", "partial"),
        ("E11.9", "2026-11-04", "No loaded ICD-10-CM release is in force"),
    ],
)
def test_what_no_table_can_say_is_exit_status_2(
    data: Path, imported: tuple[str, ...], code: str, on: str, sentence: str
) -> None:
    done = run(data, *imported, "show", code, "--date", on)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_search_looks_into_every_system_with_titles(data: Path, imported: tuple[str, ...]) -> None:
    done = run(data, *imported, "search", "surgical", "tray", "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("HCPCS", "A4550") in [(line["kind"], line["code"]) for line in found]
    refused = run(data, *imported, "search", "tray", "--kind", "mpfs")
    assert refused.returncode == 2
    assert "'mpfs' cannot be searched" in refused.stderr


def test_status_says_at_a_glance_what_the_starter_pack_is_answers_and_no_longer_answers(data: Path) -> None:
    out = run(data, "status", "--on", "2026-11-22").stdout.splitlines()
    assert "not a production release" in out[1]
    assert "Geographic practice cost indices" in out[2]
    assert "NCCI MUE, practitioner (to 2026-09-30)" in out[3]
    lines = [json.loads(line) for line in run(data, "status", "--json").stdout.splitlines()]
    assert {line["kind"] for line in lines if line.get("starter") and "label" in line} >= {
        "MPFS",
        "GPCI",
        "MCE",
    }
    assert not any(line["starter"] for line in lines if line.get("label", "").startswith("ICD-10-CM"))


def test_status_on_a_day_that_the_pack_covers_says_what_of_it_answers(data: Path) -> None:
    out = run(data, "status", "--on", "2025-11-04").stdout
    assert (
        "Physician fee schedule relative values: covered by Starter pack: MPFS relative values 2025 Q4" in out
    )
    assert "Short lists that ship: Place of service" in out


def test_a_procedure_is_not_called_unknown_because_it_is_in_no_short_list(data: Path) -> None:
    done = run(data, "show", "33999", "--date", "2025-11-04")
    assert done.returncode == 2
    assert "it cannot say whether the code exists" in done.stderr


def test_short_lists_are_shown_and_searched_by_kind(data: Path) -> None:
    assert "observation" in run(data, "show", "0762", "--date", "2026-11-22").stdout
    assert run(data, "show", "9998", "--date", "2026-11-22").returncode == 1
    assert "0762" in run(data, "search", "observation", "--kind", "REVENUE").stdout
    assert "0762" not in run(data, "search", "observation", "--date", "2025-11-22").stdout
