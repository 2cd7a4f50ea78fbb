"""Every visit note of the development set is coded without error, with codes or a reason."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanclaim.coding import CodingResult


@pytest.mark.shared
def test_all_visit_notes_give_codes_or_a_reason(shared_dir: Path, code: Callable[..., CodingResult]) -> None:
    lines = (shared_dir / "coding" / "aci_notes.dev.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 87
    with_codes = 0
    for line in lines:
        text = json.loads(line)["text"]
        result = code(text)
        with_codes += bool(result.suggestions)
        assert result.suggestions or result.not_coded
        for one in result.suggestions:
            assert all(text[piece.start : piece.end] == piece.text for piece in one.evidence)
    assert with_codes >= 80
