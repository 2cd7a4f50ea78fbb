"""Files that none of us wrote: read, written, read again, nothing lost."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.claim import Claim
from cleanclaim.exchange import canonical, read_837, write_837p
from cleanclaim.exchange.loops import ClaimLoops, Line, claim_loops, lines_of
from cleanclaim.primitives import InputError, UnsupportedVersion
from cleanclaim.x12 import read_transactions
from tests.exchange.submissions import SUBMISSION

pytestmark = pytest.mark.shared

_NUMBER = re.compile(r"-?[0-9]+\.[0-9]*|-?\.[0-9]+")
_LISTED = {
    "DTP 472 of one day written as a range": re.compile(r"DTP\*472\*RD8\*(\d{8})-\1"),
    "PRV with the qualifier ZZ of older versions, written as PXC": re.compile(r"PRV\*(BI|PE)\*ZZ\*.*"),
    "CLM05 without the qualifier B, which is always written": re.compile(r"CLM\*.*\*[0-9]{2}::[0-9]\*.*"),
}
"""Segments that a file may have and that are not written so again, with the reason."""

_ADDED = re.compile(r"REF\*6R\*|NM1\*PR\*2$")
"""What we add: a line's number where there was none, another payer's loop where it was missing."""


def _professional(shared_dir: Path, validity: str) -> list[Path]:
    with (shared_dir / "x12" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["gs08"].startswith("005010X222")]
    return [
        shared_dir / "x12" / "files" / row["file"]
        for row in rows
        if row["transaction"] == "837P" and row["validity"].startswith(validity)
    ]


def _plain(text: str) -> str:
    """A component as the writer would put it: numbers without superfluous zeros."""
    if not _NUMBER.fullmatch(text):
        return text
    value = Decimal(text)
    return format(value.normalize(), "f") if value else "0"


def _segments(loops: ClaimLoops) -> Counter[str]:
    """All segments that concern one claim, in one notation."""
    lines: list[Line] = [*loops.provider, *loops.subscriber, *(loops.patient or []), *loops.claim]
    return Counter(
        "*".join(
            [line.id, *(":".join(map(_plain, line.parts(n))) for n in range(1, len(line.elements) + 1))]
        ).rstrip("*:")
        for line in lines
    )


def _claims_of(data: bytes) -> list[Counter[str]]:
    return [_segments(loops) for t in read_transactions(data) for loops in claim_loops(lines_of(t))]


def test_every_valid_837p_is_read_and_written_without_losing_a_segment(shared_dir: Path) -> None:
    """Whatever is missing afterwards is listed above with its reason."""
    files = _professional(shared_dir, "valid")
    assert len(files) > 30
    for path in files:
        data = path.read_bytes()
        claims = read_837(data)
        assert claims, path
        written = write_837p(claims, submission=SUBMISSION)
        for before, after in zip(_claims_of(data), _claims_of(written), strict=True):
            lost = [
                segment
                for segment in (before - after).elements()
                if not any(reason.fullmatch(segment) for reason in _LISTED.values())
            ]
            assert lost == [], path
            added = {segment.split("*")[0] for segment in after - before if not _ADDED.match(segment)}
            assert added <= {"DTP", "PRV", "CLM"}, path


@pytest.mark.parametrize("validity", ["valid", "unknown", "invalid"])
def test_a_file_that_was_read_once_is_a_fixed_point(shared_dir: Path, validity: str) -> None:
    """Broken files too: bad dates, wrong qualifiers and unknown segments survive."""
    refused = []
    for path in _professional(shared_dir, validity):
        try:
            claims = read_837(path.read_bytes())
        except InputError:
            refused.append(path.name)
            continue
        written = write_837p(claims, submission=SUBMISSION)
        again = read_837(written)
        assert again == tuple(canonical(claim) for claim in claims), path
        assert write_837p(again, submission=SUBMISSION) == written, path
    institutional_inside = ["sample_837_12.txt"]
    assert refused == (institutional_inside if validity == "unknown" else [])


def _only_claim(path: Path) -> Claim:
    (claim,) = read_837(path.read_bytes())
    return claim


def test_a_file_with_a_date_that_is_no_date_keeps_it_for_the_validator(shared_dir: Path) -> None:
    """Nobody's month is 13: the line has no date, the segment is still there."""
    claim = _only_claim(shared_dir / "x12/files/defects/837P_bad_date.x12")
    broken = [line for line in claim.lines if line.dates is None]
    assert [segment.elements for segment in broken[0].other_segments] == [("DTP", "472", "D8", "20261345")]


def test_an_institutional_file_is_refused_by_the_name_of_its_guide(shared_dir: Path) -> None:
    """It is not read yet, and says so instead of reading it half."""
    with pytest.raises(UnsupportedVersion, match="837I"):
        read_837((shared_dir / "x12/files/LinuxForHealth+x12/demo-file/demo.837i").read_bytes())
