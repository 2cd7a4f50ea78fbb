"""A guideline rule: a small cited document that happens to execute, with examples that run."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec

from cleanclaim.coding.assertion import Asserted, Assertion
from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.lexicon import Lexicon, Term, shown
from cleanclaim.coding.mentions import Mention, place_of
from cleanclaim.coding.note import Note
from cleanclaim.coding.specificity import Specified
from cleanclaim.coding.values import CodingContext, NotCoded, Query


class Example(msgspec.Struct, frozen=True):
    """The text of an assessment and the codes that are proposed for it, first-listed first.

    ``before`` stands in the note above the assessment.
    """

    text: str
    codes: tuple[str, ...]
    before: str = ""
    setting: str = "office"


class Case(msgspec.Struct, frozen=True):
    """What a rule may look at besides the proposed codes."""

    note: Note
    context: CodingContext
    lexicon: Lexicon


class Draft:
    """The proposed codes of one note while the rules go over them, in order."""

    def __init__(self, chosen: Iterable[Candidate], case: Case) -> None:
        self.chosen = list(chosen)
        self.case = case
        self.not_coded: list[NotCoded] = []
        self.queries: list[Query] = []
        self.offered: list[Candidate] = []

    def having(self, *beginnings: str) -> list[Candidate]:
        """Return the proposed codes that begin so (undotted), in order."""
        return [one for one in self.chosen if one.code.startswith(beginnings)]

    def replace(self, old: Candidate, code: str, why: str, *, also: Sequence[Candidate] = ()) -> Candidate:
        """Put another code in the place of one; ``also`` adds the words of other candidates to its evidence.

        Nothing changes when the release has no such billable code.
        """
        if not self._billable(code) or code == old.code:
            return old
        mentions = tuple(dict.fromkeys((*old.mentions, *(one.mentions[0] for one in also))))
        entry = self.case.lexicon.entry(code)
        title = entry.title if entry else ""
        new = msgspec.structs.replace(
            old, code=code, mentions=mentions, why=(*old.why, f"{why}: {shown(code)} {title}"), ruled=True
        )
        place = self.chosen.index(old)
        twin = next((one for one in self.chosen if one.code == code), None)
        if twin is not None:
            self.chosen.remove(old)
            return twin
        self.chosen[place] = new
        return new

    def drop(self, candidate: Candidate, why: str) -> None:
        """Take a code out; the reason stays on record."""
        self.chosen.remove(candidate)
        first = candidate.best
        evidence = (self.case.note.evidence(first.start, first.end),)
        self.not_coded.append(NotCoded(shown(candidate.code), why, evidence))

    def add(
        self, code: str, mentions: Sequence[Mention], why: str, *, after: Candidate | None = None
    ) -> None:
        """Propose one more code, at the end or directly after another."""
        if not self._billable(code) or any(one.code == code for one in self.chosen):
            return
        new = self._made(code, mentions, why)
        place = len(self.chosen) if after is None else self.chosen.index(after) + 1
        self.chosen.insert(place, new)

    def offer(self, code: str, mentions: Sequence[Mention], why: str) -> None:
        """Suggest a code without putting it in the proposed set: a person may take it."""
        if self._billable(code) and not any(one.code == code for one in (*self.chosen, *self.offered)):
            self.offered.append(self._made(code, mentions, why))

    def _made(self, code: str, mentions: Sequence[Mention], why: str) -> Candidate:
        entry = self.case.lexicon.entry(code)
        title = entry.title if entry else ""
        return Candidate(
            code, tuple(mentions), Specified((code,)), (f"{why}: {shown(code)} {title}",), ruled=True
        )

    def lead(self, candidate: Candidate) -> None:
        """Put a code in front of all others."""
        self.chosen.remove(candidate)
        self.chosen.insert(0, candidate)

    def mention_at(self, start: int, end: int) -> Mention | None:
        """Return the words at a place of the note as a mention, for evidence of an added code."""
        for sentence in self.case.note.between(max(0, start - 4000), end):
            inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
            if inside:
                section = self.case.note.sections.at(start).kind
                term = Term((), "", "own")
                place = place_of(self.case.note, start)
                return Mention(
                    sentence, inside[0], inside[-1], term, Asserted(Assertion.PRESENT), place, section
                )
        return None

    def _billable(self, code: str) -> bool:
        entry = self.case.lexicon.entry(code)
        return entry is not None and entry.billable


class Rule:
    """One rule of the ICD-10-CM Official Guidelines (FY 2026).

    ``section`` is the one its author has opened; ``examples`` run as tests. ``apply`` changes the
    draft and nothing else; it does nothing where the rule does not speak.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    section: ClassVar[str]
    examples: ClassVar[tuple[Example, ...]]

    def apply(self, draft: Draft) -> None:
        """Apply the rule to the proposed codes of a note."""
        raise NotImplementedError

    @classmethod
    def why(cls, text: str) -> str:
        """Return a reason with the section that gives it."""
        return f"{text} (Official Guidelines {cls.section})"
