"""Files that none of us wrote: read, written, read again, nothing lost."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.claim import Claim
from cleanclaim.exchange import canonical, read_837, write_837
from cleanclaim.exchange.claim_loops import ClaimLoops, claim_loops
from cleanclaim.exchange.loops import Line
from cleanclaim.primitives import UnsupportedVersion
from cleanclaim.x12 import read_transactions
from tests.exchange.submissions import SUBMISSION

pytestmark = pytest.mark.shared

_NUMBER = re.compile(r"-?[0-9]+\.[0-9]*|-?\.[0-9]+")
_LISTED = {
    "DTP 472 of one day written as a range": re.compile(r"DTP\*472\*RD8\*(\d{8})-\1"),
    "PRV with the qualifier ZZ of older versions, written as PXC": re.compile(r"PRV\*(BI|PE)\*ZZ\*.*"),
    "CLM06 in an institutional claim, which the guide does not use": re.compile(r"CLM\*.*:A:.\*Y\*.*"),
    "DTP 434 of one day, written as the range that the guide wants": re.compile(r"DTP\*434\*D8\*\d{8}"),
    "CLM05 without the qualifier B, which is always written": re.compile(r"CLM\*.*\*[0-9]{2}::[0-9]\*.*"),
}
"""Segments that a file may have and that are not written so again, with the reason."""

_ADDED = re.compile(r"REF\*6R\*|NM1\*PR\*2$")
"""What we add: a line's number where there was none, another payer's loop where it was missing."""


_GUIDES = {"837P": "005010X222", "837I": "005010X223", "837D": "005010X224"}


def _files(shared_dir: Path, form: str, validity: str) -> list[Path]:
    with (shared_dir / "x12" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["gs08"].startswith(_GUIDES[form])]
    return [
        shared_dir / "x12" / "files" / row["file"]
        for row in rows
        if row["transaction"] == form and row["validity"].startswith(validity)
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
    return [_segments(loops) for t in read_transactions(data) for loops in claim_loops(t.segments)]


@pytest.mark.parametrize(("form", "least"), [("837P", 31), ("837I", 12), ("837D", 8)])
def test_every_valid_837_is_read_and_written_without_losing_a_segment(
    shared_dir: Path, form: str, least: int
) -> None:
    """Whatever is missing afterwards is listed above with its reason."""
    files = _files(shared_dir, form, "valid")
    assert len(files) >= least
    for path in files:
        data = path.read_bytes()
        claims = read_837(data)
        assert claims, path
        written = write_837(claims, submission=SUBMISSION)
        for before, after in zip(_claims_of(data), _claims_of(written), strict=True):
            lost = [
                segment
                for segment in (before - after).elements()
                if not any(reason.fullmatch(segment) for reason in _LISTED.values())
            ]
            assert lost == [], path
            added = {segment.split("*")[0] for segment in after - before if not _ADDED.match(segment)}
            assert added <= {"DTP", "PRV", "CLM"}, path


@pytest.mark.parametrize("form", ["837P", "837I", "837D"])
@pytest.mark.parametrize("validity", ["valid", "unknown", "invalid"])
def test_a_file_that_was_read_once_is_a_fixed_point(shared_dir: Path, validity: str, form: str) -> None:
    """Broken files too: bad dates, wrong qualifiers and unknown segments survive.

    A file that holds claims of several types is written as one file for each type.
    """
    for path in _files(shared_dir, form, validity):
        claims = read_837(path.read_bytes())
        for claim_type in {claim.claim_type for claim in claims}:
            alike = [claim for claim in claims if claim.claim_type == claim_type]
            written = write_837(alike, submission=SUBMISSION)
            again = read_837(written)
            assert again == tuple(canonical(claim) for claim in alike), path
            assert write_837(again, submission=SUBMISSION) == written, path


def _only_claim(path: Path) -> Claim:
    (claim,) = read_837(path.read_bytes())
    return claim


def test_a_file_with_a_date_that_is_no_date_keeps_it_for_the_validator(shared_dir: Path) -> None:
    """Nobody's month is 13: the line has no date, the segment is still there."""
    claim = _only_claim(shared_dir / "x12/files/defects/837P_bad_date.x12")
    broken = [line for line in claim.lines if line.dates is None]
    assert [segment.elements for segment in broken[0].other_segments] == [("DTP", "472", "D8", "20261345")]


def test_a_predetermination_is_refused_by_the_name_of_its_guide(shared_dir: Path) -> None:
    """It is no claim, and says so instead of being read as one."""
    (folder,) = (shared_dir / "x12/files/kputnam+stupidedi/spec/fixtures/005010").glob("X292*")
    for path in (folder / "pass").iterdir():
        with pytest.raises(UnsupportedVersion, match="institutional predetermination"):
            read_837(path.read_bytes())
