"""Writes one release of an index: a SQLite file of terms in their order, by word and by code."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from cleanclaim.codesets.icd10cm_index import StoredTerm, index_words

_SCHEMA = """
CREATE TABLE term (
    number INTEGER PRIMARY KEY, parent INTEGER NOT NULL, last INTEGER NOT NULL,
    level INTEGER NOT NULL, title TEXT NOT NULL, rest BLOB
);
CREATE TABLE main (word TEXT, term INTEGER, place INTEGER, PRIMARY KEY (word, term)) WITHOUT ROWID;
CREATE TABLE leads (code TEXT, term INTEGER, PRIMARY KEY (code, term)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    path, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""
_NOTHING = StoredTerm()


class ReadTerm(msgspec.Struct, frozen=True):
    """A line of an index as it was read, before it has its place."""

    level: int
    title: str
    rest: StoredTerm

    @property
    def codes(self) -> set[str]:
        """The codes that the line leads to, undotted, without dashes."""
        cells = (cell.rstrip("-") for cell in self.rest.cells)
        found = (self.rest.code, self.rest.manifestation, *cells, *self.rest.tables)
        return {code for code in found if code}


def write_index(path: Path, terms: Sequence[ReadTerm]) -> None:
    """Write the table file that :class:`cleanclaim.codesets.IndexTable` reads.

    No term may stand more than one level under the one before it.
    """
    parents, lasts = _frames(terms)
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    parents[number],
                    lasts[number],
                    term.level,
                    term.title,
                    None if term.rest == _NOTHING else msgspec.msgpack.encode(term.rest),
                )
                for number, term in enumerate(terms, 1)
            ),
        )
        connection.executemany("INSERT OR IGNORE INTO main VALUES (?, ?, ?)", _main_words(terms))
        connection.executemany(
            "INSERT INTO leads VALUES (?, ?)",
            sorted((code, number) for number, term in enumerate(terms, 1) for code in term.codes),
        )
        connection.executemany("INSERT INTO words (rowid, path) VALUES (?, ?)", _paths(terms, parents))
        connection.execute("CREATE INDEX term_parent ON term (parent)")
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
    connection.close()


def _frames(terms: Sequence[ReadTerm]) -> tuple[list[int], list[int]]:
    """Return for each number the parent's number and the number of the last term under it."""
    parents, lasts = [0] * (len(terms) + 1), list(range(len(terms) + 1))
    open_terms: list[int] = []
    for number, term in enumerate(terms, 1):
        del open_terms[term.level :]
        if len(open_terms) != term.level:
            raise ValueError(f"{term.title!r} has no term above it")
        parents[number] = open_terms[-1] if open_terms else 0
        for above in open_terms:
            lasts[above] = number
        open_terms.append(number)
    return parents, lasts


def _main_words(terms: Sequence[ReadTerm]) -> Iterator[tuple[str, int, int]]:
    for number, term in enumerate(terms, 1):
        if term.level == 0:
            for place, word in enumerate(index_words(term.title)):
                yield word, number, place


def _paths(terms: Sequence[ReadTerm], parents: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield the words from the main term down of each term that leads to a code."""
    texts = [""]
    for number, term in enumerate(terms, 1):
        own = " ".join((term.title, *term.rest.modifiers))
        texts.append(f"{texts[parents[number]]} {own}".strip())
        if term.codes or term.rest.see or term.rest.use:
            yield number, texts[number]
