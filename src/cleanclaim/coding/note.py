"""A note taken apart: sections, problems, sentences with their words."""

from bisect import bisect_left
from collections import defaultdict

import msgspec

from cleanclaim.coding.problems import Problems, problems_of
from cleanclaim.coding.sections import Sections, sections_of
from cleanclaim.coding.sentences import Sentence, lines_of, sentences_of
from cleanclaim.coding.values import Document, Evidence


class Note(msgspec.Struct, frozen=True):
    """A document with its structure. All offsets count characters of ``document.text``.

    ``sides_before`` gives for a word the sides that stand directly before it in the note.
    """

    document: Document
    sections: Sections
    problems: Problems
    sentences: list[Sentence]
    sides_before: dict[str, frozenset[str]]

    def between(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences that begin between two offsets."""
        first = bisect_left(self.sentences, start, key=lambda sentence: sentence.start)
        last = bisect_left(self.sentences, end, key=lambda sentence: sentence.start)
        return self.sentences[first:last]

    def evidence(self, start: int, end: int) -> Evidence:
        """Return a slice of the note as evidence."""
        return Evidence(start, end, self.document.text[start:end])


def take_apart(document: Document) -> Note:
    """Return a document with its sections, problems and sentences."""
    text = document.text
    lines = lines_of(text)
    sections = sections_of(text, lines)
    sentences = sentences_of(text, lines, sections.heading_ends)
    return Note(document, sections, problems_of(text, lines, sections), sentences, _sides_before(sentences))


def _sides_before(sentences: list[Sentence]) -> dict[str, frozenset[str]]:
    """Return for each folded word the sides that stand directly before it anywhere ("right knee")."""
    found: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for before, token in zip(sentence.tokens, sentence.tokens[1:], strict=False):
            if len(before.written) > 1 and before.side:
                found[token.folded].add(before.side)
    return {word: frozenset(sides) for word, sides in found.items()}
