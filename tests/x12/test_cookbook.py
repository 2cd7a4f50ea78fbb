"""docs/x12-cookbook.md: its code runs as it stands, and prints what the page says."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from cleanclaim import x12

PAGE = Path(__file__).resolve().parents[2] / "docs" / "x12-cookbook.md"
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


def test_the_cookbook_runs_and_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 9
    for code, printed in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, str(PAGE), "exec"), names)
        assert out.getvalue() == printed, code


def test_every_public_name_has_its_docstring() -> None:
    for name in x12.__all__:
        value = getattr(x12, name)
        if callable(value) and getattr(value, "__module__", "").startswith("cleanclaim"):
            assert value.__doc__, name
    assert x12.__all__ == sorted(
        x12.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
