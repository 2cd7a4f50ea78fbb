"""What each kind of table answers for a day, and what is not checked without it, as the page shows it."""

from datetime import date

import msgspec

from cleanclaim.codesets import (
    ALL_NAMES,
    KINDS,
    PTP_HOSPITAL,
    PTP_PRACTITIONER,
    Known,
    NotCovered,
    Store,
    coverage,
    switched_off_without,
    title_of,
)
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS

_SHORT = frozenset(kind.name for kind in SHIPPED_LISTS)
_NO_KEYS = (PTP_PRACTITIONER, PTP_HOSPITAL)


class TableState(msgspec.Struct, frozen=True):
    """One kind of table on one day. ``release``: the label of what answers, nothing when none does.

    ``last_day``: of all that is loaded of the kind; ``has_starter``: the starter pack has some of it.
    """

    title: str
    switches_off: str
    release: str = ""
    partial: bool = False
    starter: bool = False
    has_starter: bool = False
    last_day: date | None = None
    expired: bool = False


class TableRows(msgspec.Struct, frozen=True):
    """What one release says of a code: a line for each row."""

    title: str
    release: str
    starter: bool
    lines: tuple[str, ...]


def tables_on(store: Store, day: date) -> list[TableState]:
    """Return the state of every kind of table but the short lists that ship."""
    states = []
    for kind in ALL_NAMES:
        if kind in _SHORT:
            continue
        found = store.release_on(kind, day)
        last_day = coverage(store.releases(kind)).last_day
        state = TableState(
            title=title_of(kind),
            switches_off=switched_off_without(kind),
            has_starter=any(release.starter for release in store.releases(kind)),
            last_day=last_day,
            expired=last_day is not None and last_day < day,
        )
        if not isinstance(found, NotCovered):
            state = msgspec.structs.replace(
                state,
                release=found.label,
                partial=found.completeness == "partial",
                starter=found.starter,
            )
        states.append(state)
    return states


def rows_of(store: Store, code: str, day: date) -> list[TableRows]:
    """Return what the tables beside ICD-10-CM say of a code on a day."""
    found = []
    for kind in KINDS:
        if not code or kind in _NO_KEYS or not store.releases(kind.name):
            continue
        answer = store.find(kind, code, day)
        if isinstance(answer, Known):
            lines = tuple(
                _line(msgspec.to_builtins(msgspec.structs.asdict(row))) for row in answer.value[:20]
            )
            found.append(TableRows(kind.title, answer.release.label, answer.release.starter, lines))
    return found


def _line(row: dict[str, object]) -> str:
    shown = (
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in row.items()
        if value not in (None, False, "", [], ()) and name != "code"
    )
    return "; ".join(shown)


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
