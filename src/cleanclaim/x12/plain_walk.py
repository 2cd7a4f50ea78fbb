"""A transaction for which there is no guide: its elements by the dictionary alone."""

import sys
from collections.abc import Collection, Sequence

from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.following import Report
from cleanclaim.x12.guides import segment_dictionary
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.patterns import checker_for
from cleanclaim.x12.segments import Delimiters


class PlainWalk:
    """Follows a transaction for which there is no guide: elements by the dictionary alone."""

    def __init__(self, marks: Delimiters, levels: Collection[int], report: Report) -> None:
        self.marks = marks
        self.judges = 1 in levels
        self.report = report
        self.since = sys.maxsize

    def begin(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the ST."""
        self.feed(text, parts, at)

    def feed(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in a segment."""
        use = segment_dictionary().get(parts[0])
        if use is None or not self.judges or checker_for(use, self.marks).accepts(text, parts):
            return
        for flaw in flaws_of(use, parts, self.marks):
            if flaw.level == 1:
                self.report(flaw, "", parts[0], at, "")

    def finish(self, at: At) -> None:
        """Nothing is known to be missing."""

    def forget(self) -> None:
        """Nothing is remembered."""
