"""No gap and no overlap between releases goes unnoticed, whatever their days."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from cleanclaim.codesets import NotCovered, Release, coverage, open_store

START = date(2026, 1, 1)


def release(first: int, days: int, label: str = "one", **more: object) -> Release:
    begins = START + timedelta(first)
    values = {"kind": "GPCI", "sha256": "0" * 64, "source": "x", "counts": {}, "label": label, **more}
    return msgspec.convert(
        {**values, "effective_from": begins, "effective_to": begins + timedelta(days - 1)}, Release
    )


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), min_size=1, max_size=7)


@given(spans=spans)
def test_every_day_is_covered_or_in_a_gap_or_outside(spans: list[tuple[int, int]]) -> None:
    releases = [release(first, days) for first, days in spans]
    found = coverage(releases)
    for offset in range(-2, 90):
        day = START + timedelta(offset)
        covered = any(one.covers(day) for one in releases)
        assert found.covers(day) == covered
        between = found.spans[0].start < day < found.spans[-1].end
        assert any(day in gap for gap in found.gaps) == (between and not covered)


@given(spans=spans)
def test_every_day_of_two_releases_is_in_an_overlap(spans: list[tuple[int, int]]) -> None:
    releases = [release(first, days, f"{number}") for number, (first, days) in enumerate(spans)]
    found = coverage(releases)
    for offset in range(-2, 90):
        day = START + timedelta(offset)
        several = sum(one.covers(day) for one in releases) > 1
        assert any(day in overlap.days for overlap in found.overlaps) == several


@given(spans=spans, on=st.integers(-2, 90))
def test_the_release_that_answers_is_the_one_that_the_overlaps_name(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], on: int
) -> None:
    releases = [release(first, days, f"{number}") for number, (first, days) in enumerate(spans)]
    store = tmp_path_factory.mktemp("store")
    for one in releases:
        place = store / "GPCI" / one.label
        place.mkdir(parents=True)
        (place / "release.json").write_bytes(msgspec.json.encode(one))
    day = START + timedelta(on)
    answering = open_store(store).release_on("GPCI", day)
    if isinstance(answering, NotCovered):
        assert not coverage(releases).covers(day)
    else:
        losers = {overlap.other.label for overlap in coverage(releases).overlaps if day in overlap.days}
        assert answering.covers(day)
        assert answering.label not in losers


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (release(90, 100), release(0, 365)),
        (release(0, 365), release(0, 365, completeness="partial")),
        (release(0, 365), release(0, 90)),
        (release(0, 365), release(0, 365, without_notes=True)),
        (
            release(0, 365, imported_at=datetime(2026, 2, 1, tzinfo=UTC)),
            release(0, 365, imported_at=datetime(2026, 1, 1, tzinfo=UTC)),
        ),
        (release(0, 365, "b"), release(0, 365, "a")),
    ],
)
def test_which_of_two_answers(better: Release, worse: Release) -> None:
    assert better.precedence > worse.precedence


def test_one_label_with_two_files_is_a_recut() -> None:
    (overlap,) = coverage([release(0, 90), release(0, 90, sha256="1" * 64)]).overlaps
    assert overlap.recut
    (other,) = coverage([release(0, 90), release(30, 90, "two", sha256="1" * 64)]).overlaps
    assert not other.recut
    assert other.days.days == 60


def test_nothing_loaded_covers_nothing(tmp_path: Path) -> None:
    found = coverage(open_store(tmp_path).releases("GPCI"))
    assert (found.spans, found.gaps, found.overlaps, found.last_day) == ((), (), (), None)
