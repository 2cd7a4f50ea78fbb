"""Mentions of terms in a note: where, which term, what is asserted, in which part of the note."""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from cleanclaim.coding.assertion import Asserted, Assertion, assertion_of
from cleanclaim.coding.classes import is_encounter
from cleanclaim.coding.lexicon import Abbreviation, Lexicon, Term, abbreviations
from cleanclaim.coding.note import Note
from cleanclaim.coding.sections import ASSESSMENT_KINDS
from cleanclaim.coding.sentences import Sentence, means_because_of
from cleanclaim.coding.text import STOP_WORDS

_WIDEST_GAP = 6  # stop words that may stand between the words of an order-free match
_MOST_FREE_WORDS = 5

_JOINING = frozenset({"and", "or"})
_FEWEST_WALKED = {"problem": 1, "assessment": 2}  # words that a walk must take, by the place of the sentence
_LONGEST_WALKED = 60  # words of a sentence

Place = str
"""Where a mention stands: ``problem`` (names a problem of the assessment), ``assessment``,
``detail`` (text that belongs to a problem), ``complaint``, ``history``, ``elsewhere``."""

_HISTORY_KINDS = frozenset({"hpi", "pmh", "problem_list", "unnamed", "social"})


class Mention(msgspec.Struct, frozen=True):
    """A term found in a sentence: its words by index, its place and what is asserted."""

    sentence: Sentence
    first: int
    last: int
    term: Term
    asserted: Asserted
    place: Place
    section: str

    @property
    def start(self) -> int:
        """The offset of its first character in the note."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """The offset after its last character in the note."""
        return self.sentence.tokens[self.last].end

    @property
    def is_present(self) -> bool:
        """Whether the patient is said to have it now."""
        return self.asserted.assertion is Assertion.PRESENT


class Unsettled(msgspec.Struct, frozen=True):
    """An abbreviation with several meanings that nothing in the note settles."""

    start: int
    end: int
    meanings: tuple[str, ...]
    place: Place


class _Span(msgspec.Struct, frozen=True):
    sentence: int
    first: int
    last: int
    weight: int
    free: bool
    term: Term


def find_mentions(note: Note, lexicon: Lexicon) -> tuple[list[Mention], list[Unsettled]]:
    """Return the mentions of a note in order, longest terms first where they overlap."""
    spans = [*_ordered_spans(note, lexicon), *_free_spans(note, lexicon)]
    settled, unsettled = _abbreviated_spans(note)
    spans.extend(settled)
    spans.extend(_index_spans(note, lexicon))
    spans.sort(key=lambda span: (-span.weight, span.free, span.sentence, span.first))
    taken: dict[tuple[int, int], list[_Span]] = {}
    mentions: list[Mention] = []
    for span in spans:
        places = [(span.sentence, index) for index in range(span.first, span.last + 1)]
        if not all(
            _stand_together(span, other, lexicon) for place in places for other in taken.get(place, ())
        ):
            continue
        for place in places:
            taken.setdefault(place, []).append(span)
        mentions.append(_mention(note, span))
    mentions.sort(key=lambda mention: mention.start)
    return mentions, unsettled


def _stand_together(one: _Span, other: _Span, lexicon: Lexicon) -> bool:
    """Return whether two terms that share words are both meant: "diabetes with CKD stage 3a".

    Each must say something that the other does not, and the classification must ask for both:
    by "use additional code" at the one or "code first" at the other.
    """
    inside = one.first >= other.first and one.last <= other.last
    around = one.first <= other.first and one.last >= other.last
    if inside or around:
        return False
    return asks_for(one.term.code, other.term.code, lexicon) or asks_for(
        other.term.code, one.term.code, lexicon
    )


def asks_for(code: str, additional: str, lexicon: Lexicon) -> bool:
    """Return whether the tabular list asks to report the second code after the first."""
    first, second = lexicon.entry(code), lexicon.entry(additional)
    if first is None or second is None:
        return False
    return any(additional in span for note in first.use_additional for span in note.spans) or any(
        code in span for note in second.code_first for span in note.spans
    )


def _mention(note: Note, span: _Span) -> Mention:
    sentence = note.sentences[span.sentence]
    start = sentence.tokens[span.first].start
    section = note.sections.at(start).kind
    return Mention(
        sentence,
        span.first,
        span.last,
        span.term,
        assertion_of(sentence.tokens, span.first, span.last, section),
        place_of(note, start),
        section,
    )


def place_of(note: Note, offset: int) -> Place:
    """Return where in the note an offset lies."""
    kind = note.sections.at(offset).kind
    if kind in ASSESSMENT_KINDS:
        if note.problems.names(offset):
            return "problem"
        if kind == "plan" or note.problems.at(offset) is not None:
            return "detail"
        return "assessment"
    if kind == "chief_complaint":
        return "complaint"
    return "history" if kind in _HISTORY_KINDS else "elsewhere"


def _ordered_spans(note: Note, lexicon: Lexicon) -> Iterator[_Span]:
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    length = 0
    for number, sentence in enumerate(note.sentences):
        for index, token in enumerate(sentence.tokens):
            if index == 0 or token.after_break:
                parts.append(" , ")
                length += 3
            if not token.folded:
                continue
            starts.append(length)
            places.append((number, index))
            parts.append(f" {token.folded} ")
            length += len(token.folded) + 2
    for term_number, start, end in lexicon.ordered_matches("".join(parts)):
        term = lexicon.terms[term_number]
        number, first = places[bisect_right(starts, start) - 1]
        _, last = places[bisect_right(starts, end - 1) - 1]
        if term.exact and note.sentences[number].tokens[first].written.removesuffix("s") != term.exact:
            continue
        yield _Span(number, first, last, len(term.words), False, term)


def _free_spans(note: Note, lexicon: Lexicon) -> Iterator[_Span]:
    """Yield terms whose words stand close together in another order ("pain in the right knee")."""
    for number, sentence in enumerate(note.sentences):
        content = [
            (index, token.folded)
            for index, token in enumerate(sentence.tokens)
            if token.folded
            and token.folded not in STOP_WORDS
            and not token.side
            and not means_because_of(sentence, index)
        ]
        known = _known_from_here(content, lexicon.free_words)
        for begin in range(len(content)):
            for size in range(min(_MOST_FREE_WORDS, known[begin]), 1, -1):
                window = content[begin : begin + size]
                first, last = window[0][0], window[-1][0]
                words = {word for _, word in window}
                if len(words) < size or last - first + 1 - size > _WIDEST_GAP:
                    continue
                term_number = lexicon.free_match(words)
                if term_number is None or _joins_two(sentence, first, last, lexicon.terms[term_number]):
                    continue
                breaks = sum(token.after_break for token in sentence.tokens[first + 1 : last + 1])
                # "Depression, recurrent, moderate": in a term of ours the words belong together.
                most = 2 if lexicon.terms[term_number].source == "own" else 1 if size <= 4 else 0
                if breaks > most:
                    continue
                yield _Span(number, first, last, size, True, lexicon.terms[term_number])
                break


def _known_from_here(content: list[tuple[int, str]], words: frozenset[str]) -> list[int]:
    """Return for each place how many words in a row, from it on, stand in some term."""
    known = [0] * (len(content) + 1)
    for place in range(len(content) - 1, -1, -1):
        known[place] = known[place + 1] + 1 if content[place][1] in words else 0
    return known


def _joins_two(sentence: Sentence, first: int, last: int, term: Term) -> bool:
    """Return whether "and" or "or" stands between the words and not in the term: two things, not one."""
    between = {token.folded for token in sentence.tokens[first:last]} & _JOINING
    return bool(between - set(term.words))


def _index_spans(note: Note, lexicon: Lexicon) -> Iterator[_Span]:
    """Yield walks of the Alphabetic Index and the Table of Neoplasms in what names or judges a problem.

    None when they are not loaded.
    """
    walk, neoplasms = lexicon.walk, lexicon.tables.neoplasms
    if walk is None and neoplasms is None:
        return
    for number, sentence in enumerate(note.sentences):
        fewest = _FEWEST_WALKED.get(place_of(note, sentence.start))
        if fewest is None or len(sentence.tokens) > _LONGEST_WALKED:
            continue
        walked = (
            [(one.code, one.places, one.path, len(one.places)) for one in walk.in_sentence(sentence)]
            if walk
            else []
        )
        if neoplasms is not None:
            # With its site a neoplasm says more than without, small words counted on both sides.
            walked.extend(
                (code, places, path, len(places) + _small_between(sentence, places))
                for code, places, path in neoplasms.in_sentence(sentence)
            )
        for code, places, path, weight in walked:
            if len(places) < fewest or is_encounter(code) or lexicon.entry(code) is None:
                continue
            if fewest > 1 and _enumerates(sentence, places[0], places[-1]):
                continue  # in prose, words from two items of a list name no one condition
            term = Term((), code, "index", path=path)
            yield _Span(number, places[0], places[-1], weight, True, term)


def _small_between(sentence: Sentence, places: tuple[int, ...]) -> int:
    inside = range(places[0], places[-1])
    return sum(sentence.tokens[place].folded in STOP_WORDS for place in inside if place not in places)


def _enumerates(sentence: Sentence, first: int, last: int) -> bool:
    inside = sentence.tokens[first + 1 : last + 1]
    return any(token.after_break or token.folded in _JOINING for token in inside)


def _abbreviated_spans(note: Note) -> tuple[list[_Span], list[Unsettled]]:
    spans: list[_Span] = []
    unsettled: list[Unsettled] = []
    everywhere: frozenset[str] | None = None
    for number, sentence in enumerate(note.sentences):
        for index, token in enumerate(sentence.tokens):
            meanings = abbreviations().get(token.written)
            if meanings is None:
                continue
            here = frozenset(other.folded for other in sentence.tokens)
            if everywhere is None:
                everywhere = frozenset(word.folded for one in note.sentences for word in one.tokens)
            chosen = _settle(meanings, here) or _settle(meanings, everywhere, here)
            if chosen is not None:
                if chosen.code:
                    term = Term((token.folded,), chosen.code, "abbreviation", token.written)
                    spans.append(_Span(number, index, index, 1, False, term))
            elif any(set(one.refuted_by) & here for one in meanings):
                continue
            else:
                unsettled.append(
                    Unsettled(
                        token.start,
                        token.end,
                        tuple(one.meaning for one in meanings),
                        place_of(note, token.start),
                    )
                )
    return spans, unsettled


def _settle(
    meanings: tuple[Abbreviation, ...], words: frozenset[str], here: frozenset[str] = frozenset()
) -> Abbreviation | None:
    """Return the one meaning that the words speak for; nothing when none or several do."""
    fitting = [
        one for one in meanings if set(one.settled_by) & words and not set(one.refuted_by) & (here or words)
    ]
    return fitting[0] if len({one.code for one in fitting}) == 1 else None
