"""What the writers of payers' answers share: traces, refusals, and the proof that nothing is lost."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cleanclaim.claim import OtherSegment
from cleanclaim.exchange.acknowledgements import Origin
from cleanclaim.exchange.inquiries.eligibility import Rejection
from cleanclaim.exchange.wire import in_order, other_rows
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row

_replace = msgspec.structs.replace


def trace_rows(traces: Sequence[str], sources: Sequence[str], where: str) -> list[Row]:
    """Return TRN segments: the first is the asker's number (TRN01 2), the others the payer's own (1).

    Raises ``InvalidValue`` for a number of which nothing says who gave it (TRN03).
    """
    if len(sources) != len(traces) or not all(sources):
        raise InvalidValue(
            "each trace number needs who gave it.",
            where=f"{where}.trace_sources",
            fix="Name the ten characters (TRN03) for each, the asker's own first.",
        )
    numbered = zip(traces, sources, strict=True)
    return [("TRN", "1" if at else "2", number, source) for at, (number, source) in enumerate(numbered)]


def rejection_rows(rejections: Sequence[Rejection], level: str) -> list[Row]:
    """Return the AAA segments of one level."""
    return [
        ("AAA", "Y" if one.was_valid else "N", "", one.code, one.follow_up)
        for one in rejections
        if one.level == level
    ]


def with_others(
    rows: Sequence[Row], segments: Sequence[OtherSegment], loop: str, order: Sequence[str]
) -> list[Row]:
    """Return a loop's rows with the segments kept for it, all in the guide's order."""
    return in_order([*rows, *other_rows(segments, loop)], order)


def refuse_missing(value: object, where: str, what: str) -> None:
    """Raise ``InvalidValue`` when an answer lacks what the guide cannot do without."""
    if not value:
        raise InvalidValue(f"an answer needs {what}.", where=where, fix="Enter it.")


def refuse_lost(sent: Sequence[Any], back: Sequence[Any], name: str) -> None:
    """Raise ``InvalidValue``, naming the first field that the guide has no place for.

    ``back`` are the answers as they read back from what has been written. Where they come from
    is the envelope's to say, and kept segments come back in the guide's order.
    """
    if len(sent) != len(back):
        raise InvalidValue(
            f"{len(sent)} would read back as {len(back)}: an answer says of two levels what only one can.",
            where=name,
            fix="Answer for the subscriber and the dependent apart.",
        )
    for index, (one, other) in enumerate(zip(sent, back, strict=True)):
        for path in _differences(_comparable(one), _comparable(other), f"{name}[{index}]"):
            raise InvalidValue(
                "the guide has no place for what is entered here.", where=path, fix="Leave it out."
            )


def _comparable(value: Any) -> Any:
    if isinstance(value, Origin):
        return Origin()
    if isinstance(value, tuple):
        items = tuple(_comparable(item) for item in value)
        if items and all(isinstance(item, OtherSegment) for item in items):
            return tuple(sorted(items, key=lambda item: (item.loop, str(item.elements))))
        return items
    if isinstance(value, msgspec.Struct):
        return _replace(
            value, **{name: _comparable(getattr(value, name)) for name in value.__struct_fields__}
        )
    return value


def _differences(sent: Any, back: Any, path: str) -> Iterator[str]:
    if sent == back:
        return
    if isinstance(sent, tuple) and isinstance(back, tuple) and len(sent) == len(back):
        for index, (one, other) in enumerate(zip(sent, back, strict=True)):
            yield from _differences(one, other, f"{path}[{index}]")
    elif isinstance(sent, msgspec.Struct) and type(sent) is type(back):
        for name in sent.__struct_fields__:
            yield from _differences(getattr(sent, name), getattr(back, name), f"{path}.{name}")
    else:
        yield path
