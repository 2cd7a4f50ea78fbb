"""Candidates of a note under the mention profile, each with the numbers that the ranker sees."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from cleanclaim.coding.assertion import Assertion, assertion_of
from cleanclaim.coding.codiesp.knowledge import Knowledge, vector_of
from cleanclaim.coding.codiesp.matching import Match, matches_in
from cleanclaim.coding.codiesp.phrases import CodeCount, Inventory, Key, key_of
from cleanclaim.coding.codiesp.sides import Sides, agreement
from cleanclaim.coding.note import Note

_CATEGORY = 3
_EXTRA_SHARE = 0.05  # what a term that no document marked counts for when the best match is chosen

FEATURES = (
    *("share marked", "share beside", "marked", "documents with the phrase", "words of the phrase", "gap"),
    *("share marked at all", "share marked in the category", "share of the phrase's codes"),
    *("places", "tight places", "uncovered places", "phrases", "together", "together, tight"),
    *("by a term", "by the index", "documents with the code", "first place"),
    *("negated", "uncertain", "past"),
    *("best of the category", "rank in the category", "candidates of the category", "rank in the note"),
    *("best at the same words", "codes at the same words", "words of the note", "length of the code"),
    *(
        "longest word",
        "chapter",
        "votes",
        "votes for the category",
        "title in the note",
        "title in the sentence",
    ),
    *("weight of the title", "side", "share marked of another side"),
)
"""The inputs of the ranker, in order."""


class Candidate(msgspec.Struct, frozen=True):
    """A code with its matches, the best first, and its features."""

    code: str
    matches: tuple[Match, ...]
    row: tuple[float, ...]


class Rules(msgspec.Struct, frozen=True):
    """What holds for one code system: whether a code belongs to it, a title's key, sides."""

    belongs: Callable[[str], bool]
    title_of: Callable[[str], Key]
    sides: Sides


class _Support(msgspec.Struct, frozen=True):
    """One match as support for one code."""

    match: Match
    share: float
    count: CodeCount
    documents: int
    at_all: float
    in_category: float
    of_phrase: float
    by_term: bool
    by_index: bool
    of_other_side: float = 0.0

    @property
    def place(self) -> tuple[int, tuple[int, ...]]:
        return self.match.sentence, self.match.words


class _Note(msgspec.Struct, frozen=True):
    """What the rows of one note share."""

    note: Note
    supports: dict[str, list[_Support]]
    together: dict[str, float]
    by_category: dict[str, list[str]]
    ranks: dict[str, int]
    codes_at: dict[tuple[int, int], set[str]]
    covered: frozenset[Match]
    votes: dict[str, float]
    category_votes: dict[str, float]
    words: frozenset[str]
    said: list[frozenset[str]]


def candidates_of(
    note: Note,
    inventory: Inventory,
    knowledge: Knowledge,
    rules: Rules,
) -> list[Candidate]:
    """Return the candidates of one code system, in the order of the codes.

    A code for one side brings its counterparts for the sides that the sentence says.
    """
    matches = [
        match
        for match in matches_in(note, inventory)
        if match.key in inventory.terms
        or match.key in inventory.index
        or ((of := knowledge.known(match.key)) is not None and of.codes)
    ]
    said = [frozenset(token.side for token in one.tokens) - {""} for one in note.sentences]
    supports = _supports(matches, inventory, knowledge, rules, said)
    together = {code: _together(mine) for code, mine in supports.items()}
    by_category: dict[str, list[str]] = defaultdict(list)
    for code in supports:
        by_category[code[:_CATEGORY]].append(code)
    for codes in by_category.values():
        codes.sort(key=lambda code: (-together[code], code))
    in_order = sorted(supports, key=lambda code: (-together[code], code))
    codes_at: dict[tuple[int, int], set[str]] = defaultdict(set)
    for code, mine in supports.items():
        for one in mine:
            if one.match.tight:
                for index in one.match.words:
                    codes_at[one.match.sentence, index].add(code)
    vector = vector_of(note, knowledge)
    votes = dict(knowledge.votes(vector))
    category_votes: dict[str, float] = defaultdict(float)
    for code, share in votes.items():
        category_votes[code[:_CATEGORY]] += share
    shared = _Note(
        note,
        supports,
        together,
        by_category,
        {code: rank for rank, code in enumerate(in_order)},
        codes_at,
        _covered(matches),
        votes,
        category_votes,
        frozenset(vector),
        said,
    )
    return [
        _candidate(code, shared, knowledge, rules.title_of(code), rules.sides.of(code).side)
        for code in sorted(supports)
    ]


