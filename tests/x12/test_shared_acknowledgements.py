"""pyx12's expected 999s for its version 005010 files, compared as meaning with ours."""

from datetime import datetime
from pathlib import Path

import pytest

from cleanclaim.x12 import acknowledge, read_rows

pytestmark = pytest.mark.shared

ANSWERED = {
    "testdata/834_ls_le_ls.x12": "pyx12/tests/834_ls_le_ls_5010.999.txt",
    "pyx12/tests/834_ls_le_ls.txt": "pyx12/tests/834_ls_le_ls_5010.999.txt",
    "testdata/834_lui_id_5010.x12": "pyx12/tests/834_lui_id_5010.999.txt",
}
NOON = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - the wire carries no zone


def meaning(answer: bytes) -> list[list[str]]:
    """Which group and transaction is answered, with what, and how many were taken in."""
    return [row for row in read_rows(answer) if row[0] in ("AK1", "AK2", "IK3", "IK4", "IK5", "AK9")]


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_our_999_says_what_theirs_says(shared_dir: Path, name: str) -> None:
    files = shared_dir / "x12" / "files" / "azoner+pyx12"
    ours = meaning(acknowledge(files / name, now=NOON, control_number=1))
    theirs = meaning((files / ANSWERED[name]).read_bytes())
    assert ours
    assert ours == theirs[: len(ours)]  # their file of LUI answers the same transaction four times
    assert theirs == ours * (len(theirs) // len(ours))
