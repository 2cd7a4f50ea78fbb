"""Which procedures a note says were done, and where the words for their characters stand."""

import re
from itertools import islice

import msgspec

from cleanclaim.coding.inpatient_procedures.axes import Scope
from cleanclaim.coding.inpatient_procedures.literals import rules_for
from cleanclaim.coding.inpatient_procedures.passages import Passage, items_of, passages_of, sentences_in
from cleanclaim.coding.inpatient_procedures.performed import was_done
from cleanclaim.coding.inpatient_procedures.rules import ProcedureRule, words_pattern
from cleanclaim.coding.note import Note

_MOST_PLACES = 12  # of one rule in a note
_ATTEMPTED = re.compile(r"\b(?:possible|attempted|planned|cancelled|consent|proposed)\b", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True):
    """A procedure as a rule found it: the words, the item or sentence, the scope for its characters."""

    rule: ProcedureRule
    start: int
    end: int
    listed: bool
    scope: Scope


class _Place(msgspec.Struct, frozen=True):
    start: int
    end: int
    listed: bool
    number: int
    passage: Passage


def find_procedures(note: Note, *, operative: bool) -> list[Found]:
    """Return the procedures of a note, each rule's places in order.

    Where the note lists its procedures under a heading, the list says which they are, and only rules
    marked ``any`` are looked for elsewhere. ``operative``: the whole report tells of one operation;
    else the sentences around a procedure do.
    """
    text = note.document.text
    passages = passages_of(text)
    places = _places(note, passages)
    found: list[tuple[int, int, ProcedureRule, _Place]] = []
    by_words: dict[str, list[re.Match[str]]] = {}
    for rule in rules_for(text):
        pattern = words_pattern(rule.words)

        matches = by_words.get(rule.words)
        if matches is None:
            matches = by_words[rule.words] = list(islice(pattern.finditer(text), 4 * _MOST_PLACES))
        kept = 0
        for match in matches:
            place = next(
                (one for one in places if one.start <= match.start() and match.end() <= one.end), None
            )
            if place is None:
                continue
            needed, against, without = (rule.pattern_of(one) for one in ("with", "not", "without"))
            sentence = text[place.start : place.end]
            first, last = match.start() - place.start, match.end() - place.start
            if place.listed and _ATTEMPTED.search(sentence[max(first - 30, 0) : first]):
                continue
            if not was_done(sentence, first, last):
                continue
            if needed and not (needed.search(sentence) or (operative and needed.search(text))):
                continue
            if against and against.search(sentence):
                continue
            if without and (without.search(sentence) or (operative and without.search(text))):
                continue
            kept += 1
            found.append((match.start(), match.end(), rule, place))
            if kept == _MOST_PLACES:
                break
    listed = any(place.listed and not rule.asked("inspect") for _, _, rule, place in found)
    if listed:
        found = [one for one in found if one[3].listed or one[2].asked("any")]
    return [
        Found(
            rule,
            start,
            end,
            place.listed,
            _scope(note, start, end, place, passages=passages, places=places, operative=operative),
        )
        for start, end, rule, place in _longest(found)
    ]


def _places(note: Note, passages: tuple[Passage, ...]) -> list[_Place]:
    text = note.document.text
    found: list[_Place] = []
    for passage in passages:
        if passage.kind == "title":
            spans = list(items_of(text, passage))
        elif passage.kind in ("told", "unnamed"):
            spans = sentences_in(note.sentences, passage)
        else:
            continue
        for start, end in spans:
            found.append(_Place(start, end, passage.kind == "title", len(found), passage))
    return found


def _longest(
    found: list[tuple[int, int, ProcedureRule, _Place]],
) -> list[tuple[int, int, ProcedureRule, _Place]]:
    """Leave out what stands within longer words; rules of the same words all stay."""
    kept: list[tuple[int, int, ProcedureRule, _Place]] = []
    for one in sorted(found, key=lambda item: (item[0] - item[1], item[2].number)):
        start, end, rule, _ = one
        over = [
            other for other in kept if other[0] < end and start < other[1] and not other[2].asked("beside")
        ]
        if rule.asked("beside") or all(
            other[2].words == rule.words and other[:2] == one[:2] for other in over
        ):
            kept.append(one)
    return sorted(kept, key=lambda item: (not item[3].listed, item[0], item[2].number))


def _scope(
    note: Note,
    start: int,
    end: int,
    place: _Place,
    *,
    passages: tuple[Passage, ...],
    places: list[_Place],
    operative: bool,
) -> Scope:
    text = note.document.text
    item = (place.start, place.end)
    told = tuple((one.start, one.end) for one in passages if one.kind in ("told", "unnamed"))
    titles = tuple((one.start, one.end) for one in passages if one.kind == "title")
    diagnoses = tuple((one.start, one.end) for one in passages if one.kind == "diagnosis")
    near = tuple(
        (one.start, one.end) for one in places if 0 < abs(one.number - place.number) <= 2 and not one.listed
    )
    after, before = (start, place.end), (place.start, end)
    around = told if operative or place.listed else near
    return Scope(
        text=text,
        item=item,
        own=(after, before, *around, *(diagnoses if operative else ())),
        sides=(after, before, *(titles if operative else ()), *(diagnoses if operative else ()), *around),
    )
