"""One ICD-10-CM release: entries with the notes that apply to them, and search by words."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from cleanclaim.codesets.icd10cm_index import IndexTable
from cleanclaim.codesets.icd10cm_search import DiagnosisSearch
from cleanclaim.codesets.instructions import CodeSpan, codes_named
from cleanclaim.codesets.releases import damaged_table
from cleanclaim.codesets.sqlite_file import SQLiteFile
from cleanclaim.primitives import dotted

_CACHED_ENTRIES = 8192


class Instruction(msgspec.Struct, frozen=True):
    """A tabular note and the place where it stands: a code, a block (``E08-E13``) or a chapter.

    The text is the classification's own (US government, public domain).
    """

    at: str
    text: str

    @property
    def spans(self) -> tuple[CodeSpan, ...]:
        """The codes the note names."""
        return codes_named(self.text)

    @property
    def place(self) -> str:
        """Where it stands as people read it: ``E11.2``, ``E08-E13``, ``chapter 4``."""
        return dotted(self.at) if _is_code(self.at) else self.at


class ICD10CMEntry(msgspec.Struct, frozen=True):
    """A code or category of the tabular list, with every note that applies to it.

    ``code`` is undotted. ``parents`` go from the nearest up to the category. The tuples of
    :class:`Instruction` hold the code's own notes first, then those of its parents, block and
    chapter, because a note applies to everything under it. ``inclusion_terms`` are its own
    only. ``seventh_characters`` are (character, meaning) that the code takes or has taken;
    a code that has them and is not ``billable`` is incomplete.
    """

    code: str
    title: str
    billable: bool
    parents: tuple[str, ...]
    block: str
    chapter: str
    inclusion_terms: tuple[str, ...] = ()
    includes: tuple[Instruction, ...] = ()
    excludes1: tuple[Instruction, ...] = ()
    excludes2: tuple[Instruction, ...] = ()
    code_first: tuple[Instruction, ...] = ()
    use_additional: tuple[Instruction, ...] = ()
    code_also: tuple[Instruction, ...] = ()
    notes: tuple[Instruction, ...] = ()
    seventh_characters: tuple[tuple[str, str], ...] = ()

    @property
    def is_manifestation(self) -> bool:
        """Whether the title and a "code first" note mark a manifestation, which is never first-listed.

        Source: ICD-10-CM Official Guidelines I.A.13 (FY 2026). Some manifestations have no such
        title; the MCE list, when it is loaded, knows them.
        """
        return "classified elsewhere" in self.title.lower() and bool(self.code_first)


class SearchHit(msgspec.Struct, frozen=True):
    """One result of a search, best first; ``score`` is higher for a better match.

    ``found_by`` are the words by which it was found where they are not its title: an inclusion
    term, a way through the index, or what was asked where that is a usual name of it. ``in_force``:
    on the day; only what was asked for by its whole code is told when it is not.
    """

    code: str
    title: str
    billable: bool
    score: float
    found_by: str = ""
    in_force: bool = True


class StoredNotes(msgspec.Struct, frozen=True, omit_defaults=True, array_like=False):
    """The own notes of one node as they lie in the file (JSON, short keys)."""

    inclusion_terms: tuple[str, ...] = msgspec.field(default=(), name="t")
    includes: tuple[str, ...] = msgspec.field(default=(), name="i")
    excludes1: tuple[str, ...] = msgspec.field(default=(), name="x1")
    excludes2: tuple[str, ...] = msgspec.field(default=(), name="x2")
    code_first: tuple[str, ...] = msgspec.field(default=(), name="f")
    use_additional: tuple[str, ...] = msgspec.field(default=(), name="u")
    code_also: tuple[str, ...] = msgspec.field(default=(), name="a")
    notes: tuple[str, ...] = msgspec.field(default=(), name="n")
    seventh_characters: tuple[tuple[str, str], ...] = msgspec.field(default=(), name="7")


_read_notes = msgspec.json.Decoder(StoredNotes).decode
_NO_NOTES = StoredNotes()


class _Node(msgspec.Struct, frozen=True):
    name: str
    title: str
    billable: bool
    parent: str
    notes: StoredNotes


class ICD10CMTable:
    """A release's file, opened on first use, read-only; safe to share between threads and forks."""

    def __init__(self, path: Path) -> None:
        self._file = SQLiteFile(path)
        self._search = DiagnosisSearch(self._file)
        self.entry = lru_cache(maxsize=_CACHED_ENTRIES)(self._entry)
        self.beginning_with = lru_cache(maxsize=_CACHED_ENTRIES)(self._beginning_with)

    def _entry(self, code: str) -> ICD10CMEntry | None:
        """Return the entry of an undotted code, nothing when the release has none."""
        node = self._node(code)
        if node is None or not _is_code(node.name):
            return None
        lineage = list(self._upwards(node))
        codes = [one for one in lineage if _is_code(one.name)]
        others = [one.name for one in lineage if not _is_code(one.name)]

        def applying(kind: str) -> tuple[Instruction, ...]:
            return tuple(Instruction(one.name, text) for one in lineage for text in getattr(one.notes, kind))

        seventh = next(
            (one.notes.seventh_characters for one in codes if one.notes.seventh_characters),
            (),
        )
        return ICD10CMEntry(
            code=node.name,
            title=node.title,
            billable=node.billable,
            parents=tuple(one.name for one in codes[1:]),
            block=others[0] if len(others) > 1 else "",
            chapter=others[-1].removeprefix("chapter ") if others else "",
            inclusion_terms=node.notes.inclusion_terms,
            includes=applying("includes"),
            excludes1=applying("excludes1"),
            excludes2=applying("excludes2"),
            code_first=applying("code_first"),
            use_additional=applying("use_additional"),
            code_also=applying("code_also"),
            notes=applying("notes"),
            seventh_characters=seventh,
        )

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly under a code or category, in order."""
        rows = self._file.rows("SELECT name FROM node WHERE parent = ? ORDER BY name", (code,))
        return tuple(name for (name,) in rows)

    def _beginning_with(self, code: str) -> tuple[str, ...]:
        """Return the longer codes of the release that begin with an undotted code, in order.

        Also for a code that the release itself does not have: a part of a list may hold the codes under
        a heading and not the heading.
        """
        rows = self._file.rows(
            "SELECT name FROM node WHERE name > ? AND name < ? ORDER BY name", (code, f"{code}~")
        )
        return tuple(name for (name,) in rows if _is_code(name))

    def heading(self, name: str) -> str:
        """Return the title of a chapter (``4``) or block (``E08-E13``), empty when there is none."""
        rows = self._file.rows("SELECT title FROM node WHERE name IN (?, ?)", (name, f"chapter {name}"))
        return str(rows[0][0]) if rows else ""

    def named(self) -> Iterator[tuple[str, str, bool, tuple[str, ...]]]:
        """Yield (code, title, billable, inclusion terms) of every code the tabular list prints.

        Codes that only come about by a 7th character are left out.
        """
        for name, title, billable, notes in self._file.rows(
            "SELECT name, title, billable, notes FROM node WHERE title IS NOT NULL ORDER BY id", ()
        ):
            if _is_code(name):
                terms = _read_notes(notes).inclusion_terms if notes else ()
                yield name, title, bool(billable), terms

    def search(
        self,
        words: str,
        limit: int,
        indexes: Sequence[IndexTable] = (),
        drugs: IndexTable | None = None,
    ) -> tuple[SearchHit, ...]:
        """Return the codes that words, lay words or the beginning of a code mean, best first.

        ``indexes`` add the ways in which the Alphabetic Index leads to codes, ``drugs`` the codes of
        poisoning, adverse effects and underdosing.
        """
        hits = []
        for found in self._search.search(words, limit, indexes, drugs):
            node = self._node(found.code)
            if node is not None:
                hits.append(SearchHit(node.name, node.title, node.billable, found.score, found.by))
        return tuple(hits)

    def _upwards(self, node: _Node) -> Iterator[_Node]:
        yield node
        while node.parent:
            parent = self._node(node.parent)
            if parent is None:
                raise ValueError(
                    f"{self._file.path}: {node.name} hangs under {node.parent}, which is missing"
                )
            yield parent
            node = parent

    def _node(self, name: str) -> _Node | None:
        rows = self._file.rows("SELECT title, billable, parent, notes FROM node WHERE name = ?", (name,))
        if not rows:
            return None
        title, billable, parent, notes = rows[0]
        return _Node(
            name,
            self._title(name, title, parent),
            bool(billable),
            parent,
            _read_notes(notes) if notes else _NO_NOTES,
        )

    def _title(self, name: str, title: str | None, parent: str) -> str:
        """Return a printed title; a code made by its 7th character takes its base's and the meaning."""
        if title is not None:
            return title
        base = self.entry(parent)
        if base is None:
            raise damaged_table(self._file.path, f"{name} hangs under {parent}, which is missing")
        return f"{base.title}, {dict(base.seventh_characters)[name[-1]]}"


def _is_code(name: str) -> bool:
    return "-" not in name and not name.startswith("chapter ")
