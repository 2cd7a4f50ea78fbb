"""Whether a mention says that the patient has the condition now (after the ConText algorithm).

Cue words before or after a mention, within the sentence and up to a word that ends their
reach, change what it asserts. Source of the method: Harkema et al., ConText, J Biomed Inform
2009; the cue lists in ``data/cues.tsv`` are our own.
"""

from enum import Enum
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.text import Token, folded_words


class Assertion(Enum):
    """What a mention says of the condition."""

    PRESENT = "present"
    ABSENT = "absent"
    POSSIBLE = "possible"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"


class Cue(msgspec.Struct, frozen=True):
    """Words that change what a mention asserts, on which side of them, and how many words far."""

    words: tuple[str, ...]
    assertion: Assertion | None
    reach: str
    limit: int


class Asserted(msgspec.Struct, frozen=True):
    """An assertion and the words that made it; no words for what is simply present."""

    assertion: Assertion
    cue: str = ""


_ORDER = (
    Assertion.FAMILY,
    Assertion.HYPOTHETICAL,
    Assertion.ABSENT,
    Assertion.POSSIBLE,
    Assertion.HISTORICAL,
)
_UNLIMITED = 99
_ONE_THING = (("s", "p"), ("status", "post"))
"""Cues that speak of the one thing after them and of nothing behind a comma."""
_SECTION_ASSERTIONS = {"family": Assertion.FAMILY, "instructions": Assertion.HYPOTHETICAL}


def assertion_of(tokens: tuple[Token, ...], first: int, last: int, section_kind: str) -> Asserted:
    """Return what the sentence asserts of its words ``first``..``last`` (indexes, both included)."""
    if section_kind in _SECTION_ASSERTIONS:
        return Asserted(_SECTION_ASSERTIONS[section_kind], f"section: {section_kind}")
    found: dict[Assertion, str] = {}
    for start, end, cue in _cues_in(tokens, first, last):
        if cue.assertion is None:
            continue
        before = end < first and cue.reach in ("forward", "both")
        after = start > last and cue.reach in ("backward", "both")
        if not (before or after):
            continue
        between = range(end + 1, first) if before else range(last + 1, start)
        if len(between) > cue.limit or _ends_reach(tokens, between, cue):
            continue
        if before and cue.words in _ONE_THING and any(tokens[one].after_break for one in (*between, first)):
            continue
        found.setdefault(cue.assertion, " ".join(token.written for token in tokens[start : end + 1]))
    for assertion in _ORDER:
        if assertion in found:
            return Asserted(assertion, found[assertion])
    return Asserted(Assertion.PRESENT)


def _cues_in(tokens: tuple[Token, ...], first: int, last: int) -> list[tuple[int, int, Cue]]:
    """Return the cues of a sentence outside the mention, the longest at each place.

    Those without an assertion ("no change in") are in the list: they keep shorter ones away.
    """
    by_first = _cues()
    folded = [token.folded or token.written.lower() for token in tokens]
    found: list[tuple[int, int, Cue]] = []
    place = 0
    while place < len(folded):
        for cue in by_first.get(folded[place], ()):
            end = place + len(cue.words) - 1
            if tuple(folded[place : end + 1]) == cue.words and (end < first or place > last):
                found.append((place, end, cue))
                place = end
                break
        place += 1
    return found


def _ends_reach(tokens: tuple[Token, ...], between: range, cue: Cue) -> bool:
    """Return whether a word that ends a cue's reach stands between it and the mention."""
    enders = _enders()
    for index in between:
        word = tokens[index].written.lower()
        if word in enders:
            return True
        if cue.assertion in (Assertion.HISTORICAL, Assertion.POSSIBLE) and word in (
            "who",
            "presents",
            "today",
        ):
            return True
    return False


@cache
def _enders() -> frozenset[str]:
    return frozenset(row[0] for row in _rows() if row[1] == "end")


@cache
def _cues() -> dict[str, tuple[Cue, ...]]:
    table: dict[str, list[Cue]] = {}
    for phrase, kind, *rest in _rows():
        if kind == "end":
            continue
        assertion = None if kind == "none" else Assertion(kind)
        reach = rest[0] if rest else "forward"
        limit = rest[1] if len(rest) > 1 else ""
        words = tuple(word for word in _cue_words(phrase))
        cue = Cue(words, assertion, reach, int(limit) if limit else _UNLIMITED)
        table.setdefault(words[0], []).append(cue)
    return {word: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for word, cues in table.items()}


def _cue_words(phrase: str) -> list[str]:
    return [(folded_words(word) or (word.lower(),))[0] for word in phrase.split()]


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    text = resources.files("cleanclaim.coding").joinpath("data/cues.tsv").read_text("utf-8")
    return tuple(tuple(row.split("\t")) for row in text.splitlines() if row and not row.startswith("#"))
