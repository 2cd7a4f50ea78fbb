"""The problems of an assessment: lines that name one, and the text that belongs to each."""

import re
from bisect import bisect_right

import msgspec

from cleanclaim.coding.sections import ASSESSMENT_KINDS, Sections
from cleanclaim.coding.sentences import Line

_LABEL = re.compile(
    r"(?:medical|clinical)? ?(?:reasoning|treatment|decision making|management)|additional testing|testing|"
    r"specialist referrals?|referrals?|patient education.*|patient agreements?|education.*|counseling.*|"
    r"procedures?|medications?|imaging|labs?|diagnostics?|plan|follow[- ]?up|instructions|monitoring|therapy|"
    r"orders?|disposition|status|healthcare maintenance|health maintenance|return.*|goals?|"
    r"interventions?|prognosis|assessment|next steps?|time spent.*|risks?|notes?",
    re.IGNORECASE,
)
_SENTENCE_WORDS = re.compile(
    r"\b(?:will|would|should|may|can|is|are|was|were|has|have|had|be|been|am|continue|start|stop|increase|decrease|"
    r"follow|go|seek|recommend|recommended|discuss|discussed|advised|encouraged|order|ordered|obtain|refer|schedule|return|"
    r"call|take|monitor|check|repeat|presents|reports|denies|states|agrees|understands|we|he|she|they|i|patient)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r":(?=\s|$)|\s[-–—]\s|\.(?=\s+[A-Z•-]|\s*$)|;")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.)]|#\s*\d*)\s*$")
_MOST_WORDS = 14


class Problem(msgspec.Struct, frozen=True):
    """A problem of the assessment: the words that name it, and the end of all that belongs to it."""

    start: int
    heading_end: int
    end: int


class Problems:
    """The problems of a note in order, found by offset."""

    def __init__(self, problems: list[Problem]) -> None:
        self.all = problems
        self._starts = [problem.start for problem in problems]

    def at(self, offset: int) -> Problem | None:
        """Return the problem to which the text at an offset belongs."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self.all[place].end:
            return None
        return self.all[place]

    def names(self, offset: int) -> bool:
        """Return whether the text at an offset is part of the words that name a problem."""
        problem = self.at(offset)
        return problem is not None and offset < problem.heading_end


def problems_of(text: str, lines: list[Line], sections: Sections) -> Problems:
    """Return the problems named in the assessment, plan and diagnoses sections.

    A problem is named by a short line, or the beginning of a line up to a colon, dash or full
    stop, that is neither a sentence nor a label ("Medical Treatment").
    """
    starts: list[tuple[int, int]] = []
    for line in lines:
        if line.blank or line.start in sections.heading_ends:
            continue
        if sections.at(line.start).kind not in ASSESSMENT_KINDS:
            continue
        separator = _SEPARATOR.search(text, line.start, line.end)
        heading_end = separator.start() if separator else line.end
        if separator is None and not _stands_alone(text, line):
            continue
        name = text[line.start : heading_end].strip()
        if (
            not name
            or len(name.split()) > _MOST_WORDS
            or _LABEL.fullmatch(name)
            or _SENTENCE_WORDS.search(name)
        ):
            continue
        starts.append((line.start, heading_end))
    problems = []
    for number, (start, heading_end) in enumerate(starts):
        section_end = sections.at(start).end
        following = starts[number + 1][0] if number + 1 < len(starts) else section_end
        problems.append(Problem(start, heading_end, min(following, section_end)))
    return Problems(problems)


def _stands_alone(text: str, line: Line) -> bool:
    """Return whether a line without punctuation at its end was ended by its author."""
    return line.bullet or len(text[line.start : line.end].split()) <= _MOST_WORDS
