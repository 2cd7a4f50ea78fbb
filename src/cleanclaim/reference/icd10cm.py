"""Writes one ICD-10-CM release: a SQLite file with the tabular list and a word index."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from cleanclaim.codesets.icd10cm import StoredNotes
from cleanclaim.reference.tabular import TabularNode

_SCHEMA = """
CREATE TABLE node (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, parent TEXT NOT NULL,
    title TEXT, billable INTEGER NOT NULL, notes BLOB
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, terms, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""
_NO_NOTES = StoredNotes()


def with_seventh_characters(nodes: Sequence[TabularNode], listed: Iterable[str]) -> list[TabularNode]:
    """Return the nodes and, under them, the listed codes that the list does not print.

    Those are the codes made by a 7th character: ``listed`` is the official list of codes,
    which decides; the tabular rule alone would also make codes that do not exist.
    """
    printed = {node.name for node in nodes}
    added = []
    for code in sorted(set(listed) - printed):
        if len(code) != 7 or "-" in code:
            continue
        base = code[:6]
        while base not in printed and base.endswith("X"):
            base = base[:-1]
        if base in printed:
            added.append(TabularNode(code, base, None, _NO_NOTES))
    return [*nodes, *added]


def write_icd10cm(path: Path, nodes: Sequence[TabularNode]) -> dict[str, int]:
    """Write the table file; returns its counts. A node under which nothing stands is billable.

    Source: ICD-10-CM Official Guidelines I.B.2 (FY 2026), codes are reported at their highest
    number of characters available.
    """
    parents = {node.parent for node in nodes}
    billable = 0
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        for number, node in enumerate(nodes, 1):
            is_code = "-" not in node.name and not node.name.startswith("chapter ")
            is_billable = is_code and node.name not in parents
            billable += is_billable
            notes = None if node.notes == _NO_NOTES else msgspec.json.encode(node.notes)
            connection.execute(
                "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?)",
                (number, node.name, node.parent, node.title, is_billable, notes),
            )
            if is_code and node.title is not None:
                terms = " / ".join(node.notes.inclusion_terms)
                connection.execute(
                    "INSERT INTO words (rowid, title, terms) VALUES (?, ?, ?)", (number, node.title, terms)
                )
        connection.execute("CREATE INDEX node_parent ON node (parent)")
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    connection.close()
    codes = sum(1 for node in nodes if "-" not in node.name and not node.name.startswith("chapter "))
    return {"codes": codes, "billable": billable}