def _supports(
    matches: list[Match],
    inventory: Inventory,
    knowledge: Knowledge,
    rules: Rules,
    said: list[frozenset[str]],
) -> dict[str, list[_Support]]:
    supports: dict[str, list[_Support]] = defaultdict(list)
    for match in matches:
        found = knowledge.known(match.key)
        terms = inventory.terms.get(match.key, frozenset())
        index = inventory.index.get(match.key, frozenset())
        counts = found.codes if found else {}
        documents = found.documents if found else 0
        marked = sum(count.marked for count in counts.values())
        categories: dict[str, int] = defaultdict(int)
        for code, count in counts.items():
            categories[code[:_CATEGORY]] += count.marked
        for code in {*counts, *terms, *index}:
            if not rules.belongs(code):
                continue
            count = counts.get(code) or CodeCount(0, 0)
            for side in said[match.sentence]:
                other = rules.sides.of(code).counterparts.get(side)
                if other is not None and other != code and other not in counts:
                    supports[other].append(
                        _Support(
                            match,
                            *(0.0, CodeCount(0, 0), documents, 0.0, 0.0, 0.0),
                            *(code in terms, code in index),
                            of_other_side=count.marked / (documents + 1.0),
                        )
                    )
            supports[code].append(
                _Support(
                    match,
                    count.marked / (documents + 1.0),
                    count,
                    documents,
                    marked / (documents + 1.0),
                    categories.get(code[:_CATEGORY], 0) / (documents + 1.0),
                    count.marked / marked if marked else 0.0,
                    code in terms,
                    code in index,
                )
            )
    return supports


def _candidate(code: str, shared: _Note, knowledge: Knowledge, title: Key, side: str) -> Candidate:
    note = shared.note
    mine = sorted(
        shared.supports[code],
        key=lambda one: (
            -(max(one.share, one.of_other_side) + _EXTRA_SHARE * (one.by_term + one.by_index))
            / (1 + one.match.gap),
            one.place,
            sorted(one.match.key),
        ),
    )
    best = mine[0]
    siblings = shared.by_category[code[:_CATEGORY]]
    places = {one.place for one in mine}
    tight = [one for one in mine if one.match.tight]
    beside = {
        other for index in best.match.words for other in shared.codes_at.get((best.match.sentence, index), ())
    } - {code}
    asserted = _asserted(note, places)
    in_sentence = key_of(note.sentences[best.match.sentence].tokens)
    weight = sum(knowledge.weight(word) for word in title)
    row = (
        *(best.share, best.count.beside / (best.documents + 1.0), float(best.count.marked)),
        *(float(best.documents), float(len(best.match.key)), float(best.match.gap)),
        *(best.at_all, best.in_category, best.of_phrase),
        *(float(len(places)), float(len({one.place for one in tight}))),
        float(len({one.place for one in tight if one.match not in shared.covered})),
        float(len({one.match.key for one in mine})),
        shared.together[code],
        _together(tight),
        _how_firmly(one.match for one in mine if one.by_term),
        _how_firmly(one.match for one in mine if one.by_index),
        float(knowledge.documents_with(code)),
        min(one.match.sentence for one in mine) / max(len(note.sentences), 1),
        asserted[Assertion.ABSENT] / len(places),
        asserted[Assertion.POSSIBLE] / len(places),
        asserted[Assertion.HISTORICAL] / len(places),
        max((shared.together[other] for other in siblings if other != code), default=0.0),
        *(float(siblings.index(code)), float(len(siblings)), float(shared.ranks[code])),
        max((shared.together[other] for other in beside), default=0.0),
        float(len(beside)),
        float(sum(len(one.tokens) for one in note.sentences)),
        *(float(len(code)), float(max(map(len, best.match.key))), float(ord(code[0]))),
        shared.votes.get(code, 0.0),
        shared.category_votes.get(code[:_CATEGORY], 0.0),
        sum(knowledge.weight(word) for word in title if word in shared.words) / weight if weight else -1.0,
        sum(knowledge.weight(word) for word in title if word in in_sentence) / weight if weight else -1.0,
        weight,
        agreement(side, shared.said[best.match.sentence]),
        max(one.of_other_side for one in mine),
    )
    return Candidate(code, tuple(one.match for one in mine), row)


def _how_firmly(matches: Iterable[Match]) -> float:
    """Return 2 when one of the matches is tight, 1 when there is any."""
    return max((2.0 if match.tight else 1.0 for match in matches), default=0.0)


def _together(supports: list[_Support]) -> float:
    """Return the chance that at least one phrase is right, each phrase once (noisy or)."""
    shares: dict[Key, float] = {}
    for one in supports:
        share = one.share / (1 + one.match.gap)
        shares[one.match.key] = max(shares.get(one.match.key, 0.0), share)
    return 1.0 - math.exp(sum(math.log1p(-min(share, 0.99)) for share in shares.values()))


def _covered(matches: list[Match]) -> frozenset[Match]:
    """Return the tight matches whose words are all part of a longer tight match."""
    by_sentence: dict[int, list[tuple[frozenset[int], Match]]] = defaultdict(list)
    for match in matches:
        if match.tight:
            by_sentence[match.sentence].append((frozenset(match.words), match))
    return frozenset(
        match
        for together in by_sentence.values()
        for mine, match in together
        if any(mine < theirs for theirs, _ in together)
    )


def _asserted(note: Note, places: set[tuple[int, tuple[int, ...]]]) -> dict[Assertion, int]:
    found = dict.fromkeys(Assertion, 0)
    for sentence, words in places:
        tokens = note.sentences[sentence].tokens
        found[assertion_of(tokens, words[0], words[-1], "unnamed").assertion] += 1
    return found
