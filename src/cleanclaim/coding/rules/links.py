"""Whether a note says that two conditions have nothing to do with each other."""

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.note import Note

_MOST_LOOKED_AT = 20  # mentions of a condition
_LONGEST = 2000  # characters of a problem
_UNRELATED = ("unrelated", "not related", "not due to", "not caused by", "not secondary to", "independent of")


def unrelated(candidates: list[Candidate], note: Note) -> bool:
    """Return whether the sentence of one of the conditions says that it is unrelated."""
    for candidate in candidates:
        for mention in candidate.mentions[:_MOST_LOOKED_AT]:
            problem = note.problems.at(mention.start)
            start, end = (
                (problem.start, problem.end) if problem else (mention.sentence.start, mention.sentence.end)
            )
            said = note.document.text[start : min(end, start + _LONGEST)].lower()
            if any(words in said for words in _UNRELATED):
                return True
    return False
