"""Keys are kept to ourselves, and logs hold no patient data."""

import logging
import stat
import sys
from pathlib import Path

import pytest

from cleanclaim.web import secret
from cleanclaim.web.logs import DiscreetFormatter


def test_an_exception_is_logged_without_its_text() -> None:
    try:
        raise ValueError("Failing row contains (Jane Secret)")
    except ValueError:
        entry = logging.LogRecord("web", logging.ERROR, "x.py", 1, "job %s failed", (7,), sys.exc_info())
    shown = DiscreetFormatter().format(entry)
    assert "job 7 failed" in shown
    assert "test_discretion.py" in shown
    assert "builtins.ValueError" in shown
    assert "Secret" not in shown


def test_the_key_of_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(secret.VARIABLE, "given")
    assert secret.read_or_make_key() == "given"
    assert not (tmp_path / "data").exists()


def test_a_key_is_made_once_and_kept_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_DATA", str(tmp_path / "data"))
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    key = secret.read_or_make_key()
    assert len(key) >= 80
    assert secret.read_or_make_key() == key
    path = tmp_path / "data" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]
