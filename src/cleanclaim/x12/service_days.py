"""The day on which a code must be in force: the line's, the claim's, or the transaction's."""

from datetime import date
from functools import lru_cache
from itertools import pairwise

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.elements import is_date


def days_of(block: Block) -> list[date | None]:
    """Return the day that counts for each segment of a block; last of all, the transaction's."""
    whole = _transaction_day(block)
    claim = next(
        (
            day
            for one in block.placed
            if one.loop in ("2300", "2100") and (day := _service_day(one)) is not None
        ),
        None,
    )
    lines = [(index, day) for index, one in enumerate(block.placed) if (day := _line_day(one)) is not None]
    if claim is None:
        claim = min((day for _, day in lines), default=whole)
    days: list[date | None] = [claim] * len(block.placed)
    first = [index for index, one in enumerate(block.placed) if one.parts[0] in ("LX", "SVC")]
    for begin, end in pairwise([*first, len(block.placed)]):
        day = next((day for index, day in lines if begin <= index < end), None)
        if day is not None:
            days[begin:end] = [day] * (end - begin)
    return [*days, whole]


def _transaction_day(block: Block) -> date | None:
    outermost = block.around[0] if block.around else block
    for one in outermost.placed:
        if one.parts[0] in ("BHT", "BPR"):
            return _day(one.get(4 if one.parts[0] == "BHT" else 16))
    return None


def _service_day(placed: Placed) -> date | None:
    """The date of service that a claim states for itself: the last day, where it is a period."""
    if placed.parts[0] == "DTP" and placed.get(1) in ("434", "472"):
        return _day(placed.get(3)[-8:])
    if placed.parts[0] == "DTM" and placed.get(1) in ("232", "472"):
        return _day(placed.get(2))
    return None


def _line_day(placed: Placed) -> date | None:
    if placed.parts[0] == "DTP" and placed.get(1) == "472" and placed.loop == "2400":
        return _day(placed.get(3)[:8])
    if placed.parts[0] == "DTM" and placed.get(1) in ("150", "472") and placed.loop == "2110":
        return _day(placed.get(2))
    return None


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    if len(text) != 8 or not is_date(text):
        return None
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
