"""Lines of an index as sets of words: what must stand in a sentence for the line to be meant."""

import re

import msgspec

from cleanclaim.codesets import IndexTable, IndexTerm
from cleanclaim.coding.text import STOP_WORDS, folded_words

SMALL = STOP_WORDS | {"site", "type", "see", "also", "nec", "nos", "specified"}
_SAME_BEGINNING = 3
# Words that the index prints side by side for one thing, and that do not begin alike.
_ALIKE = (frozenset({"stair", "step"}), frozenset({"tooth", "dental"}))
_NEC = re.compile(r"\bN(?:EC|OS)\b")


class Line(msgspec.Struct, frozen=True):
    """A line of the index: its depth, the ways of writing its words, where it leads."""

    level: int
    ways: tuple[frozenset[str], ...]
    term: IndexTerm


def alternatives(title: str, *, any_comma: bool = False) -> tuple[frozenset[str], ...]:
    """Return the sets of words by which a title can be meant, the fullest first.

    A comma divides forms of one word ("Hypertension, hypertensive"; "tooth, teeth") or turns words
    round ("Kidney, polycystic"): forms begin alike. In the External Cause Index (``any_comma``) every
    comma divides ("from, off, out of").
    """
    parts = [frozenset(folded_words(part)) - SMALL for part in _NEC.sub(" ", title).split(",")]
    whole = frozenset[str]().union(*parts)
    if len(parts) == 1:
        return (whole,)
    first = parts[0]
    if any_comma or all(_alike(first, part) for part in parts[1:]):
        return tuple(dict.fromkeys(sorted(parts, key=len, reverse=True)))
    return (whole,)


def _alike(first: frozenset[str], other: frozenset[str]) -> bool:
    if len(first) != 1 or len(other) != 1:
        return False
    (one,), (two,) = first, other
    return one[:_SAME_BEGINNING] == two[:_SAME_BEGINNING] or any({one, two} <= pair for pair in _ALIKE)


def matching(ways: tuple[frozenset[str], ...], here: frozenset[str]) -> frozenset[str] | None:
    """Return the first way of a line all of whose words are here; nothing when none is."""
    return next((way for way in ways if way <= here), None)


def read_lines(index: IndexTable, main: IndexTerm, *, any_comma: bool = False) -> tuple[Line, ...]:
    """Return the lines under a term."""
    return tuple(
        Line(one.level, alternatives(one.title, any_comma=any_comma), one) for one in index.under(main)
    )
