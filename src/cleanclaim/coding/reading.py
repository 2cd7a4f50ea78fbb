"""The sentences of a note read for what was done: performed, planned, past, refused or only mentioned.

Used for procedures and for visits. Diagnoses have assertions of their own (``assertion``).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum

import msgspec

from cleanclaim.coding.copied import declared_copies
from cleanclaim.coding.hints import hints_of
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import CodingContext, Evidence

_MOST_WORDS = 12
_LETTERS = 4

_PAST_SECTIONS = frozenset({"family", "pmh", "psh", "problem_list", "social", "allergies", "medications"})
_TOLD_SECTIONS = frozenset({"instructions"})
_DOING_SECTIONS = frozenset({"procedure"})
_PROCEDURE_SECTIONS = frozenset({"procedure", "preoperative"})

_NOT = re.compile(
    r"\b(?:no|not|n't|never|without|declin\w+|refus\w+|deferred|defers?|abort\w*|cancel\w*|unable "
    r"to|held off|"
    r"hold off|contraindicated|instead of|rather than|was not|were not|unsuccessful|denies|denied|nor)\b"
)
_PLANNED = re.compile(
    r"\b(?:will|would|plans?|planned|planning|schedul\w+|order(?:s|ed|ing)?|recommend\w*|"
    r"consider\w*|refer(?:red|ral|ring)?|"
    r"discuss\w*|offer\w*|if|may|might|should|needs?|candidate|upcoming|pending|await\w*|tomorrow|"
    r"next (?:visit|week|month|year|appointment)|return (?:for|to)|to be|options?|anticipat\w+|request\w*|"
    r"authorization|due for|could|can be|wishes to|wants|would like|interested in|set up|"
    r"book(?:ed)?|proceed with)\b"
)
_PAST = re.compile(
    r"\b(?:history of|h/o|s/p|status post|previous(?:ly)?|prior|last (?:week|month|year|visit|"
    r"seen|night)|ago|"
    r"(?:in|on|since) (?:(?:early|late) )?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)?,? ?(?:19|20)\d\d|"
    r"yesterday|earlier this (?:week|month|year)|outside (?:hospital|facility|records?|clinic)|at an outside|"
    r"at (?:the )?urgent care|elsewhere|in the past|years? old|as a child|most recent|had a|has "
    r"had|underwent|up to date|"
    r"since (?:his|her|their|the) last|from (?:his|her|their|the) (?:pcp|previous))\b"
)
_DONE = re.compile(
    r"\b(?:performed|completed|administered|given|injected|removed|excised|drained|repaired|"
    r"closed|placed|obtained|"
    r"applied|inserted|irrigated|sutured|stapled|debrided|aspirated|destroyed|frozen|treated with|"
    r"shaved|biopsied|"
    r"cleared|instilled|tolerated|done|dispensed|provided|supplied|fitted|prepped|anesthetized|anesthesia|"
    r"excision|incised|evacuated|extracted|collected|resulted|reduced|reduction|immobilized|splinted|casted|"
    r"received|infused|inflated|advanced|visualized|sealed|restored|scaled|polished|taken|interpreted|"
    r"avulsed|trimmed|ablated|cauterized|curetted|cryotherapy|dilated|lavaged|swabbed|drawn|"
    r"punctured|catheterized|"
    r"intubated|cardioverted|identified|clamped|secured|today|now|in (?:the )?(?:office|clinic|ed|"
    r"er)|at bedside|here)\b"
)
_NOW = re.compile(
    r"\b(?:today|(?:was|were|is|been) (?:\w+ly )?(?:then )?(?:performed|completed|administered|"
    r"given|done|obtained|injected|"
    r"removed|placed|applied|excised|repaired|drained|closed|destroyed|inserted|treated|dispensed|"
    r"biopsied|taken|used)|"
    r"(?:im|iv|sc|subq) given|given (?:im|iv|sc)|tolerated|performed|administered|at this visit|"
    r"during this visit|this visit)\b"
)


class Status(Enum):
    """What the note says of a service that it mentions."""

    DONE = "done"
    PLANNED = "planned"
    PAST = "past"
    REFUSED = "not done"
    MENTIONED = "mentioned"


class Said(msgspec.Struct, frozen=True):
    """A sentence with its lower-case text; ``lower`` has the same length as the text it stands for."""

    number: int
    start: int
    end: int
    lower: str
    section: str


class Reading:
    """A note read for services. ``lower`` has the offsets of the note's text."""

    def __init__(self, note: Note, context: CodingContext) -> None:
        """Keep the note, its context and its sentences in lower case."""
        self.note = note
        self.context = context
        self.text = note.document.text
        self.lower = _same_length_lower(self.text)
        judged = _inline_assessments(note, self.lower)
        said = []
        for number, one in enumerate(note.sentences):
            kind = note.sections.at(one.start).kind
            start = _with_heading(note, one.start, self.lower) if kind in _LABELLED_SECTIONS else one.start
            if kind in ("unnamed", "hpi") and any(first <= one.start < last for first, last in judged):
                kind = "assessment"
            said.append(Said(number, start, one.end, self.lower[start : one.end], kind))
        self.sentences = said
        self._starts = [one.start for one in said]
        self._copied = declared_copies(self.lower)
        self._words: dict[str, bool] = {}
        lower = self.lower
        self._beginnings = {lower[at : at + _LETTERS] for at in range(len(lower) - _LETTERS + 1)}
        self._places: dict[str, tuple[int, ...]] = {}

    def at(self, offset: int) -> Said | None:
        """Return the sentence in which an offset lies."""
        place = bisect_right(self._starts, offset) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].end else None

    def has(self, *words: str) -> bool:
        """Return whether one of the (lower-case) words stands anywhere in the note."""
        return any(self._stands(word) for word in words)

    def _stands(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            # Most words do not stand: their first letters tell it sooner than a search does.
            known = self._words[word] = (len(word) < _LETTERS or word[:_LETTERS] in self._beginnings) and (
                word in self.lower
            )
        return known

    def may_match(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a pattern can match at all, from words that it needs."""
        hints = hints_of(pattern)
        return not hints or self.has(*hints)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[Said, re.Match[str]]]:
        """Yield the matches of a pattern in sentences that were not copied from an earlier note.

        The match's offsets count from the start of the note. A pattern that may cross sentences says so
        by a class that holds ``\\S``; others are tried only in sentences with words that they need.
        """
        hints = hints_of(pattern)
        if not hints or "\\S" in pattern.pattern:
            if self.may_match(pattern):
                for match in pattern.finditer(self.lower):
                    said = self.at(match.start())
                    if said is not None and not self.is_copied(match.start()):
                        yield said, match
            return
        for number in self._sentences_with(hints):
            said = self.sentences[number]
            for match in pattern.finditer(self.lower, said.start, said.end):
                if not self.is_copied(match.start()):
                    yield said, match

    def _sentences_with(self, words: tuple[str, ...]) -> list[int]:
        """Return the numbers of the sentences in which one of the words stands."""
        found: set[int] = set()
        for word in words:
            if self._stands(word):
                if word not in self._places:
                    self._places[word] = self._numbers_of(word)
                found.update(self._places[word])
        return sorted(found)

    def _numbers_of(self, word: str) -> tuple[int, ...]:
        numbers = []
        place = self.lower.find(word)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            end = place + 1
            if number >= 0 and place < self.sentences[number].end:
                numbers.append(number)
                end = max(end, self.sentences[number].end)
            place = self.lower.find(word, end)
        return tuple(numbers)

    def is_copied(self, offset: int) -> bool:
        """Return whether the text at an offset is declared to be copied from an earlier note."""
        return any(start <= offset < end for start, end in self._copied)

    @property
    def copied(self) -> tuple[tuple[int, int], ...]:
        """The ranges that the note declares to be copied."""
        return self._copied

    def procedure_text(self, offset: int) -> tuple[int, int] | None:
        """Return the range of the procedure note in which an offset lies.

        Its neighbouring sections together.
        """
        sections = self.note.sections.all
        place = next((number for number, one in enumerate(sections) if one.start <= offset < one.end), None)
        if place is None or sections[place].kind != "procedure":
            return None
        first = last = place
        while first > 0 and sections[first - 1].kind in _PROCEDURE_SECTIONS:
            first -= 1
        while last + 1 < len(sections) and sections[last + 1].kind in _PROCEDURE_SECTIONS:
            last += 1
        return sections[first].start, sections[last].end

    def evidence(self, start: int, end: int) -> Evidence:
        """Return a slice of at most twelve words, without the white space around it."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        words = list(re.finditer(r"\S+", self.text[start:end]))
        if not words:
            return self.note.evidence(start, start)
        last = words[min(len(words), _MOST_WORDS) - 1].end()
        return self.note.evidence(start, start + last)

    def status(self, said: Said, start: int, end: int) -> Status:
        """Return what a sentence says of the service named at ``start``..``end`` (offsets of the note)."""
        if said.section in _PAST_SECTIONS:
            return Status.PAST
        before = said.lower[: start - said.start]
        after = said.lower[end - said.start :]
        near_before = _last_clause(before)
        near_after = _first_clause(after)
        if _NOT.search(near_before[-45:]) or _refused_after(near_after[:60]):
            return Status.REFUSED
        clause = near_before + " " + said.lower[start - said.start : end - said.start] + " " + near_after
        now = _NOW.search(clause)
        planned = _PLANNED.search(clause)
        past = _PAST.search(clause)
        if said.section in _TOLD_SECTIONS and not now:
            return Status.PLANNED
        if planned and not _done_despite(clause, now, planned):
            return Status.PLANNED
        doing = said.section in _DOING_SECTIONS
        if past and not (now and "today" in clause) and (not doing or _LONG_AGO.search(clause)):
            return Status.PAST
        if now or doing or _DONE.search(said.lower):
            return Status.DONE
        return Status.MENTIONED


_LABELLED_SECTIONS = frozenset({"results", "procedure"})
_INLINE = re.compile(r"(?:^|[.\n] ?)(?:assessment|plan|a/p|impression|dx|diagnosis|mdm|a|p) ?:", re.MULTILINE)


def _with_heading(note: Note, start: int, lower: str) -> int:
    """Return where the label begins that stands before a sentence on its line ("EKG: normal")."""
    section = note.sections.at(start)
    body = note.sections.heading_ends.get(section.start)
    if body is None or body > start or lower[body:start].strip(" \t:-"):
        return start
    return section.start


def _inline_assessments(note: Note, lower: str) -> list[tuple[int, int]]:
    """Return the ends of unnamed parts and histories that begin with a label within a line ("Plan:")."""
    found = []
    for section in note.sections.all:
        if section.kind in ("unnamed", "hpi"):
            label = _INLINE.search(lower, section.start, section.end)
            if label:
                found.append((label.start(), section.end))
    return found


def _refused_after(text: str) -> bool:
    return (
        re.search(
            r"\b(?:declined|refused|deferred|not (?:done|performed|given|indicated|obtained|needed)|"
            r"aborted|cancel\w*)\b",
            text,
        )
        is not None
    )


def _done_despite(clause: str, now: re.Match[str] | None, planned: re.Match[str]) -> bool:
    """Return whether what sounds planned was done all the same ("ordered and obtained today")."""
    if now is None or planned.group() in _ALWAYS_PLANNED:
        return False
    if all(one.group() == "today" for one in _NOW.finditer(clause)):
        return planned.group().startswith(("order", "discuss", "proceed"))
    return True


_ALWAYS_PLANNED = frozenset(
    {"will", "would", "if", "may", "might", "should", "could", "next visit", "tomorrow", "to be", "can be"}
)
_LONG_AGO = re.compile(
    r"\b(?:ago|(?:in|since) (?:19|20)\d\d|last (?:year|month)|s/p|status post|history of)\b"
)


def _last_clause(text: str) -> str:
    return re.split(r";|\bbut\b|\bhowever\b|\bafter which\b|, and (?=\w+ (?:was|were)\b)", text)[-1]


def _first_clause(text: str) -> str:
    return re.split(r";|\bbut\b|\bhowever\b|\bafter which\b|, and (?=\w+ (?:was|were)\b)", text)[0]


def _same_length_lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one) == 1 else letter for letter in text for one in (letter.lower(),))
