"""What can be sent at all: numbers that are finite, text in X12's characters, and the marks between."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Delimiters

_MARKS = ("*|!", ":><\\", "~'?", "^`{")
"""Element, component, segment and repetition marks in the order in which they are preferred."""


def refuse_unsendable(value: Any, where: str) -> None:
    """Raise ``InvalidValue``, naming the field, for a number or text that X12 cannot carry."""
    for path, leaf in leaves(value, where):
        if isinstance(leaf, Decimal) and not leaf.is_finite():
            raise InvalidValue(
                f"{leaf} is not a number that can be sent.", where=path, fix="Enter the number."
            )
        if isinstance(leaf, str) and any(not " " <= character <= "~" for character in leaf):
            raise InvalidValue(
                "the text contains a character outside X12's basic and extended sets.",
                where=path,
                fix="Write it with plain letters (A-Z, a-z), digits and ASCII punctuation.",
            )


def delimiters_for(values: Iterable[Any]) -> Delimiters:
    """Return the customary delimiters, each replaced where some text to be sent contains it."""
    texts = (leaf for value in values for _, leaf in leaves(value, ""))
    used = {character for text in texts if isinstance(text, str) for character in text}
    chosen = [next((mark for mark in marks if mark not in used), marks[0]) for marks in _MARKS]
    return Delimiters(*chosen)


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield everything within a value that has no parts, with the path to it."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from leaves(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value
