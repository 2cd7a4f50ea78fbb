"""The body part that a procedure names: titles of the table, body part key, everyday names.

Sources: ICD-10-PCS tables and body part key as loaded; ``data/sites.tsv`` (own words for the
regions that people name otherwise). Guidelines B4.1 to B4.3.
"""

import re
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.codesets.icd10pcs import PCSRow
from cleanclaim.coding.inpatient_procedures.books import Part, PCSBooks

_WORD = re.compile(r"[A-Za-z0-9']+")
_SIDE_IN_TITLE = re.compile(r",?\s*\b(?:Right|Left|Bilateral)\b")
_SIDE = re.compile(
    r"\b(?:(?P<both>bilateral(?:ly)?|both)|(?P<right>right(?:-sided)?|rt|R)|(?P<left>left(?:-sided)?|lt|L))\b"
)
_LONGEST = 7  # words in a name
_BRACKET = re.compile(r"\s*\([^)]*\)")


class NamedPart(msgspec.Struct, frozen=True):
    """A body part and the words that name it, as offsets into the note."""

    part: Part
    start: int
    end: int


def parts_of(rows: tuple[PCSRow, ...]) -> dict[str, Part]:
    """Return the body parts of a table by their titles without side, as people write them."""
    found: dict[str, Part] = {}
    for row in rows:
        for character, title in row.axes[3].values:
            base = _plain(_SIDE_IN_TITLE.sub("", title))
            side = next((word.lower() for word in ("Right", "Left", "Bilateral") if _has(title, word)), "")
            part = found.setdefault(base, Part(_SIDE_IN_TITLE.sub("", title), {}))
            part.sides[side] = character
    return found


def _has(title: str, word: str) -> bool:
    return re.search(rf"\b{word}\b", title) is not None


def named_part(
    text: str, places: tuple[tuple[int, int], ...], rows: tuple[PCSRow, ...], books: PCSBooks
) -> NamedPart | None:
    """Return the body part with the longest name in the first place that names one of the table's."""
    parts, names = _of_table(rows, books)
    for start, end in places:
        best: NamedPart | None = None
        for words, titles in own_sites():
            match = words.search(text, start, end)
            if match:
                part = next((parts[title] for title in titles if title in parts), None)
                if part and (best is None or match.end() - match.start() > best.end - best.start):
                    best = NamedPart(part, match.start(), match.end())
        for first, last, name in _phrases(text, start, end):
            part = names.get(name)
            if part and (best is None or last - first > best.end - best.start):
                best = NamedPart(part, first, last)
        if best:
            return best
    return None


def _of_table(rows: tuple[PCSRow, ...], books: PCSBooks) -> tuple[dict[str, "Part"], dict[str, "Part"]]:
    """Return the parts of a table and their names, made once for the books of a day."""
    table = rows[0].table
    known = books.parts.get(table)
    if known is None:
        parts = parts_of(rows)
        known = books.parts[table] = (parts, _names(parts, books))
    return known


def side_in(text: str, places: tuple[tuple[int, int], ...]) -> tuple[str, int, int] | None:
    """Return the side that the first place with one says, and its words; two different sides say none."""
    for start, end in places:
        found = {match.lastgroup or "": match for match in _SIDE.finditer(text, start, end)}
        lowered = {match.lastgroup or "": match for match in _SIDE.finditer(text[start:end].lower())}
        if not found and lowered:
            key, match = next(iter(lowered.items()))
            if len(lowered) == 1 and len(match.group()) > 1:
                return ("bilateral" if key == "both" else key), start + match.start(), start + match.end()
        if "both" in found:
            return "bilateral", found["both"].start(), found["both"].end()
        if len(found) == 1:
            key, match = next(iter(found.items()))
            return key, match.start(), match.end()
    return None


def _phrases(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    words = list(_WORD.finditer(text, start, end))
    found = []
    for first in range(len(words)):
        for last in range(first, min(first + _LONGEST, len(words))):
            name = " ".join(_singular(one.group().lower()) for one in words[first : last + 1])
            found.append((words[first].start(), words[last].end(), name))
    return found


def _names(parts: dict[str, Part], books: PCSBooks) -> dict[str, Part]:
    """Return the names of the parts of a table: their titles, and those of the body part key."""
    names = {" ".join(_singular(word) for word in base.split()): part for base, part in parts.items()}
    for name, values in books.part_synonyms().items():
        for value in values:
            part = parts.get(_plain(_SIDE_IN_TITLE.sub("", value)))
            if part:
                plain = _BRACKET.sub("", name)
                names.setdefault(" ".join(_singular(word) for word in _plain(plain).split()), part)
    return names


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(title.lower()))


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@cache
def own_sites() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Return our own names of body parts: words and the titles (without side) that they may mean."""
    text = (
        resources.files("cleanclaim.coding.inpatient_procedures")
        .joinpath("data/sites.tsv")
        .read_text("utf-8")
    )
    found = []
    for row in text.splitlines():
        if row.strip() and not row.startswith("#"):
            words, titles = re.split(r"\t+| {2,}", row.strip())[:2]
            pattern = re.compile(rf"\b(?:{words.replace(' ', '[- ]')})\b", re.IGNORECASE)
            found.append((pattern, tuple(_plain(one) for one in titles.split("|"))))
    return tuple(found)
