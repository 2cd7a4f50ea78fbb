"""Claims out of a transaction of any size, one at a time: each with its own people, in flat memory."""

import io
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from cleanclaim.exchange import claim_loops as cutting, iter_837, read_837
from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import Row
from tests.x12.samples import CLAIM, HEADER, claim_file

_PROVIDER = HEADER[:9]
_SUBSCRIBER = HEADER[9:]


def _subscriber(number: int, name: str, children: bool) -> tuple[Row, ...]:
    coverage = ("SBR", "P", "" if children else "18", "", "", "", "", "", "", "CI")
    person = ("NM1", "IL", "1", name, "TANYA", "", "", "", "MI", f"M{number}")
    level = ("HL", str(number), "1", "22", "1" if children else "0")
    return (level, coverage, person, *_SUBSCRIBER[3:])


def _patient(number: int, parent: int) -> tuple[Row, ...]:
    return (
        ("HL", str(number), str(parent), "23", "0"),
        ("PAT", "19"),
        ("NM1", "QC", "1", "CHILD", f"C{number}"),
        ("N3", "2 OAK ST"),
        ("N4", "SPRINGFIELD", "IL", "627010001"),
        ("DMG", "D8", "20150101", "M"),
        *CLAIM,
    )


class _Endless(io.RawIOBase):
    """One transaction of as many subscribers as anyone reads: nothing of it is kept."""

    def __init__(self, claims: int) -> None:
        self._parts = self._text(claims)
        self._left = b""

    def _text(self, claims: int) -> Iterator[bytes]:
        one = claim_file((*_PROVIDER, *_subscriber(2, "TESTER", False), *CLAIM))
        begin, rest = one.split(b"HL*2*", 1)
        claim, end = rest.rsplit(b"SE*", 1)
        yield begin
        for number in range(2, claims + 2):
            yield b"HL*%d*" % number + claim
        yield b"SE*" + end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        while len(self._left) < len(buffer):
            more = next(self._parts, b"")
            if not more:
                break
            self._left += more
        found = self._left[: len(buffer)]
        self._left = self._left[len(buffer) :]
        buffer[: len(found)] = found
        return len(found)


def test_a_path_an_open_file_and_bytes_give_the_same_claims(tmp_path: Path) -> None:
    data = claim_file()
    path = tmp_path / "claims.837"
    path.write_bytes(data)
    with path.open("rb") as file:
        from_file = read_837(file)
    assert read_837(data) == read_837(path) == from_file
    assert [claim.patient_control_number for claim in from_file] == ["PCN1"]


def test_a_claim_comes_before_the_rest_of_its_transaction_is_read() -> None:
    """The file breaks off later: what was whole has been handed out, then the file is refused."""
    data = claim_file((*_PROVIDER, *_subscriber(2, "FIRST", False), *CLAIM, *_subscriber(3, "LAST", False)))
    claims = iter_837(io.BytesIO(data[: data.rindex(b"SE*")]))
    assert next(claims).patient.name.last == "FIRST"
    with pytest.raises(UnreadableFile, match="SE is missing"):
        next(claims)


def test_memory_stays_flat_in_one_transaction_of_thousands_of_claims() -> None:
    """Six times the claims in one ST: not a quarter more at the peak."""

    def peak(claims: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in iter_837(_Endless(claims))) == claims
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert next(islice(iter_837(_Endless(10)), 1)).patient.name.last == "TESTER"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "_ROOM", 20_000)
        small = peak(400)
        assert peak(2400) < 1.25 * small


def test_a_patient_may_name_an_older_subscriber() -> None:
    """HL02 goes back over other subscribers: the member id is the named one's, not the latest one's."""
    rows = (
        *_PROVIDER,
        *_subscriber(2, "PARENT", True),
        *_patient(3, 2),
        *_subscriber(4, "OTHER", True),
        *_patient(5, 4),
        *_patient(6, 2),
    )
    claims = read_837(claim_file(rows))
    assert [claim.coverages[0].member_id for claim in claims] == ["M2", "M4", "M2"]
    assert [claim.patient.name.first for claim in claims] == ["C3", "C5", "C6"]


def test_a_subscriber_said_to_have_no_children_may_be_named_all_the_same() -> None:
    rows = (
        *_PROVIDER,
        *_subscriber(2, "PARENT", False),
        *_subscriber(3, "OTHER", False),
        *CLAIM,
        *_patient(4, 2),
    )
    assert [claim.coverages[0].member_id for claim in read_837(claim_file(rows))] == ["M3", "M2"]


def test_a_subscriber_that_has_been_forgotten_is_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many subscribers lie between: the file is refused before somebody else's insurance is billed."""
    monkeypatch.setattr(cutting, "_ROOM", 2000)
    between = [row for number in range(3, 20) for row in (*_subscriber(number, "OTHER", True),)]
    rows = (*_PROVIDER, *_subscriber(2, "PARENT", True), *between, *_patient(20, 2))
    with pytest.raises(UnreadableFile, match="HL01 20 belongs to the level 2"):
        read_837(claim_file(rows))
    rows = (*_PROVIDER, *_subscriber(2, "PARENT", True), *between, *_patient(20, 19))
    assert [claim.coverages[0].member_id for claim in read_837(claim_file(rows))] == ["M19"]


def test_a_parent_that_never_was_gives_the_latest_subscriber() -> None:
    rows = (*_PROVIDER, *_subscriber(2, "PARENT", True), *_patient(3, 99))
    assert [claim.coverages[0].member_id for claim in read_837(claim_file(rows))] == ["M2"]
