"""Files that others wrote: the payer answers or refuses each by name, and never breaks."""

from pathlib import Path

import pytest

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.x12 import read_transactions
from tests.simulator.scenario import NOW


@pytest.mark.shared
def test_every_sample_837_is_answered_or_refused_by_name(shared_dir: Path) -> None:
    paths = sorted(p for p in (shared_dir / "x12" / "files").rglob("*") if p.is_file() and "837" in str(p))
    assert len(paths) > 50
    answered = 0
    for path in paths:
        try:
            answers = built_in_payer().answer(path.read_bytes(), now=NOW, memory=Memory())
        except (UnreadableFile, UnsupportedVersion):
            continue
        answered += 1
        assert answers.files, path
        for file in answers.files:
            list(read_transactions(file.content))
    assert answered > 30
