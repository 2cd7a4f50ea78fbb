"""Which side of the body a code says, and its counterparts for the other sides."""

from functools import lru_cache

import msgspec

from cleanclaim.coding.lexicon import Lexicon, shown
from cleanclaim.coding.specificity import side_in_title

UNSPECIFIED = "unspecified"
# Body system and body part of ICD-10-PCS codes for right and left, by section; from the tables.
_PAIRS = {
    "0": (
        "T0T1 T3T4 T6T7 V9VB VFVG VJVK U0U1 U5U6 BKBL BNBP BCBG BFBJ W9WB C8C9 CGCH 8081 8889 8S8T 8J8K 8E8F "
        "8485 8C8D HTHU 7172 7H7J RJRK P9PB PHPJ PKPL RLRM RNRP XJXK S9SB SCSD SFSG QGQH QJQK YMYN Y5Y6 YCYD"
    ),
    "B": "T1T2 T6T7 H0H1 P8P9 PLPM PNPP PGPH PJPK Q7Q8 QGQH QLQM Q0Q1 Q3Q4 QDQF 4647 5B5C",
}
_PROCEDURE_SIDES = {
    (section, place): side
    for section, pairs in _PAIRS.items()
    for pair in pairs.split()
    for place, side in ((pair[:2], "right"), (pair[2:], "left"))
}


class Sided(msgspec.Struct, frozen=True):
    """The side that a code says (empty: its site has none), and the same condition by side."""

    side: str
    counterparts: dict[str, str]


_NO_SIDE = Sided("", {})


class Sides:
    """Answers for the codes of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.of = lru_cache(maxsize=16384)(self._of)

    def _of(self, code: str) -> Sided:
        """Return the side of a code of either system."""
        if "." not in code:
            if len(code) < 4:
                return _NO_SIDE
            return Sided(_PROCEDURE_SIDES.get((code[0], code[1] + code[3]), ""), {})
        entry = self._lexicon.entry(code)
        if entry is None or not side_in_title(entry.title) or not entry.parents:
            return _NO_SIDE
        mine = _without_side(entry.title)
        counterparts = {}
        for sibling in self._lexicon.children(entry.parents[0]):
            other = self._lexicon.entry(sibling)
            if other is not None and _without_side(other.title) == mine:
                counterparts[side_in_title(other.title)] = shown(other.code)
        return Sided(side_in_title(entry.title), counterparts if len(counterparts) > 1 else {})


def agreement(side: str, said: frozenset[str]) -> float:
    """Return how a code's side fits the sides that a sentence says.

    2 agrees, 1 has no side, 0.5 says a side that the sentence does not, 0 says another one,
    -1 leaves open what the sentence says.
    """
    if not side:
        return 1.0
    if side == UNSPECIFIED:
        return -1.0 if said else 1.0
    if side in said or (side == "bilateral" and {"right", "left"} <= said):
        return 2.0
    return 0.0 if said else 0.5


def _without_side(title: str) -> str:
    words = title.lower().replace(",", " ").split()
    return " ".join(word for word in words if word not in ("right", "left", "bilateral", UNSPECIFIED, "side"))
