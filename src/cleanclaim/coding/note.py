"""A note taken apart: sections, problems, sentences with their words."""

import msgspec

from cleanclaim.coding.problems import Problems, problems_of
from cleanclaim.coding.sections import Sections, sections_of
from cleanclaim.coding.sentences import Sentence, lines_of, sentences_of
from cleanclaim.coding.values import Document, Evidence


class Note(msgspec.Struct, frozen=True):
    """A document with its structure. All offsets count characters of ``document.text``."""

    document: Document
    sections: Sections
    problems: Problems
    sentences: list[Sentence]

    def evidence(self, start: int, end: int) -> Evidence:
        """Return a slice of the note as evidence."""
        return Evidence(start, end, self.document.text[start:end])

    def words_of_section(self, kind: str) -> frozenset[str]:
        """Return the folded words of all sections of a kind."""
        return frozenset(
            token.folded
            for sentence in self.sentences
            if self.sections.at(sentence.start).kind == kind
            for token in sentence.tokens
        )


def take_apart(document: Document) -> Note:
    """Return a document with its sections, problems and sentences."""
    text = document.text
    lines = lines_of(text)
    sections = sections_of(text, lines)
    return Note(
        document,
        sections,
        problems_of(text, lines, sections),
        sentences_of(text, lines, sections.heading_starts),
    )
