"""What ``reference search`` tells of the codes it finds, and ``reference show`` of indexes and PCS."""

import json
from pathlib import Path

import pytest

from tests.reference.index_files import INDEX_FILES
from tests.reference.official import hcpcs, hcpcs_row, write
from tests.reference.pcs_files import PCS_FILES
from tests.reference.test_reference_command import run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, files = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("files")
    for name, text in (INDEX_FILES | PCS_FILES).items():
        write(files / name, text, "utf-8")
    hcpcs(
        files / "HCPC2026_OCT_ANWEB.csv",
        hcpcs_row("A4550", "3", "Surgical trays"),
        hcpcs_row("A4551", "3", "Surgical things", TERM_DT="20241231"),
    )
    done = run(place, "import", str(files))
    assert done.returncode == 0, done.stderr
    return place


def test_a_hit_as_json_has_hierarchy_notes_and_days(data: Path) -> None:
    done = run(data, "search", "dm2", "kidney", "--date", "2026-05-01", "--kind", "ICD10CM", "--json")
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["code"], first["billable"], first["in_force"]) == ("E1122", True, True)
    assert first["chapter"]["number"] == "4"
    assert first["block"]["title"].startswith("Diabetes mellitus")
    assert [parent["code"] for parent in first["parents"]] == ["E11", "E112"]
    assert first["parents"][0]["title"] == "Type 2 diabetes mellitus"
    assert {"at": "E11", "text": "gestational diabetes (O24.4-)"} in first["notes"]["excludes1"]
    assert any(note["at"] == "E11.22" for note in first["notes"]["use_additional"])
    assert (first["valid_from"], first["valid_to"]) == ("2025-10-01", "2026-09-30")


def test_a_code_that_needs_a_seventh_character_says_so(data: Path) -> None:
    done = run(data, "search", "S52.501", "--date", "2026-05-01", "--json", "--limit", "1")
    (line,) = (json.loads(line) for line in done.stdout.splitlines() if '"ICD10CM"' in line)
    assert line["needs_seventh_character"]
    assert dict(line["seventh_characters"])["S"] == "sequela"


def test_details_are_lines_under_the_code(data: Path) -> None:
    done = run(data, "search", "asthma", "--date", "2026-05-01", "--details", "--limit", "1")
    assert "J45.909     Unspecified asthma, uncomplicated" in done.stdout
    assert "            J45: Asthma" in done.stdout
    assert "chapter 10: Diseases of the respiratory system" in done.stdout
    assert "(at chapter 10): " in done.stdout


def test_the_words_by_which_a_code_was_found_are_told(data: Path) -> None:
    done = run(data, "search", "heart", "attack", "--date", "2026-05-01", "--limit", "1")
    assert "I21.9       Acute myocardial infarction, unspecified  [heart attack]" in done.stdout


def test_pcs_codes_are_found_by_a_usual_name_with_the_meaning_of_their_characters(data: Path) -> None:
    done = run(data, "search", "appendectomy", "--date", "2026-11-03", "--kind", "ICD10PCS", "--details")
    assert "0DTJ4ZZ     Resection, Appendix, Percutaneous Endoscopic (Gastrointestinal System)" in done.stdout
    assert "5 Approach: 4 Percutaneous Endoscopic" in done.stdout


def test_an_ended_supply_is_told_by_its_code_only(data: Path) -> None:
    ended = run(data, "search", "A4551", "--date", "2026-11-03", "--kind", "HCPCS")
    assert ended.stdout.startswith("A4551     x ")
    assert "x not in force on the day" in ended.stderr
    words = run(data, "search", "surgical", "--date", "2026-11-03", "--kind", "HCPCS", "--json")
    found = [json.loads(line) for line in words.stdout.splitlines()]
    assert [(one["code"], one["valid_from"], one["valid_to"]) for one in found] == [
        ("A4550", "1990-01-01", None)
    ]


def test_show_names_the_ways_of_the_index(data: Path) -> None:
    done = run(data, "show", "K04.7", "--date", "2026-05-01")
    assert "indexed under: Abscess, tooth, teeth" in done.stdout
    as_json = json.loads(run(data, "show", "K04.7", "--date", "2026-05-01", "--json").stdout.splitlines()[0])
    assert as_json["indexed"] == ["Abscess, tooth, teeth"]


def test_show_says_what_the_characters_of_a_procedure_mean(data: Path) -> None:
    done = run(data, "show", "0DTJ4ZZ", "--date", "2026-11-03")
    assert done.returncode == 0
    assert "4 Body Part: J Appendix" in done.stdout
