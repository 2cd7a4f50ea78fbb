"""``cleanclaim simulate``: answers in a directory, sentences on the screen, plain errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanclaim.cli.simulate import command
from cleanclaim.primitives import InvalidValue, UnreadableFile
from tests.simulator.scenario import Bill, sent


def simulate(*arguments: str) -> tuple[int, str]:
    """Run the command as ``main`` does; returns exit status and output."""
    runner = CliRunner()
    result: Result = runner.invoke(command, list(arguments), standalone_mode=False, catch_exceptions=False)
    return result.return_value or 0, result.output


def test_the_answers_are_written_and_told(tmp_path: Path) -> None:
    (tmp_path / "day.837").write_bytes(sent(Bill()))
    status, output = simulate(str(tmp_path / "day.837"), "-o", str(tmp_path / "out"))
    assert status == 0
    assert "Claim CLAIM1 is decided: 150.00 charged, 92.00 paid, 25.00 for the patient." in output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "day.277ca.x12",
        "day.835-1.x12",
        "day.999.x12",
    ]


def test_the_files_own_date_is_the_date_of_receipt(tmp_path: Path) -> None:
    (tmp_path / "day.837").write_bytes(sent(Bill()))
    simulate(str(tmp_path / "day.837"), "-o", str(tmp_path / "a"))
    simulate(str(tmp_path / "day.837"), "-o", str(tmp_path / "b"), "--now", "2026-06-01")
    assert b"DTM*050*20251201~" in (tmp_path / "a" / "day.835-1.x12").read_bytes()
    late = (tmp_path / "b" / "day.835-1.x12").read_bytes()
    assert b"CAS*CO*29*150~" in late


def test_two_files_know_of_each_other(tmp_path: Path) -> None:
    (tmp_path / "one.837").write_bytes(sent(Bill(), control_number=1))
    (tmp_path / "two.837").write_bytes(sent(Bill(), control_number=2))
    status, output = simulate(
        *(str(tmp_path / name) for name in ("one.837", "two.837")), "-o", str(tmp_path / "out")
    )
    assert status == 1
    assert "accepted before" in output
    assert not (tmp_path / "out" / "two.835-1.x12").exists()


def test_json_is_one_object_a_file(tmp_path: Path) -> None:
    (tmp_path / "day.837").write_bytes(sent(Bill(member_id="X1")))
    status, output = simulate(str(tmp_path / "day.837"), "-o", str(tmp_path / "out"), "--json")
    (line,) = output.splitlines()
    assert status == 1
    assert json.loads(line)["said"] == [
        "Claim CLAIM1 is rejected: The member id is nobody's with this payer."
    ]


def test_what_is_not_x12_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Patient feels well.")
    with pytest.raises(UnreadableFile):
        simulate(str(tmp_path / "note.txt"), "-o", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "day.837").write_bytes(sent(Bill()))
    with pytest.raises(InvalidValue, match="not a date"):
        simulate(str(tmp_path / "day.837"), "-o", str(tmp_path / "out"), "--now", "tomorrow")
