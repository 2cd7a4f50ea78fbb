"""The articles of a coverage database download: their codes, groups, policies, places and dates."""

import sqlite3
import zlib
from array import array
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from cleanclaim.codesets.diagnosis_sets import pack_diagnosis, pack_numbers
from cleanclaim.codesets.policies import ExcludedDrug, PolicyListing
from cleanclaim.codesets.policy_file import ARTICLES_FILE, ARTICLES_SCHEMA, StoredArticle, StoredGroup
from cleanclaim.reference.draft import Rows
from cleanclaim.reference.mcd_places import Document, read_places
from cleanclaim.reference.mcd_tables import Tables, day, each
from cleanclaim.reference.policy_text import is_licensed, limits, plain, without
from cleanclaim.reference.tables import procedure_code

_COLUMNS = (
    "article_id",
    "article_version",
    "article_type",
    "title",
    "article_eff_date",
    "article_end_date",
    "article_rev_end_date",
    "date_retired",
    "status",
    "display_id",
    "last_updated",
    "description",
    "other_comments",
)
_NONE = "XX"  # XX000 stands in lists that are not applicable
_Group = tuple[bool, int]
"""Whether the diagnoses are covered, and the number of the group."""


@dataclass
class Sets:
    """The sets of diagnoses, each kept once: versions and neighbours share most of theirs."""

    numbers: dict[bytes, int] = field(default_factory=dict)

    def add(self, codes: "array[int]") -> int:
        """Return the number of a set, 0 for an empty one."""
        if not codes:
            return 0
        return self.numbers.setdefault(pack_numbers(codes), len(self.numbers) + 1)


@dataclass
class Articles:
    """What was read; ``orphans`` are rows of documents that the list of articles does not hold."""

    articles: dict[str, StoredArticle] = field(default_factory=dict)
    sets: Sets = field(default_factory=Sets)
    as_of: date | None = None
    covered: int = 0
    noncovered: int = 0
    ranges: int = 0
    passed_over: int = 0
    orphans: list[str] = field(default_factory=list)

    def write(self, place: Path) -> None:
        """Write the listings by procedure code and, beside them, the articles."""
        rows = Rows()
        for name, article in sorted(self.articles.items()):
            listing = PolicyListing(
                effective_from=article.effective_from,
                effective_to=article.effective_to,
                code="",
                article=name,
                version=article.version,
                title=article.title,
            )
            rows.add(name, listing, article.title)
            for code in article.procedures:
                rows.add(code, msgspec.structs.replace(listing, code=code))
        rows.write(place)
        with sqlite3.connect(place / ARTICLES_FILE, isolation_level=None) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + ARTICLES_SCHEMA)
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO article VALUES (?, ?)",
                (
                    (name, zlib.compress(msgspec.msgpack.encode(article)))
                    for name, article in sorted(self.articles.items())
                ),
            )
            connection.executemany(
                "INSERT INTO diagnoses VALUES (?, ?)",
                ((number, codes) for codes, number in self.sets.numbers.items()),
            )
            connection.execute("COMMIT")
        connection.close()


