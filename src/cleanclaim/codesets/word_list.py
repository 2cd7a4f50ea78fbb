"""The words of a table: is one known, and which known one is nearest to one that is not."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cleanclaim.codesets.icd10cm_index import IndexTable
from cleanclaim.codesets.search_query import words_of
from cleanclaim.codesets.search_words import WordBook, Words
from cleanclaim.codesets.spelling import Speller
from cleanclaim.codesets.sqlite_file import SQLiteFile

_LONG_ENOUGH = 4
_ENDINGS = ("s", "es", "ed", "d", "ing", "al", "ic", "ly", "y")


class WordList:
    """The words of the full-text index ``words`` of a file, and of a word book.

    ``titles`` gives the texts in which words stand unshortened; they are read when the first word
    is asked for that the index does not know.
    """

    def __init__(self, file: SQLiteFile, book: WordBook, titles: Callable[[], Iterable[str]]) -> None:
        self._file = file
        self._titles = titles
        self._book_words = {word for words in book.meant for word in words}
        self._counts: Counter[str] = Counter()
        self._speller: Speller | None = None

    def matches(self, expression: str) -> bool:
        """Return whether anything in the table matches an expression."""
        return bool(self._file.rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (expression,)))

    def corrected(self, words: Words, indexes: Sequence[IndexTable] = ()) -> Words:
        """Return the words, each that neither table nor indexes know as the nearest known one."""
        return tuple(
            word
            if self._known(word) or any(index.holds(word) for index in indexes)
            else self.nearest(word) or word
            for word in words
        )

    def misread(self, words: Words, indexes: Sequence[IndexTable] = ()) -> Words:
        """Return the words, one slip put right in those of which titles have only the stem."""
        speller = self._loaded()
        return tuple(
            word
            if len(word) < _LONG_ENOUGH
            or word in self._book_words
            or self._inflected(word)
            or any(index.main_terms(word) for index in indexes)
            else speller.nearest(word, 1) or word
            for word in words
        )

    def nearest(self, word: str) -> str | None:
        """Return the known word nearest to one that is not known, nothing when none is near."""
        return self._loaded().nearest(word)

    def _known(self, word: str) -> bool:
        return (
            len(word) < _LONG_ENOUGH
            or not word.isalpha()
            or word in self._book_words
            or self.matches(f'"{word}"')
            or self.matches(f'"{word}"*')
        )

    def _inflected(self, word: str) -> bool:
        bare = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
        return any(one in self._counts for one in (*forms_of(word), *bare))

    def _loaded(self) -> Speller:
        if self._speller is None:
            for title in self._titles():
                self._counts.update(words_of(title))
            for word in self._book_words:
                self._counts[word] += 1
            self._speller = Speller(self._counts.items())
        return self._speller


def forms_of(word: str) -> frozenset[str]:
    """Return a word with the usual endings (``fracture``, ``fractures``, ``fractured``)."""
    forms = {word, *(word + ending for ending in _ENDINGS)}
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    if word.endswith("e"):
        forms.add(word[:-1] + "ing")
    return frozenset(forms)
