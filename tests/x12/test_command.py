"""``cleanclaim x12`` as a person or a script uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st

from cleanclaim.cli import cli
from cleanclaim.cli.x12 import command
from cleanclaim.x12 import composite
from cleanclaim.x12.tree import from_json_lines, to_json_lines
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, payment_file

FIELDS = {
    "file",
    "level",
    "severity",
    "id",
    "transaction",
    "loop",
    "segment",
    "element",
    "segment_number",
    "byte_offset",
    "claim_id",
    "value",
    "allowed",
    "message",
    "fix",
    "ack_code",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _data_directory(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(data))


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "good.837"
    path.write_bytes(claim_file())
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.837"
    path.write_bytes(claim_file(changed((*HEADER, *CLAIM), ("CLM",), 2, "151")))
    return str(path)


def test_x12_is_a_command_of_the_program() -> None:
    assert "x12" in CliRunner().invoke(cli, ["--help"]).output


def test_a_right_file_leaves_0_and_says_so(good: str) -> None:
    result = run("validate", "--level", "4", good)
    assert result.return_value == 0
    assert result.stdout == ""
    assert "0 error(s)" in result.stderr


def test_an_error_leaves_1_and_is_told_in_a_sentence(bad: str) -> None:
    result = run("validate", bad)
    assert result.return_value == 1
    assert "The claim's total charge is 151.00, but its lines add up to 150.00." in result.stdout


def test_json_has_every_field_of_the_contract(bad: str) -> None:
    line, *_ = run("validate", "--json", bad).stdout.splitlines()
    problem = json.loads(line)
    assert set(problem) >= FIELDS
    assert (problem["file"], problem["level"], problem["claim_id"]) == (bad, 3, "PCN1")


def test_redacted_json_names_no_claim_and_no_amount(bad: str) -> None:
    assert not {"PCN1", "151"} & set(
        run("validate", "--json", "--redact", bad).stdout.replace('"', " ").split()
    )


def test_a_level_checks_up_to_it_and_a_range_checks_just_those(bad: str) -> None:
    assert run("validate", "--level", "2", bad).return_value == 0
    assert run("validate", "--level", "3", bad).return_value == 1
    assert run("validate", "--level", "3..3", bad).return_value == 1
    assert run("validate", "--level", "4..5", bad).return_value == 0
    assert run("validate", "--level", "1", "--level", "3", bad).return_value == 1
    assert run("validate", "--level", "1", "--level", "2", bad).return_value == 0


def test_a_version_of_somebodys_own_is_read_as_the_one_named(tmp_path: Path) -> None:
    path = tmp_path / "own.837"
    path.write_bytes(claim_file(version="005010X222Z9", functional_id="HC"))
    assert "guide-not-known" in run("validate", "--level", "4", str(path)).stdout
    alias = "005010X222Z9=005010X222A1"
    assert run("validate", "--level", "4", "--alias", alias, str(path)).stdout == ""
    wrong = CliRunner().invoke(command, ["validate", "--alias", "A=B", str(path)], standalone_mode=False)
    assert "a version that is known here" in str(wrong.exception)


def test_levels_6_and_7_are_the_claim_edits(bad: str) -> None:
    (line,) = run("validate", "--json", "--level", "6..7", bad).stdout.splitlines()
    problem = json.loads(line)
    assert set(problem) >= FIELDS
    assert (problem["level"], problem["severity"], problem["claim_id"]) == (6, "error", "PCN1")
    assert problem["id"][:3].isupper()


def test_codes_are_looked_up_on_their_day_and_lists_that_are_not_loaded_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "codes.837"
    rows = changed((*HEADER, *CLAIM), ("HI",), 1, composite("ABK", "E1199X"))
    path.write_bytes(claim_file(rows))
    result = run("validate", "--json", "--level", "5..5", str(path))
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    errors = [(one["id"], one["element"], one["value"]) for one in problems if one["severity"] == "error"]
    assert errors == [("code-unknown", "HI01-2", "E1199X")]
    lists = [one["message"] for one in problems if one["id"] == "code-list-not-loaded"]
    assert lists == [one for one in lists if one.startswith("Not checked: ")]
    assert len(lists) == len(set(lists)) > 0
    assert result.return_value == 1


def test_another_reference_store_is_taken_and_one_that_is_not_there_is_refused(
    good: str, tmp_path: Path
) -> None:
    result = run("validate", "--json", "--level", "5..5", "--reference", str(tmp_path), good)
    assert "code-list-not-loaded" in result.stdout  # what ships is there, what has to be imported is not
    assert "ICD-10-CM" not in result.stdout
    assert result.return_value == 0
    missing = CliRunner().invoke(
        command, ["validate", "--reference", str(tmp_path / "none"), good], standalone_mode=False
    )
    assert "no such reference store" in str(missing.exception)


def test_a_file_that_cannot_be_read_leaves_2_and_the_others_are_checked(bad: str, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Dear colleague")
    result = run("validate", str(note), bad)
    assert result.return_value == 2
    assert f"cleanclaim: {note}: this is not an X12 file" in result.stderr
    assert "claim-charge-unbalanced" in result.stdout


def test_show_names_loops_and_elements(good: str) -> None:
    shown = run("show", good).stdout
    assert "2010AA Billing provider" in shown
    assert "CLM02     total charge: 150" in shown
    assert "CLM05-1   place and frequency: place of service: 11" in shown


def test_ack_writes_a_file_and_leaves_1_when_something_is_rejected(good: str, tmp_path: Path) -> None:
    out = tmp_path / "answer.999"
    result = run("ack", good, "-o", str(out), "--at", "2025-12-02T08:30", "--control-number", "9")
    assert result.return_value == 0
    assert b"AK9*A*1*1*1~" in out.read_bytes()
    broken = tmp_path / "broken.837"
    broken.write_bytes(claim_file().replace(b"SE*27*", b"SE*2*"))
    result = run("ack", str(broken), "--at", "2025-12-02T08:30", "--control-number", "9")
    assert result.return_value == 1
    assert "IK5*R*4~" in result.stdout


def test_ack_names_the_file_that_it_cannot_read(good: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague")
    result = CliRunner().invoke(command, ["ack", good, str(letter)], standalone_mode=False)
    assert str(letter) in str(result.exception)


def test_json_and_back_is_the_same_file(good: str, tmp_path: Path) -> None:
    tree, again = tmp_path / "a.jsonl", tmp_path / "again.837"
    run("json", good, "-o", str(tree))
    run("write", str(tree), "-o", str(again))
    assert again.read_bytes() == Path(good).read_bytes()
    claim = next(json.loads(line) for line in tree.read_text().splitlines() if '"CLM"' in line)
    assert claim["loop"] == "2000A/2000B/2300"
    assert claim["elements"][4] == ["11", "B", "1"]


def test_lines_may_end_as_windows_ends_them_and_begin_with_a_byte_order_mark(
    good: str, tmp_path: Path
) -> None:
    tree, again = tmp_path / "a.jsonl", tmp_path / "again.837"
    run("json", good, "-o", str(tree))
    tree.write_bytes(b"\xef\xbb\xbf" + tree.read_bytes().replace(b"\n", b"\r\n"))
    assert run("write", str(tree), "-o", str(again)).return_value in (0, None)
    assert again.read_bytes() == Path(good).read_bytes()


def test_writing_nothing_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    tree, again = tmp_path / "a.jsonl", tmp_path / "again.837"
    tree.write_bytes(b"\n\n")
    result = CliRunner().invoke(command, ["write", str(tree), "-o", str(again)], standalone_mode=False)
    assert "the file is empty" in str(result.exception)
    assert not again.exists()


def test_a_line_that_is_no_segment_is_refused_with_its_number(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"segment":"N3","elements":["1 A"]}\n{"segment":3}\n')
    result = CliRunner().invoke(command, ["write", str(wrong)], standalone_mode=False)
    assert "line 2" in str(result.exception)


noise = st.lists(
    st.sampled_from(
        [
            b"N3*A:B^C~",
            b"~",
            b"\n",
            b"\r\n  ",
            b"N3*\xc3\x91~",
            b"N3*\xff~",
            b"X",
            b"*",
            claim_file(),
            payment_file(),
        ]
    )
).map(b"".join)


@given(noise)
def test_any_file_survives_json_and_back_byte_for_byte(tail: bytes) -> None:
    data = claim_file() + tail
    assert b"".join(from_json_lines(to_json_lines(data))) == data
