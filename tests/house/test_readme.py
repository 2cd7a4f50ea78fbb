"""What the README tells a reader to type works when it is typed."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A copy of the repository's examples in a directory that the database's account can reach."""
    directory = Path(tempfile.mkdtemp(prefix="cleanclaim-readme-", dir="/tmp"))
    directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
    shutil.copytree(REPOSITORY / "examples", directory / "examples")
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def type_in(line: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the README in bash, with this interpreter's environment for an activated one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLEANCLAIM_")}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=place,
        env={**kept, "PATH": programs, "CLEANCLAIM_DATA": str(place / "data"), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


def console_lines(heading: str) -> list[str]:
    """The lines of the console block under a heading, without their prompts."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    [block] = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    lines = block.splitlines()
    assert all(line.startswith("$ ") for line in lines)
    return [line.removeprefix("$ ") for line in lines]


def test_five_minutes_with_one_claim(place: Path) -> None:
    activate, *lines = console_lines("Five minutes with one claim")
    assert activate == ". .venv/bin/activate"
    said = {}
    for line in lines:
        done = type_in(line, place)
        assert done.returncode in (0, 1), (line, done.stdout, done.stderr)
        assert "Traceback" not in done.stdout + done.stderr, (line, done.stderr)
        said[line.split("#")[0].strip()] = done.stdout
    assert (place / "visit.837").read_bytes().startswith(b"ISA*")
    assert "E11.9" in said["cleanclaim code examples/notes/visit.txt"]
    assert "DXC001" in said["cleanclaim edits explain DXC001"]
    assert "Adds up to the cent" in said["cleanclaim remit show answers/*835*"]
    assert "receivable_payer" in said["cleanclaim claim show E1001 --organization CEDARLANE"]
    assert re.search(r"sum \(must be zero\) +0\.00", said["cleanclaim ledger --organization CEDARLANE"])


def test_your_own_folder(place: Path) -> None:
    [line] = re.findall(r"`python (examples/run_folder\.py [^`]*)`", README)
    (place / "remits").mkdir()
    for file in place.glob("answers/*835*"):
        shutil.copy(file, place / "remits")
    for name, stands_for in (("NOTES", "examples/notes"), ("835S", "remits"), ("OUT", "out")):
        line = re.sub(rf"\b{name}\b", stands_for, line)
    done = type_in(f"{shlex.quote(sys.executable)} {line}", place)
    assert done.returncode == 0, (done.stdout, done.stderr)
    rows = [json.loads(row) for row in (place / "out" / "report.jsonl").read_text("utf-8").splitlines()]
    assert [row["outcome"] for row in rows if row["input"] == "visit"] == ["note to a valid, clean 837P"]
    assert len(list((place / "out" / "claims").glob("*.837"))) == 1
