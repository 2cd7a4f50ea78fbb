"""Misspelt words in what names a problem: one letter wrong, missing, too many, or two exchanged."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from cleanclaim.coding.note import Note
from cleanclaim.coding.sentences import Sentence

_SHORTEST = 7  # letters; shorter words have neighbours that mean something else
_MOST_SENTENCES = 200


class Spelling:
    """The words that the terms of a lexicon use."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._choices = sorted(word for word in self._words if len(word) >= _SHORTEST - 1 and word.isalpha())
        self.corrected = lru_cache(maxsize=65536)(self._corrected)

    def _corrected(self, word: str) -> str:
        """Return the one known word at distance one; the word itself when there is none, or several."""
        if len(word) < _SHORTEST or not word.isalpha() or word in self._words:
            return word
        found = process.extract(
            word, self._choices, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=2
        )
        # The first letter is seldom wrong, and a wrong one makes another word ("hypo", "hyper").
        same = [choice for choice, _, _ in found if choice[0] == word[0]]
        return same[0] if len(same) == 1 else word


def with_words_corrected(note: Note, spelling: Spelling) -> Note:
    """Return a note in which the words of its problems' names are read as the words they were meant to be.

    Offsets stay those of the original: evidence shows what was written.
    """
    wanted = {problem.start: problem.heading_end for problem in note.problems.all[:_MOST_SENTENCES]}
    if not wanted:
        return note
    changed: dict[int, Sentence] = {}
    for number, sentence in enumerate(note.sentences):
        problem = note.problems.at(sentence.start)
        if problem is None or problem.start not in wanted or sentence.start >= problem.heading_end:
            continue
        tokens = tuple(
            msgspec.structs.replace(token, folded=better)
            if token.start < problem.heading_end
            and (better := spelling.corrected(token.folded)) != token.folded
            else token
            for token in sentence.tokens
        )
        if tokens != sentence.tokens:
            changed[number] = msgspec.structs.replace(sentence, tokens=tokens)
    if not changed:
        return note
    sentences = [changed.get(number, sentence) for number, sentence in enumerate(note.sentences)]
    return msgspec.structs.replace(note, sentences=sentences)
