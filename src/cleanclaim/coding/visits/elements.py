"""The three elements of medical decision making as values: what was found, at which level.

From which words.
"""

import msgspec

PROBLEM_LEVELS = {1: "minimal", 2: "low", 3: "moderate", 4: "high"}
DATA_LEVELS = {1: "minimal", 2: "limited", 3: "moderate", 4: "extensive"}
RISK_LEVELS = {1: "minimal", 2: "low", 3: "moderate", 4: "high"}


class Item(msgspec.Struct, frozen=True):
    """Something that counts for an element: which sort, what it is called here, and where it stands."""

    kind: str
    name: str
    start: int
    end: int
    level: int = 0


class Element(msgspec.Struct, frozen=True):
    """The level of an element (1-4), what it rests on, and the reason in a sentence."""

    level: int
    items: tuple[Item, ...]
    why: str
