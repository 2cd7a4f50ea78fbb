"""``make demo`` says in one sentence what it lacks, before it installs or loads anything."""

import os
import runpy
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli.demo import say_what_is_lacking
from cleanclaim.primitives import ConfigurationError

REPOSITORY = Path(__file__).resolve().parents[3]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def lacking() -> Callable[..., str]:
    """What the Makefile asks before it installs."""
    found: Callable[..., str] = runpy.run_path(str(REPOSITORY / "requirements/check_machine.py"))["lacking"]
    return found


def demo(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleanclaim", "demo", *arguments],
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_port_that_is_taken_is_told_before_anything_is_loaded(tmp_path: Path, taken: int) -> None:
    done = demo(tmp_path / "data", "--port", str(taken))
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert f"port {taken} on 127.0.0.1 is taken" in line
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_data_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = demo(tmp_path / "file" / "data", "--headless")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "cannot be written" in line
    assert "CLEANCLAIM_DATA" in line


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(ConfigurationError, match="MB free"):
        say_what_is_lacking()


def test_the_machine_is_asked_before_installing(
    lacking: Callable[..., str], taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lacking("start", ["--headless", "--port", str(taken)]) == ""
    assert f"Port {taken} on 127.0.0.1 is taken" in lacking("start", ["--port", str(taken)])
    assert f"Port {taken} on 127.0.0.1 is taken" in lacking("start", [f"--port={taken}"])
    assert lacking("start", ["--port", "0"]) == ""
    assert lacking("start", ["--port", "many"]) == ""


def test_an_old_python_and_a_full_disk_are_told_before_installing(
    lacking: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(place: Any) -> Usage:
        return Usage(10**9, 10**9, 0)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", usage)
        assert "MB free; installing needs" in lacking("install", ["--headless"])
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", (3, 9, 2))
        assert "needs Python 3.11 or later" in lacking("install", ["--headless"])
        assert "is 3.9." in lacking("start", ["--headless"])
