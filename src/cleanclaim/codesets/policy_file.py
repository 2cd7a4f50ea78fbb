"""The articles of one release: bodies and their sets of diagnoses, in a mapped file."""

import zlib
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.diagnosis_sets import DiagnosisSet
from cleanclaim.codesets.policies import (
    COVERAGE_ARTICLE,
    CoverageArticle,
    CoverageFound,
    DiagnosisGroup,
    ExcludedDrug,
)
from cleanclaim.codesets.releases import damaged_table
from cleanclaim.codesets.sqlite_file import SQLiteFile
from cleanclaim.codesets.store import Store

ARTICLES_FILE = "articles.sqlite"
ARTICLES_SCHEMA = """
CREATE TABLE article (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE diagnoses (id INTEGER PRIMARY KEY, codes BLOB NOT NULL);
"""
_REMEMBERED = 512


class StoredGroup(msgspec.Struct, frozen=True, array_like=True):
    """A group as it is written: ``codes`` and ``starred`` number rows of the table of sets, 0 none."""

    number: int
    covered: bool
    codes: int
    starred: int
    paragraph: str
    note: str


class StoredArticle(msgspec.Struct, frozen=True):
    """An article as it is written."""

    effective_from: date
    effective_to: date | None
    article: str
    version: int
    title: str
    kind: str
    contractors: tuple[str, ...]
    states: tuple[str, ...]
    lcds: tuple[str, ...]
    ncds: tuple[str, ...]
    procedures: tuple[str, ...]
    groups: tuple[StoredGroup, ...]
    frequency: tuple[str, ...]
    retired: date | None
    excluded_drugs: tuple[ExcludedDrug, ...] = ()


class ArticleFile:
    """The articles of a release by name (``A57642``); nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        self._file = SQLiteFile(path)
        self.article = lru_cache(maxsize=_REMEMBERED)(self._article)

    def _article(self, name: str) -> CoverageArticle | None:
        """Return an article; none when the release has no such one."""
        found = self._file.rows("SELECT body FROM article WHERE name = ?", (name,))
        if not found:
            return None
        try:
            stored = msgspec.msgpack.decode(zlib.decompress(found[0][0]), type=StoredArticle)
        except (msgspec.MsgspecError, zlib.error) as error:
            raise damaged_table(self._file.path, str(error)) from None
        plain = {name: getattr(stored, name) for name in stored.__struct_fields__ if name != "groups"}
        return CoverageArticle(**plain, groups=tuple(self._group(one) for one in stored.groups))

    def _group(self, stored: StoredGroup) -> DiagnosisGroup:
        return DiagnosisGroup(
            stored.number,
            stored.covered,
            self._set(stored.codes),
            self._set(stored.starred),
            stored.paragraph,
            stored.note,
        )

    def _set(self, number: int) -> DiagnosisSet:
        found = self._file.rows("SELECT codes FROM diagnoses WHERE id = ?", (number,)) if number else []
        content: bytes = found[0][0] if found else b""
        if len(content) % 8 or (number and not found):
            raise damaged_table(self._file.path, "a set of diagnoses is not whole")
        return DiagnosisSet(memoryview(content).cast("Q"))


def coverage_policies(
    store: Store, procedure: str, on: date, *, contractor: str | None = None, state: str | None = None
) -> Answer[CoverageFound]:
    """Return the articles on a procedure that bind a contractor (MAC number) or a state on a day.

    ``Unknown``: the export is whole and no article of that place lists the code. ``NotCovered``:
    no export is loaded, or it is partial and has none.
    """
    listed = store.every(COVERAGE_ARTICLE, procedure, on)
    if not isinstance(listed, Known):
        return listed
    opened = store.opened(COVERAGE_ARTICLE, on, ARTICLES_FILE, ArticleFile)
    if isinstance(opened, NotCovered):
        return opened
    names = dict.fromkeys(row.article for row in listed.value)
    found = [article for name in names if (article := opened.value.article(name)) is not None]
    here = [article for article in found if article.holds_for(contractor=contractor, state=state)]
    later = tuple(article.article for article in here if article.effective_from > on)
    articles = tuple(article for article in here if article.in_force(on))
    if articles or later:
        return Known(CoverageFound(articles, later), listed.release)
    if listed.release.completeness == "partial":
        reason = f"{listed.release.label} is partial: it cannot say whether an article lists {procedure}."
        return NotCovered(COVERAGE_ARTICLE.name, on, reason)
    return Unknown(listed.release)
