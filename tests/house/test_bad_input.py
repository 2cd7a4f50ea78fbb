"""Bad input on the command line: one clear sentence, exit status 2, nothing half-saved, no traceback."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CLAIM = REPOSITORY / "examples" / "claims" / "office-visit.json"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose reference store is made once."""
    return tmp_path_factory.mktemp("data")


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cleanclaim(data: Path, tmp_path: Path) -> Run:
    """Run the command as a user does, in an empty directory."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cleanclaim", *arguments],
            cwd=tmp_path,
            env={**os.environ, "CLEANCLAIM_DATA": str(data), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def visit(cleanclaim: Run, tmp_path: Path) -> Path:
    """A good 837."""
    assert cleanclaim("claim", "build", str(CLAIM), "-o", "visit.837").returncode == 0
    return tmp_path / "visit.837"


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one clear line on standard error."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("cleanclaim: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("latin1.txt", "Dx: Ménière".encode("latin-1"), "not UTF-8"),
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x00\x01\x02\xff\xfe" * 50, "not text but binary data"),
    ],
)
def test_an_unreadable_note_is_named_with_the_reason(
    cleanclaim: Run,
    tmp_path: Path,
    name: str,
    content: bytes,
    said: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    line = sentence(cleanclaim("code", name))
    assert name in line
    assert said in line


def test_a_note_that_is_not_there_is_named(cleanclaim: Run) -> None:
    assert "nowhere.txt" in sentence(cleanclaim("code", "nowhere.txt"))


@pytest.fixture
def cut(visit: Path) -> Path:
    """The good 837, cut in the middle of a segment."""
    whole = visit.read_bytes()
    path = visit.with_name("cut.837")
    path.write_bytes(whole[: len(whole) // 2])
    return path


def test_a_truncated_837_is_not_scrubbed_and_the_place_is_named(cleanclaim: Run, cut: Path) -> None:
    line = sentence(cleanclaim("scrub", cut.name))
    assert cut.name in line
    assert "breaks off in segment" in line


def test_a_truncated_837_is_not_answered_by_the_payer(cleanclaim: Run, cut: Path, tmp_path: Path) -> None:
    assert "no complete interchange" in sentence(cleanclaim("simulate", cut.name, "-o", "answers"))
    assert not (tmp_path / "answers").exists()


def test_a_truncated_837_is_acknowledged_as_rejected(cleanclaim: Run, cut: Path, tmp_path: Path) -> None:
    done = cleanclaim("x12", "ack", cut.name, "-o", "answer.x12")
    assert (done.returncode, done.stderr.count("Traceback")) == (1, 0)
    answer = (tmp_path / "answer.x12").read_bytes()
    assert len(re.findall(rb"TA1\*[^~]*\*R\*", answer)) == 1


def test_a_truncated_835_is_refused_with_the_place(cleanclaim: Run, visit: Path, tmp_path: Path) -> None:
    cleanclaim("simulate", str(visit), "-o", "answers")
    [remit] = (tmp_path / "answers").glob("*835*")
    content = remit.read_bytes()
    (tmp_path / "cut.835").write_bytes(content[: content.index(b"SVC")])
    line = sentence(cleanclaim("remit", "show", "cut.835"))
    assert "cut.835" in line
    assert "segment" in line


def test_an_835_that_lost_segments_is_refused_with_both_counts(
    cleanclaim: Run, visit: Path, tmp_path: Path
) -> None:
    """The sums may still be right without what was lost; only SE01 tells."""
    cleanclaim("simulate", str(visit), "-o", "answers")
    [remit] = (tmp_path / "answers").glob("*835*")
    content = remit.read_bytes()
    begin = content.index(b"DTM*")
    (tmp_path / "lost.835").write_bytes(content[:begin] + content[content.index(b"~", begin) + 1 :])
    found = re.search(rb"~SE\*(\d+)\*", content)
    assert found
    count = int(found[1])
    line = sentence(cleanclaim("remit", "show", "lost.835"))
    assert "lost.835, segment" in line
    assert f"has {count - 1} segments, but its SE says {count}" in line


def test_an_unknown_payer_is_answered_not_crashed_on(cleanclaim: Run, tmp_path: Path) -> None:
    claim = json.loads(CLAIM.read_text())
    body = claim.get("claim", claim)
    body["coverages"][0]["payer"]["payer_id"] = "NOBODY"
    (tmp_path / "claim.json").write_text(json.dumps(claim))
    assert cleanclaim("claim", "build", "claim.json", "-o", "out.837").returncode == 0
    done = cleanclaim("simulate", "out.837", "-o", "answers", "--json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "answers").glob("*835*"))


def test_a_code_not_valid_on_the_date_is_a_finding_with_its_release(cleanclaim: Run, tmp_path: Path) -> None:
    claim = json.loads(CLAIM.read_text())
    body = claim.get("claim", claim)
    body["diagnoses"][0]["code"] = "E119X"
    (tmp_path / "claim.json").write_text(json.dumps(claim))
    assert cleanclaim("claim", "build", "claim.json", "-o", "out.837").returncode == 0
    done = cleanclaim("scrub", "out.837", "--json")
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    [hit] = [row for row in found if "E119X" in row["codes"] and row["severity"] in ("reject", "deny")]
    assert hit["release"]


def test_a_claim_with_a_misspelt_field_writes_no_file(cleanclaim: Run, tmp_path: Path) -> None:
    claim = json.loads(CLAIM.read_text())
    body = claim.get("claim", claim)
    body["patiant_control_number"] = "X"
    (tmp_path / "claim.json").write_text(json.dumps(claim))
    line = sentence(cleanclaim("claim", "build", "claim.json", "-o", "out.837"))
    assert "patiant_control_number" in line
    assert not (tmp_path / "out.837").exists()


def test_a_place_that_cannot_be_written_leaves_nothing(cleanclaim: Run, tmp_path: Path) -> None:
    line = sentence(cleanclaim("claim", "build", str(CLAIM), "-o", "no/such/dir/out.837"))
    assert "out.837" in line
    assert not (tmp_path / "no").exists()


def test_wrong_usage_is_exit_status_2(cleanclaim: Run) -> None:
    for words in ("code", "scrub --received soon x.837", "nonsense", "edits explain XXX999"):
        done = cleanclaim(*words.split())
        assert done.returncode == 2, words
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
