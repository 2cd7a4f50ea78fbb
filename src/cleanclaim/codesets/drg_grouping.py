"""Groups an inpatient stay into its MS-DRG with drgpy, an open implementation of the definitions.

drgpy (Apache-2.0) carries the tables of versions 36 to 43.1. It is not CMS's grouper: it asks
neither age nor birth weight, and its authors claim no parity. See ADR 0019.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import msgspec

from cleanclaim.codesets.answers import NotCovered
from cleanclaim.codesets.facility_fees import MS_DRG

GROUPER = "drgpy 0.2.1 (not CMS's grouper; neither age nor birth weight is asked)"
UNGROUPABLE = "999"
_NO_GROUP = "000"


class GroupedStay(msgspec.Struct, frozen=True):
    """The group of a stay, the version of the definitions, the other groups that matched, by rank."""

    drg: str
    version: str
    others: tuple[str, ...] = ()
    grouper: str = GROUPER


class _Version(msgspec.Struct, frozen=True):
    name: str
    first: date
    last: date


def group_stay(
    diagnoses: Sequence[str],
    procedures: Sequence[str],
    discharged: date,
    *,
    sex: Literal["F", "M"],
    alive: bool = True,
    discharge_status: str = "01",
    present_on_admission: Mapping[str, str] | None = None,
) -> GroupedStay | NotCovered:
    """Return the MS-DRG of a stay; the first diagnosis is the principal one.

    ``present_on_admission`` gives Y, N, U, W or 1 by diagnosis; what is not in it counts as Y.
    ``999`` (ungroupable) when no group takes it. ``NotCovered`` on days without a version.
    """
    version = next((one for one in _versions() if one.first <= discharged <= one.last), None)
    if version is None:
        first, last = _versions()[0].first, _versions()[-1].last
        reason = (
            f"The grouper that ships knows discharges from {first} to {last}, and {discharged} is not one."
        )
        return NotCovered(MS_DRG.name, discharged, reason)
    if not diagnoses:
        raise ValueError("a stay has a principal diagnosis")
    found: list[str] = _engine(version.name).get_drg_all(
        [_bare(code) for code in diagnoses],
        [_bare(code) for code in procedures],
        sex,
        alive,
        {_bare(code): value for code, value in (present_on_admission or {}).items()},
        discharge_status,
    )
    groups = [one for one in found if one != _NO_GROUP] or [UNGROUPABLE]
    return GroupedStay(groups[0], version.name, tuple(groups[1:]))


@lru_cache(maxsize=1)
def _versions() -> tuple[_Version, ...]:
    """Return the versions with their days: each to the one after it, and to September 30 at most."""
    from drgpy._versions import SUPPORTED_VERSIONS  # type: ignore[import-untyped]  # noqa: PLC0415

    found: list[_Version] = []
    starts: list[date] = [one.effective_date for one in SUPPORTED_VERSIONS]
    for one, following in zip(SUPPORTED_VERSIONS, [*starts[1:], date.max], strict=True):
        first: date = one.effective_date
        september = date(first.year + (first.month > 9), 9, 30)
        found.append(_Version(one.name, first, min(september, following - timedelta(1))))
    return tuple(found)


@lru_cache(maxsize=2)
def _engine(version: str) -> Any:
    """Return drgpy's engine (untyped) for a version: half a second and some 60 MB each."""
    from drgpy.msdrg import DRGEngine  # type: ignore[import-untyped]  # noqa: PLC0415

    return DRGEngine(version)


def _bare(code: str) -> str:
    return code.strip().upper().replace(".", "")