@dataclass
class _Parts:
    """What the tables beside the list of articles say, by document or group."""

    procedures: dict[Document, list[str]] = field(default_factory=dict)
    descriptors: dict[Document, list[str]] = field(default_factory=dict)
    codes: dict[Document, dict[_Group, "array[int]"]] = field(default_factory=dict)
    starred: dict[Document, dict[_Group, "array[int]"]] = field(default_factory=dict)
    paragraphs: dict[Document, dict[_Group, tuple[str, str]]] = field(default_factory=dict)
    lcds: dict[Document, list[str]] = field(default_factory=dict)
    ncds: dict[Document, list[str]] = field(default_factory=dict)
    retire: dict[str, date | None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    drugs: dict[Document, list[tuple[str, str, date | None, date | None]]] = field(default_factory=dict)


def read_articles(tables: Tables) -> Articles:
    """Return the articles of a download that are or were in force; raises ``UnreadableFile``."""
    found, parts, places = Articles(), _Parts(), read_places(tables, "article")
    _procedures(tables, parts)
    _diagnoses(tables, parts, found, covered=True)
    _diagnoses(tables, parts, found, covered=False)
    _related(tables, parts)
    _drugs(tables, parts)
    known: set[Document] = set()

    def article(*cells: str) -> None:
        one = dict(zip(_COLUMNS, cells, strict=True))
        changed = day(one["last_updated"])
        if changed is not None:
            found.as_of = max(found.as_of or changed, changed)
        key, begins = (one["article_id"], one["article_version"]), day(one["article_eff_date"])
        known.add(key)
        ends = [day(one[name]) for name in ("article_end_date", "article_rev_end_date", "date_retired")]
        ends.append(parts.retire.get(one["article_id"]))
        last = min((end for end in ends if end is not None), default=None)
        draft = one["display_id"].upper().startswith("D") or one["status"].upper() == "P"
        if draft or begins is None or (one["status"].upper() == "R" and last is None):
            found.passed_over += 1
            return
        name = f"A{one['article_id']}"
        earlier = found.articles.get(name)
        if earlier is not None and earlier.version >= int(one["article_version"]):
            return
        words = parts.descriptors.get(key, ())
        text = f"{plain(one['description'])} {plain(one['other_comments'])}"
        contractors, states = places.of(key)
        found.articles[name] = StoredArticle(
            effective_from=begins,
            effective_to=last,
            article=name,
            version=int(one["article_version"]),
            title=plain(one["title"]),
            kind=parts.kinds.get(one["article_type"], ""),
            contractors=contractors,
            states=states,
            lcds=tuple(sorted(set(parts.lcds.get(key, ())))),
            ncds=tuple(sorted(set(parts.ncds.get(key, ())))),
            procedures=tuple(
                dict.fromkeys(
                    [*parts.procedures.get(key, ()), *(code for code, *_ in parts.drugs.get(key, ()))]
                )
            ),
            groups=_groups(key, parts, found.sets),
            frequency=limits(without(text, words)),
            retired=day(one["date_retired"]),
            excluded_drugs=tuple(
                ExcludedDrug(effective_from=first or begins, effective_to=end, code=code, brand=brand)
                for code, brand, first, end in parts.drugs.get(key, ())
            ),
        )

    each(tables, "article", _COLUMNS, article)
    named = {*parts.procedures, *parts.codes, *places.of_document}
    found.orphans = sorted(f"A{document} version {version}" for document, version in named - known)
    return found


def _procedures(tables: Tables, parts: _Parts) -> None:
    def row(document: str, version: str, code: str, *texts: str) -> None:
        if code.upper().startswith(_NONE):
            return
        parts.procedures.setdefault((document, version), []).append(procedure_code(code))
        if is_licensed(code):
            # Kept only while reading, so that they can be taken out of the paragraphs.
            parts.descriptors.setdefault((document, version), []).extend(plain(text) for text in texts)

    columns = ("article_id", "article_version", "hcpc_code_id", "long_description", "short_description")
    each(tables, "article_x_hcpc_code", columns, row)


def _diagnoses(tables: Tables, parts: _Parts, found: Articles, *, covered: bool) -> None:
    name = f"article_x_icd10_{'covered' if covered else 'noncovered'}"
    number = f"icd10_{'covered' if covered else 'noncovered'}_group"

    def code(document: str, version: str, code: str, group: str, span: str, *star: str) -> None:
        if code.upper().startswith(_NONE):
            return
        packed, key = pack_diagnosis(code), (covered, int(group))
        if packed < 0:
            raise ValueError(f"{code[:10]!r} is not a diagnosis code")
        parts.codes.setdefault((document, version), {}).setdefault(key, array("Q")).append(packed)
        if star and star[0] not in ("", "0", "N"):
            parts.starred.setdefault((document, version), {}).setdefault(key, array("Q")).append(packed)
        if covered:
            found.covered += 1
        else:
            found.noncovered += 1
        found.ranges += span.upper() in ("B", "E")

    def paragraph(document: str, version: str, group: str, text: str, *note: str) -> None:
        texts = (plain(text), plain(note[0]) if note else "")
        parts.paragraphs.setdefault((document, version), {})[covered, int(group)] = texts

    columns = ("article_id", "article_version", "icd10_code_id", number, "range")
    each(tables, name, (*columns, "asterisk") if covered else columns, code)
    texts = ("article_id", "article_version", number, "paragraph")
    each(tables, f"{name}_group", (*texts, "icd10_covered_ast") if covered else texts, paragraph)


def _related(tables: Tables, parts: _Parts) -> None:
    identity = ("article_id", "article_version")

    def lcd(document: str, version: str, number: str) -> None:
        if number and number != "0":
            parts.lcds.setdefault((document, version), []).append(f"L{number}")

    def ncd(document: str, version: str, number: str) -> None:
        if number and number != "0":
            parts.ncds.setdefault((document, version), []).append(number)

    def retire(document: str, text: str) -> None:
        parts.retire[document] = day(text)

    def kind(number: str, text: str) -> None:
        parts.kinds[number] = text

    each(tables, "article_related_documents", (*identity, "r_lcd_id"), lcd)
    each(tables, "article_related_ncd_documents", (*identity, "r_ncd_id"), ncd)
    each(tables, "article_future_retire", ("article_id", "retire_dt"), retire)
    each(tables, "article_type_lookup", ("article_type_id", "description"), kind)


def _drugs(tables: Tables, parts: _Parts) -> None:
    def drug(document: str, version: str, *cells: str) -> None:
        code, brand, first, last = cells
        if code and not code.upper().startswith(_NONE):
            row = (procedure_code(code), plain(brand), day(first), day(last))
            parts.drugs.setdefault((document, version), []).append(row)

    columns = ("article_id", "article_version", "hcpc_code_id", "brand_name", "eff_date", "end_date")
    each(tables, "article_x_code_table", columns, drug)


def _groups(document: Document, parts: _Parts, sets: Sets) -> tuple[StoredGroup, ...]:
    words = parts.descriptors.get(document, ())
    codes, starred = parts.codes.get(document, {}), parts.starred.get(document, {})
    texts, none = parts.paragraphs.get(document, {}), array("Q")
    groups = []
    for group in sorted({*codes, *texts}, key=lambda one: (not one[0], one[1])):
        paragraph, note = texts.get(group, ("", ""))
        groups.append(
            StoredGroup(
                group[1],
                group[0],
                sets.add(codes.get(group, none)),
                sets.add(starred.get(group, none)),
                without(paragraph, words),
                without(note, words),
            )
        )
    return tuple(groups)
