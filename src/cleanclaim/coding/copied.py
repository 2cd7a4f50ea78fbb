"""Text that was carried over: declared so, standing word for word in an earlier note, or twice in this one.

Copied text may be right, but nobody can tell from it that it was looked at in this encounter. So it is
marked, no code that rests on it alone is sure enough for ``accept``, and what of it holds is asked.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from cleanclaim.coding.note import Note, take_apart
from cleanclaim.coding.sentences import Sentence
from cleanclaim.coding.values import CodingResult, Copied, Document, Evidence, Query, Suggestion

_FEWEST_WORDS = 15  # fewer in a row are said alike by chance ("Hypertension. Continue lisinopril.")
_MOST_PLACES = 8  # of one sentence that are compared: a form repeats its lines without end
_MOST_EVIDENCE = 3
_MOST_WORDS = 12
# Lists that are carried from visit to visit by design: marked, but not asked about.
_STANDING = frozenset(
    {"pmh", "psh", "problem_list", "family", "social", "medications", "allergies", "ros", "instructions"}
)
_DECLARED = re.compile(
    r"(?:copied (?:forward )?from|carried forward|copy[- ]forward\w*|from (?:the )?(?:prior|previous) note|"
    r"\[?(?:prior|previous) (?:visit )?note\]?:|templated text|auto-?populated|note copied|copied forward)"
)

DECLARED = "declared"
REPEATED = "this note"

Words = tuple[str, ...]


def declared_copies(lower: str) -> tuple[tuple[int, int], ...]:
    """Return the paragraphs that a note (in lower case) declares to be copied from an earlier one."""
    found = []
    for match in _DECLARED.finditer(lower):
        start = lower.rfind("\n", 0, match.start()) + 1
        end = lower.find("\n\n", match.end())
        found.append((start, len(lower) if end < 0 else end))
    return tuple(found)


def find_copied(note: Note, earlier: Sequence[Document]) -> tuple[Copied, ...]:
    """Return the ranges of a note that were carried over, in their order.

    ``source`` is the id of the earlier note, ``this note`` for a passage that stands twice (its second
    place), or ``declared``. A passage counts from fifteen words in whole sentences on.
    """
    own = [_words(sentence) for sentence in note.sentences]
    found = [Copied(start, end, DECLARED) for start, end in declared_copies(_lower(note.document.text))]
    for document in earlier:
        others = [_words(sentence) for sentence in take_apart(document).sentences]
        found.extend(_passages(note, own, others, document.id, itself=False))
    if len(set(own)) < len(own):
        found.extend(_passages(note, own, own, REPEATED, itself=True))
    return tuple(sorted(found))


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _words(sentence: Sentence) -> Words:
    return tuple(token.folded for token in sentence.tokens)


def _passages(
    note: Note, own: Sequence[Words], others: Sequence[Words], source: str, *, itself: bool
) -> list[Copied]:
    """Return the longest runs of sentences of a note that stand in the same order among others."""
    places: dict[Words, list[int]] = defaultdict(list)
    for number, words in enumerate(others):
        if len(places[words]) < _MOST_PLACES:
            places[words].append(number)
    found = []
    number = 0
    while number < len(own):
        length = 0
        for place in places.get(own[number], ()):
            if not itself or place < number:
                length = max(length, _run(own, number, others, place, itself=itself))
        if sum(len(words) for words in own[number : number + length]) >= _FEWEST_WORDS:
            last = note.sentences[number + length - 1]
            found.append(Copied(note.sentences[number].start, last.end, source))
            number += length
        else:
            number += 1
    return found


def _run(own: Sequence[Words], number: int, others: Sequence[Words], place: int, *, itself: bool) -> int:
    most = min(len(own) - number, len(others) - place, number - place if itself else len(others))
    length = 0
    while length < most and own[number + length] == others[place + length]:
        length += 1
    return length


def with_copies(result: CodingResult, note: Note, earlier: Sequence[Document]) -> CodingResult:
    """Return a result with what was carried over marked, and what rests on it alone sent to review."""
    copied = find_copied(note, earlier)
    if not copied:
        return result
    asked = _question(note, [one for one in copied if one.source not in (DECLARED, REPEATED)])
    return msgspec.structs.replace(
        result,
        copied=copied,
        suggestions=tuple(_judged(one, note, copied) for one in result.suggestions),
        queries=(*result.queries, *asked),
    )


def _judged(suggestion: Suggestion, note: Note, copied: Sequence[Copied]) -> Suggestion:
    sources = [_source_of(piece, note, copied) for piece in suggestion.evidence]
    if not sources or not all(sources):
        return suggestion
    told = ", ".join(dict.fromkeys(_told(source) for source in sources))
    why = f"its words stand only in text that was carried over ({told}): does it describe this encounter?"
    return msgspec.structs.replace(suggestion, decision="review", why=(*suggestion.why, why))


def _source_of(piece: Evidence, note: Note, copied: Sequence[Copied]) -> str:
    """Return where a piece was copied from; nothing when it is new, or more is said of its problem today."""
    source = _source_at(piece.start, copied)
    problem = note.problems.at(piece.start) if source else None
    if problem is not None and any(
        not _source_at(sentence.start, copied) for sentence in note.between(piece.start + 1, problem.end)
    ):
        return ""
    return source


def _source_at(offset: int, copied: Sequence[Copied]) -> str:
    return next((one.source for one in copied if one.start <= offset < one.end), "")


def _told(source: str) -> str:
    return {DECLARED: "as the note says", REPEATED: "from elsewhere in this note"}.get(
        source, f"from {source}"
    )


def _question(note: Note, copied: Sequence[Copied]) -> list[Query]:
    passages = [one for one in copied if _beyond_lists(note, one)]
    if not passages:
        return []
    return [
        Query(
            topic="copied-text",
            question=(
                "The passage shown stands word for word in an earlier note. Please document what of it was "
                "found, reviewed or changed at this encounter."
            ),
            options=(
                "All of it describes this encounter",
                "Part of it describes this encounter (please specify)",
                "None of it describes this encounter",
                "Other (please specify)",
                "Unable to determine",
            ),
            evidence=tuple(_beginning(note, one) for one in passages[:_MOST_EVIDENCE]),
        )
    ]


def _beyond_lists(note: Note, passage: Copied) -> bool:
    return any(
        note.sections.at(sentence.start).kind not in _STANDING
        for sentence in note.between(passage.start, passage.end)
    )


def _beginning(note: Note, passage: Copied) -> Evidence:
    words = list(re.finditer(r"\S+", note.document.text[passage.start : passage.end]))[:_MOST_WORDS]
    return note.evidence(passage.start + words[0].start(), passage.start + words[-1].end())
