"""Which days the loaded releases of a kind cover: no gap and no overlap goes unnoticed."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from cleanclaim.codesets.releases import Release
from cleanclaim.primitives import DateRange


class Overlap(msgspec.Struct, frozen=True):
    """Days that two releases both cover; ``answering`` is the one that is asked.

    ``recut``: both have one label and different files.
    """

    days: DateRange
    answering: Release
    other: Release
    recut: bool


class Coverage(msgspec.Struct, frozen=True):
    """What the releases of one kind cover.

    ``spans`` are the covered days, each span whole and apart from the next; ``gaps`` the days
    between spans; ``overlaps`` every pair of releases with days in common.
    """

    spans: tuple[DateRange, ...]
    gaps: tuple[DateRange, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def last_day(self) -> date | None:
        """The last day that is covered, nothing when none is."""
        return self.spans[-1].end if self.spans else None

    def covers(self, day: date) -> bool:
        """Return whether some release covers a day."""
        return any(day in span for span in self.spans)


def coverage(releases: Iterable[Release]) -> Coverage:
    """Return what releases of one kind cover together."""
    ordered = sorted(releases, key=lambda one: (one.effective_from, one.effective_to))
    spans: list[DateRange] = []
    for one in ordered:
        if spans and one.effective_from <= _next(spans[-1].end):
            spans[-1] = DateRange(spans[-1].start, max(spans[-1].end, one.effective_to))
        else:
            spans.append(DateRange(one.effective_from, one.effective_to))
    gaps = tuple(DateRange(_next(one.end), after.start - timedelta(1)) for one, after in pairwise(spans))
    overlaps = tuple(
        _overlap(one, other)
        for number, one in enumerate(ordered)
        for other in ordered[number + 1 :]
        if other.effective_from <= one.effective_to
    )
    return Coverage(tuple(spans), gaps, overlaps)


def _overlap(one: Release, other: Release) -> Overlap:
    days = DateRange(max(one.effective_from, other.effective_from), min(one.effective_to, other.effective_to))
    high, low = sorted((one, other), key=lambda each: each.precedence, reverse=True)
    return Overlap(days, high, low, one.label == other.label and one.sha256 != other.sha256)


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(1)
