"""``cleanclaim code`` as its user sees it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanclaim.cli.code import SETTING_NAMES, command
from cleanclaim.codesets import Store
from cleanclaim.coding import SETTINGS

NOTE = "CC: knee pain\n\nASSESSMENT AND PLAN\n1. Hypertension.\n2. Left knee pain.\n"
FIELDS = {
    *("id", "date_of_service", "setting", "suggestions", "em", "queries", "releases"),
    "not_coded",
}
SUGGESTION_FIELDS = {
    *("code", "system", "role", "units", "modifiers", "pointers", "poa", "rank", "confidence"),
    *("selected", "decision", "evidence", "why"),
}


def run(store: Store, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, ["--reference", str(store.directory), *map(str, arguments)], standalone_mode=False
    )


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_json_is_one_object_a_note_with_the_fields_of_the_contract(store: Store, tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", NOTE), write(tmp_path / "b.txt", "ASSESSMENT\nAsthma.")
    done = run(store, first, second, "--json", "--date", "2025-12-01", "--setting", "ed")
    assert done.return_value == 0
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in objects] == ["a.txt", "b.txt"]
    for one in objects:
        assert set(one) >= FIELDS
        assert (one["date_of_service"], one["setting"]) == ("2025-12-01", "ed")
        assert one["em"]["code"] in {"99282", "99283", "99284", "99285"}
        assert all(set(suggestion) == SUGGESTION_FIELDS for suggestion in one["suggestions"])
    diagnoses = [one["code"] for one in objects[0]["suggestions"] if one["system"] == "ICD10CM"]
    assert diagnoses == ["I10", "M25.562"]


def test_people_see_codes_titles_and_the_words_that_led_to_them(store: Store, tmp_path: Path) -> None:
    done = run(store, write(tmp_path / "a.txt", NOTE), "--date", "2025-12-01")
    assert "I10" in done.stdout
    assert "M25.562" in done.stdout
    assert "knee pain" in done.stdout


def test_without_a_date_the_last_day_of_the_release_is_used_and_named(store: Store, tmp_path: Path) -> None:
    done = run(store, write(tmp_path / "a.txt", NOTE), "--json")
    assert json.loads(done.stdout)["date_of_service"] == "2026-09-30"
    assert "2026-09-30, the last day of ICD-10-CM FY2026" in done.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the note is empty"),
        (b"  \r\n\t\n", "the note is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text but binary data"),
        ("ASSESSMENT\nMenière disease".encode("latin-1"), "the text is not UTF-8: byte 15 is 0xe8"),
    ],
)
def test_a_note_that_cannot_be_read_is_one_sentence_and_exit_status_2(
    store: Store, tmp_path: Path, content: bytes, sentence: str
) -> None:
    good = write(tmp_path / "good.txt", NOTE)
    done = run(store, write(tmp_path / "bad.txt", content), good, "--json", "--date", "2025-12-01")
    assert done.return_value == 2
    assert sentence in done.stderr
    assert "bad.txt" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good.txt"]


def test_a_missing_file_is_one_sentence(store: Store, tmp_path: Path) -> None:
    done = run(store, tmp_path / "nowhere.txt", "--date", "2025-12-01")
    assert (done.return_value, "there is no such file" in done.stderr) == (2, True)


def test_a_date_outside_the_release_is_not_coded(store: Store, tmp_path: Path) -> None:
    done = run(store, write(tmp_path / "a.txt", NOTE), "--date", "2026-10-01", "--json")
    assert (done.return_value, done.stdout) == (2, "")
    assert "No loaded ICD-10-CM release is in force on 2026-10-01" in done.stderr


def test_a_batch_reports_its_bad_lines_and_codes_the_others(store: Store, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": NOTE, "date_of_service": "2025-12-01", "setting": "home"}),
        "{not json",
        json.dumps({"id": "no text"}),
        "",
        json.dumps({"text": "ASSESSMENT\nAsthma.", "patient_age": 50, "something_else": 1}),
        json.dumps({"text": NOTE, "setting": "spaceship"}),
        json.dumps({"text": NOTE, "date_of_service": "2030-01-01"}),
        json.dumps({"text": ""}),
        json.dumps([1, 2]),
    ]
    batch = write(tmp_path / "notes.jsonl", "\n".join(lines))
    done = run(store, "--batch", batch, "--json", "--date", "2026-01-15")
    assert done.return_value == 2
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["id"], one["setting"], one["date_of_service"]) for one in objects] == [
        ("one", "home", "2025-12-01"),
        ("5", "office", "2026-01-15"),
    ]
    reported = done.stderr.splitlines()
    assert len(reported) == 6
    for number, line in zip((2, 3, 6, 7, 8, 9), reported, strict=True):
        assert f"line {number}" in line
    assert "Traceback" not in done.stderr


def test_the_settings_of_the_command_are_those_of_the_engine() -> None:
    assert SETTING_NAMES == SETTINGS


def test_a_batch_ends_at_its_first_line_that_is_not_text(store: Store, tmp_path: Path) -> None:
    good = json.dumps({"id": "one", "text": NOTE}).encode()
    for bad, said in (
        (b"\x89PNG\x1a", "not text but binary data"),
        (b"caf\xe9", "byte 3 of the line is 0xe9"),
    ):
        batch = write(tmp_path / "notes.jsonl", b"\n".join([good, bad, bad, b"\xff\x00", good]))
        done = run(store, "--batch", batch, "--json", "--date", "2025-12-01")
        assert done.return_value == 2
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["one"]
        (line,) = done.stderr.splitlines()
        assert "notes.jsonl, line 2" in line
        assert said in line
        assert "The lines after it are not read." in line


def test_a_batch_may_begin_with_a_byte_order_mark(store: Store, tmp_path: Path) -> None:
    batch = write(
        tmp_path / "notes.jsonl", b"\xef\xbb\xbf" + json.dumps({"id": "one", "text": NOTE}).encode()
    )
    done = run(store, "--batch", batch, "--json", "--date", "2025-12-01")
    assert done.return_value == 0
    assert json.loads(done.stdout)["id"] == "one"


def test_a_line_that_is_no_note_is_told_without_our_names_for_things(store: Store, tmp_path: Path) -> None:
    batch = write(tmp_path / "notes.jsonl", '{"id": "no text"}\n[1]\n{')
    done = run(store, "--batch", batch, "--date", "2025-12-01")
    assert done.return_value == 2
    assert len(done.stderr.splitlines()) == 3
    assert "BatchNote" not in done.stderr
    assert "this is not a note" in done.stderr
    assert "`text`" in done.stderr


def test_people_see_why_a_combination_is_to_be_looked_at(store: Store, tmp_path: Path) -> None:
    note = write(tmp_path / "a.txt", "PMH\nHypertension.\n\nASSESSMENT\nCKD stage 3a.\n")
    done = run(store, note, "--date", "2025-12-01")
    assert "N18.31: combination with I10" in done.stdout
    assert "I.C.9.a.2" in " ".join(done.stdout.split())


def test_an_index_that_is_not_loaded_is_said_to_be_missing(store: Store, tmp_path: Path) -> None:
    done = run(store, write(tmp_path / "a.txt", NOTE), "--json", "--date", "2025-12-01")
    releases = json.loads(done.stdout)["releases"]
    assert releases["ICD10CM"].startswith("ICD-10-CM FY2026")
    assert releases["ICD10CM_INDEX"] == "not loaded"


def test_a_note_is_explained_with_codes_beside_its_lines_and_cannot_steer_the_terminal(
    store: Store, tmp_path: Path
) -> None:
    note = write(tmp_path / "a.txt", "HPI\n\x1b[2Jknee\n\nASSESSMENT\nHypertension.\nNo asthma.\n")
    done = run(store, note, "--explain", "--date", "2025-12-01")
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("Hypertension.")]
    assert "  I10" in line
    assert "named as a problem of the assessment" in done.stdout
    assert 'absent ("No")' in done.stdout
    assert "\x1b" not in done.stdout
