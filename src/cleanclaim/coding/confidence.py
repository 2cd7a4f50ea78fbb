"""How sure a suggestion is: the share of right codes among those with the same kind of evidence.

The numbers are rounded shares, set by hand from the development notes that two expert teams
coded (right: in the union of both); they are thresholds of a kind, not a trained model. See the
model card, ``docs/coding-model-card.md``, for how and how well.
"""

from collections.abc import Iterable

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.classes import is_symptom
from cleanclaim.coding.note import Note
from cleanclaim.coding.text import STOP_WORDS

_BY_KIND = {
    "named whole": 0.92,
    "named in part": 0.55,
    "named whole, by tabular list or index": 0.7,
    "named in part, by tabular list or index": 0.4,
    "named whole, settled by default": 0.75,
    "named in part, settled by default": 0.45,
    "named, symptom": 0.5,
    "made by a rule": 0.6,
    "second opinion": 0.3,
    "judged": 0.25,
    "fallback": 0.15,
    "detail": 0.04,
    "mentioned": 0.02,
}
# Words that say how a condition goes and leave its code as it is.
_COURSE = frozenset(
    {
        *("stable", "controlled", "uncontrolled", "well", "poorly", "improved", "improving", "worsening"),
        *("worse", "better", "unchanged", "ongoing", "today", "known", "new", "onset", "diagnosis", "s/p"),
    }
)


def words_taken(candidates: Iterable[Candidate]) -> frozenset[int]:
    """Return the offsets of the words that the mentions of some candidates take."""
    return frozenset(
        mention.sentence.tokens[index].start
        for candidate in candidates
        for mention in candidate.mentions
        if mention.place == "problem"
        for index in range(mention.first, mention.last + 1)
    )


def kind_of_evidence(
    candidate: Candidate, note: Note, taken: frozenset[int], *, selected: bool, fallback: bool
) -> str:
    """Return the kind of evidence behind a candidate: a key of the table."""
    if candidate.best.term.source == "opinion":
        return "second opinion" if selected else "detail"
    if fallback and selected:
        return "fallback"
    if candidate.ruled:
        return "made by a rule" if selected else "detail"
    if candidate.place == "problem":
        if is_symptom(candidate.code):
            return "named, symptom"
        how = "named whole" if is_all_taken(candidate, note, taken) else "named in part"
        if candidate.specified.defaulted:
            return f"{how}, settled by default"
        return how if candidate.best.term.source == "own" else f"{how}, by tabular list or index"
    if candidate.place == "assessment":
        return "judged"
    return "detail" if candidate.place == "detail" else "mentioned"


def is_all_taken(candidate: Candidate, note: Note, taken: frozenset[int]) -> bool:
    """Return whether no word of the problem's name is left over that could change the diagnosis."""
    mention = candidate.best
    problem = note.problems.at(mention.start)
    if problem is None:
        return False
    return not any(
        token.folded
        and token.folded not in STOP_WORDS
        and token.folded not in _COURSE
        and problem.start <= token.start < problem.heading_end
        and token.start not in taken
        for token in mention.sentence.tokens
    )


def confidence_of(
    candidate: Candidate, note: Note, taken: frozenset[int], *, selected: bool, fallback: bool
) -> float:
    """Return the measured share of right codes for this kind of evidence (0 to 1)."""
    return _BY_KIND[kind_of_evidence(candidate, note, taken, selected=selected, fallback=fallback)]
