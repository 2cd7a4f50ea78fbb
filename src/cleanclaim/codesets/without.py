"""A store as it was before some of its releases came: what changes under a new quarter."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

from cleanclaim.codesets.releases import Release
from cleanclaim.codesets.store import Store
from cleanclaim.primitives import InvalidValue, parse_iso

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUARTER = re.compile(r"(\d{4})\s*Q([1-4])", re.IGNORECASE)


class StoreWithout(Store):
    """The releases of another store but for some. Nothing of that store changes."""

    def __init__(self, under: Store, hidden: Collection[Release]) -> None:
        super().__init__(under.directory)
        self._under = under
        self._hidden = frozenset((one.kind, one.label, one.sha256) for one in hidden)
        # Tables are opened once for all: a release is the same wherever it is seen.
        self._tables = under._tables

    def _loaded(self) -> tuple[tuple[Release, Path], ...]:
        if self._releases is None:
            self._releases = tuple(
                pair
                for pair in self._under._loaded()
                if (pair[0].kind, pair[0].label, pair[0].sha256) not in self._hidden
            )
        return self._releases


def releases_since(store: Store, text: str) -> tuple[Release, ...]:
    """Return the loaded releases that a label, a part of one, a quarter or a date names.

    ``ICD-10-CM FY2027`` names those whose label it is or holds. ``2026-10-01`` (or ``2026 Q4``, its
    first day, when no label holds that) names those in force from that day or later, and a
    cumulative one that reaches it where the edition that it replaced does not. Raises ``InvalidValue``
    when there is none.
    """
    wanted = text.strip()
    loaded = store.releases()
    named = [one for one in loaded if one.label.casefold() == wanted.casefold()]
    named = named or [one for one in loaded if wanted and wanted.casefold() in one.label.casefold()]
    day = _day_of(wanted)
    if day is not None and not (named and not _DAY.fullmatch(wanted)):
        named = [one for one in loaded if _begins(one, loaded, day)]
    if named:
        return tuple(named)
    raise InvalidValue(
        f"no loaded release is called {text!r}, or in force from it.",
        fix="Give a label of cleanclaim reference status, or a part of it, or a date such as 2026-10-01.",
    )


def _day_of(text: str) -> date | None:
    quarter = _QUARTER.fullmatch(text)
    if quarter is not None:
        return date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
    return parse_iso(text) if _DAY.fullmatch(text) else None


def _begins(release: Release, loaded: Collection[Release], day: date) -> bool:
    if release.effective_from >= day:
        return True
    return release.effective_to >= day and any(
        other.kind == release.kind
        and release.effective_from <= other.effective_from
        and other.effective_to < day
        for other in loaded
    )
