"""How a mistake gets into our writer: its functions are replaced while a test runs."""

import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import msgspec
import pytest

from cleanclaim.exchange import claim_837, lines_837, parties_837, wire
from cleanclaim.x12 import Row, rows, write

_MODULES = (claim_837, lines_837, parties_837, wire, rows, write)


class Writer:
    """Our 837P writer, open for mistakes as long as the monkeypatch lasts.

    ``known_numbers`` are the payer's numbers of the claims that it has accepted before.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, known_numbers: Sequence[str] = ()) -> None:
        self._monkeypatch = monkeypatch
        self.known_numbers = known_numbers

    def sets(self, name: str, value: object) -> None:
        """Let a name of the writer mean something else, wherever the writer uses it."""
        users = [module for module in _MODULES if hasattr(module, name)]
        assert users, f"the writer has no {name}"
        for module in users:
            self._monkeypatch.setattr(module, name, value)

    def spoils(self, name: str, change: Callable[..., Any]) -> None:
        """Let a function return ``change(its result, *its arguments)``; generators give lists."""
        right = next(getattr(module, name) for module in _MODULES if hasattr(module, name))

        def wrong(*arguments: Any, **named: Any) -> Any:
            result = right(*arguments, **named)
            return change(list(result) if isinstance(result, types.GeneratorType) else result, *arguments)

        self.sets(name, wrong)

    def feeds(self, name: str, change: Callable[..., Any]) -> None:
        """Let a function work on ``change(its first argument)``."""
        right = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
        self.sets(name, lambda first, *rest, **named: right(change(first), *rest, **named))

    def alters(self, *first: str, change: "RowChange") -> None:
        """Change the segments that begin so in the headers of loops 2300, 2320 and 2400."""
        self.feeds(
            "in_order", lambda rows: [change(row) if row[: len(first)] == first else row for row in rows]
        )

    def loses(self, *first: str) -> None:
        """Lose the segments that begin so out of the headers of loops 2300, 2320 and 2400."""
        self.feeds("in_order", lambda rows: [row for row in rows if row[: len(first)] != first])

    def spoils_method(self, of: type, name: str, change: Callable[..., Any]) -> None:
        """Let a method return ``change(its result, self, *its arguments)``."""
        right = getattr(of, name)
        self._monkeypatch.setattr(of, name, lambda *given: change(right(*given), *given))


def put(row: Row, *values: str, at: int) -> Row:
    """Return the row with these values as its elements from ``at`` (1 is the first)."""
    wide = [*row, *[""] * (at + len(values) - len(row))]
    return (*wide[:at], *values, *wide[at + len(values) :])


RowChange: TypeAlias = Callable[[Row], Row]
RowsChange: TypeAlias = Callable[..., list[Row]]
"""Takes the rows that a function returned, then that function's arguments."""


def where(segment: str, change: RowChange) -> RowsChange:
    """Return a change of rows that changes those of one segment."""
    return lambda rows, *_: [change(row) if row[0] == segment else row for row in rows]


def without(segment: str, *first: str) -> RowsChange:
    """Return a change of rows that loses those that begin with these elements."""
    lost = (segment, *first)
    return lambda rows, *_: [row for row in rows if row[: len(lost)] != lost]


class Mistake(msgspec.Struct, frozen=True):
    """A mistake that a programmer could make.

    ``sending`` names what is sent with it, ``says`` is how the objection begins that names it
    (any will do when it is empty).
    """

    name: str
    sending: str
    plant: Callable[[Writer], None]
    says: str = ""

    def is_named_by(self, objection: str) -> bool:
        """Return whether an objection begins with what is expected, in whole words and codes."""
        return not self.says or f"{objection} ".startswith((f"{self.says} ", f"{self.says}:"))


class Catalogue:
    """Mistakes in the order in which they are written down."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self.mistakes)

    def __call__(
        self, sending: str, says: str = ""
    ) -> Callable[[Callable[[Writer], None]], Callable[[Writer], None]]:
        """Note the decorated function as a mistake named after it."""

        def note(plant: Callable[[Writer], None]) -> Callable[[Writer], None]:
            self.mistakes.append(Mistake(plant.__name__, sending, plant, says))
            return plant

        return note
