"""Commands on files: empty, foreign and clashing input is refused with its name, nothing half-written."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import cli

EXAMPLES = Path(__file__).parents[2] / "examples" / "claims"
OFFICE = EXAMPLES / "office-visit.json"


class Ran:
    """What a command did: its exit status and what it said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


class Run:
    """Runs ``cleanclaim`` as ``main`` does."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: Any) -> Ran:
        self.monkeypatch.setattr("sys.argv", ["cleanclaim", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        shown = self.capsys.readouterr()
        return Ran(int(end.value.code or 0), shown.out, shown.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(capsys, monkeypatch)


@pytest.fixture
def visit(run: Run, tmp_path: Path) -> Path:
    """A good 837."""
    assert run("claim", "build", OFFICE, "-o", tmp_path / "visit.837").status == 0
    return tmp_path / "visit.837"


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("command", [("code", "--batch"), ("x12", "write")])
def test_a_file_with_no_line_is_said_to_be_empty(
    run: Run, tmp_path: Path, command: tuple[str, str], content: bytes
) -> None:
    (tmp_path / "empty.jsonl").write_bytes(content)
    done = run(*command, tmp_path / "empty.jsonl")
    assert (done.status, done.out) == (2, "")
    assert "empty.jsonl: the file is empty." in done.err


def test_x12_write_takes_lines_with_a_byte_order_mark(run: Run, visit: Path, tmp_path: Path) -> None:
    assert run("x12", "json", visit, "-o", tmp_path / "lines").status == 0
    (tmp_path / "marked").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "lines").read_bytes())
    assert run("x12", "write", tmp_path / "marked", "-o", tmp_path / "again.837").status == 0
    assert (tmp_path / "again.837").read_bytes() == visit.read_bytes()


def test_x12_write_leaves_no_half_file_and_keeps_what_was_there(
    run: Run, visit: Path, tmp_path: Path
) -> None:
    run("x12", "json", visit, "-o", tmp_path / "lines")
    rows = (tmp_path / "lines").read_text().splitlines()
    (tmp_path / "bad").write_text("\n".join([*rows[:4], "{not json", *rows[4:]]))
    done = run("x12", "write", tmp_path / "bad", "-o", visit.parent / "new.837")
    assert done.status == 2
    assert "bad, line 5" in done.err
    before = visit.read_bytes()
    assert run("x12", "write", tmp_path / "bad", "-o", visit).status == 2
    assert visit.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "lines", "visit.837"]


def test_x12_validate_does_not_count_an_unreadable_file_as_free_of_errors(
    run: Run, visit: Path, tmp_path: Path
) -> None:
    (tmp_path / "photo.837").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("x12", "validate", tmp_path / "photo.837")
    assert done.status == 2
    assert "0 error(s)" not in done.err
    assert done.err.splitlines()[-1] == "1 file(s) could not be read to the end."
    done = run("x12", "validate", tmp_path / "photo.837", visit)
    assert done.status == 2
    last = done.err.splitlines()[-1]  # the warnings are of code lists that are not loaded
    assert last.startswith("1 file(s) checked: 0 error(s), ")
    assert last.endswith("; 1 file(s) could not be read to the end.")


def test_simulate_refuses_two_files_whose_answers_would_have_one_name(
    run: Run, visit: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "v.837").write_bytes(visit.read_bytes())
    done = run("simulate", tmp_path / "a" / "v.837", tmp_path / "b" / "v.837", "-o", tmp_path / "out")
    assert done.status == 2
    assert str(tmp_path / "a" / "v.837") in done.err
    assert str(tmp_path / "b" / "v.837") in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"ISA*00*"])
def test_simulate_names_the_file_it_cannot_use(run: Run, visit: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.837").write_bytes(content)
    for files in ([tmp_path / "odd.837"], [visit, tmp_path / "odd.837"]):
        done = run("simulate", *files, "-o", tmp_path / "out", "--now", "2025-12-12")
        assert done.status == 2
        assert len(done.err.splitlines()) == 1
        assert done.err.count("odd.837") == 1
        assert not list((tmp_path / "out").glob("odd*"))


@pytest.mark.parametrize(
    ("field", "said"),
    [("lines", "the claim has no lines."), ("coverages", "the claim has no coverage.")],
)
def test_claim_build_says_what_a_claim_lacks(run: Run, tmp_path: Path, field: str, said: str) -> None:
    document = json.loads(OFFICE.read_text())
    claim = document.get("claim", document)
    claim[field] = []
    (tmp_path / "claim.json").write_text(json.dumps(document))
    done = run("claim", "build", tmp_path / "claim.json", "-o", tmp_path / "out.837")
    assert done.status == 2
    assert said in done.err
    assert claim["patient_control_number"] in done.err
    assert not (tmp_path / "out.837").exists()
