"""What the rules for procedures give: a code with its facts, or a question about a missing one."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from cleanclaim.coding.values import System

Kind = Literal[
    "minor", "major", "test", "imaging", "drug", "vaccine", "therapy", "supply", "time", "add-on", "dental"
]
"""``minor`` and ``major`` are operations (days of follow-up 0 or 10, and 90).

The others say what a code reports.
"""

Span = tuple[int, int]


class Performed(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure that the note says was done. ``modifiers`` are pairs of modifier and reason."""

    code: str
    kind: Kind
    family: str
    units: int = 1
    modifiers: tuple[tuple[str, str], ...] = ()
    spans: tuple[Span, ...]
    why: tuple[str, ...]
    confidence: float = 0.8
    site: str = ""

    @property
    def system(self) -> System:
        """The code system, by the form of the code."""
        if self.code[0] == "D":
            return "CDT"
        return "CPT" if self.code[:4].isdigit() else "HCPCS"


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that decides the code and is not documented: the family and what to ask."""

    family: str
    topic: str
    question: str
    options: tuple[str, ...]
    spans: tuple[Span, ...]


Outcome = Performed | Missing


def performed(outcomes: Iterable[Outcome]) -> Iterator[Performed]:
    """Yield what was performed."""
    return (one for one in outcomes if isinstance(one, Performed))
