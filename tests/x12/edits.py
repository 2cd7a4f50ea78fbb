"""Small changes of rows: each is a function from rows to rows and raises when it finds no place."""

from collections.abc import Callable

from cleanclaim.x12 import Row

Edit = Callable[[tuple[Row, ...]], tuple[Row, ...]]


def drop(*start: str) -> Edit:
    """Take out the first row that begins with ``start``."""
    return lambda rows: (*rows[: _at(rows, start)], *rows[_at(rows, start) + 1 :])


def put(start: Row, element: int, value: str) -> Edit:
    """Set one element of the first row that begins with ``start``."""

    def edit(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        at = _at(rows, start)
        row = list(rows[at]) + [""] * (element + 1 - len(rows[at]))
        row[element] = value
        return (*rows[:at], tuple(row), *rows[at + 1 :])

    return edit


def after(start: Row, *new: Row) -> Edit:
    """Put rows behind the first row that begins with ``start``."""
    return lambda rows: (*rows[: _at(rows, start) + 1], *new, *rows[_at(rows, start) + 1 :])


def before(start: Row, *new: Row) -> Edit:
    """Put rows in front of the first row that begins with ``start``."""
    return lambda rows: (*rows[: _at(rows, start)], *new, *rows[_at(rows, start) :])


def end(*new: Row) -> Edit:
    """Put rows at the end."""
    return lambda rows: (*rows, *new)


def made(rows: tuple[Row, ...], *edits: Edit) -> tuple[Row, ...]:
    """The rows after all edits, one after the other."""
    for edit in edits:
        rows = edit(rows)
    return rows


def _at(rows: tuple[Row, ...], start: Row) -> int:
    for index, row in enumerate(rows):
        if row[: len(start)] == start:
            return index
    raise LookupError(f"no row begins with {'*'.join(start)}")
