"""What is quick says the same as what is slow: the quick way through a guide, and reading in small pieces."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import X12Problem, find_problems, read_rows, read_transactions, stream, tokens, validate
from cleanclaim.x12.numbers_seen import NumbersSeen
from cleanclaim.x12.tree import from_json_lines, to_json_lines
from cleanclaim.x12.walk import GuideWalk
from tests.x12.bases import BASES
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, payment_file

ALL = (1, 2, 3, 4, 5)


def slowly(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[X12Problem]:
    """Validate without the quick way: every segment by its key, judged element by element."""
    with monkeypatch.context() as patch:
        patch.setattr(GuideWalk, "run", lambda _self, _batch, index, _number, _position: index)
        return validate(data, levels=ALL)


def damaged(data: bytes, damage: list[tuple[str, int, int]]) -> bytes:
    lines = data.split(b"~\n")
    for kind, where, value in damage:
        at = 3 + where % (len(lines) - 6)
        if kind == "drop":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
        else:
            elements = lines[at].split(b"*")
            place = 1 + value % max(1, len(elements) - 1)
            if place < len(elements):
                elements[place] = (b"", b"ZZ9", b"20251345", b"1.2.3", b"A" * 300)[value % 5]
            lines[at] = b"*".join(elements)
    return b"~\n".join(lines)


damages = st.lists(
    st.tuples(st.sampled_from(["drop", "double", "swap", "change"]), st.integers(0, 200), st.integers(0, 40)),
    max_size=5,
)


@pytest.mark.parametrize("name", sorted(BASES))
def test_the_quick_way_and_the_slow_way_find_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = BASES[name].file()

    @settings(max_examples=25, deadline=None)
    @given(damages)
    def judged_alike(damage: list[tuple[str, int, int]]) -> None:
        data = damaged(right, damage)
        try:
            quick = validate(data, levels=ALL)
        except UnreadableFile:
            return
        assert quick == slowly(data, monkeypatch)
        assert quick == validate(data, levels=ALL)  # what was learnt meanwhile changes nothing

    judged_alike()


JOINED = claim_file() + payment_file() + claim_file((*HEADER, *changed(CLAIM, ("CLM",), 2, "149")))


@pytest.mark.parametrize("size", [1, 7, 110, 1000, 5000])
@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\n\n  "])
def test_pieces_of_any_size_read_alike(size: int, ending: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    data = JOINED.replace(b"~\n", b"~" + ending)
    whole = (
        validate(data, levels=ALL),
        list(read_rows(data)),
        list(stream(data)),
        list(read_transactions(data)),
    )
    monkeypatch.setattr(tokens, "CHUNK", size)
    monkeypatch.setattr("cleanclaim.x12.sources.READ", max(1, size // 3))
    assert whole == (
        validate(io.BytesIO(data), levels=ALL),
        list(read_rows(io.BytesIO(data))),
        list(stream(io.BytesIO(data))),
        list(read_transactions(io.BytesIO(data))),
    )
    assert b"".join(from_json_lines(to_json_lines(io.BytesIO(data)))) == data


def test_a_file_without_terminators_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cleanclaim.x12.sources.LONGEST_SEGMENT", 100_000)
    data = claim_file()[:300] + b"A" * 500_000
    with pytest.raises(UnreadableFile, match="does not end within"):
        validate(data)


def test_problems_of_a_long_transaction_come_before_it_ends(tmp_path: Path) -> None:
    wrong = changed(CLAIM, ("CLM",), 3, "A")
    path = tmp_path / "long.837"
    path.write_bytes(claim_file((*HEADER, *(row for _ in range(1500) for row in wrong))))

    class Watched(io.BytesIO):
        """A file that knows how far it was read."""

    with path.open("rb") as file:
        watched = Watched(file.read())
    first = next(find_problems(watched, levels=(1, 2)))
    assert (first.id, first.element) == ("element-not-used", "CLM03")
    assert watched.tell() < path.stat().st_size
    found = validate(path, levels=(1, 2))
    assert len([one for one in found if one.id == "element-not-used"]) == 1500


@given(
    st.lists(
        st.one_of(st.integers(0, 30).map(str), st.integers(0, 30).map("{:04d}".format), st.text(max_size=3))
    )
)
def test_numbers_seen_are_a_set(texts: list[str]) -> None:
    seen, known = NumbersSeen(), set[str]()
    for text in texts:
        assert (text in seen) == (text in known)
        assert seen.add(text) == (text not in known)
        known.add(text)
