"""Checks of dental claims: teeth, their surfaces, and what is done to them.

Which codes are fillings of how many surfaces is from knowledge of the codes, in our own words.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanclaim.x12.blocks import Placed
from cleanclaim.x12.situations.checks import Check, Found
from cleanclaim.x12.situations.scopes import Scope
from cleanclaim.x12.sums import amount

_SURFACES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        **dict.fromkeys(("D2140", "D2330", "D2391"), (1, 1)),
        **dict.fromkeys(("D2150", "D2331", "D2392"), (2, 2)),
        **dict.fromkeys(("D2160", "D2332", "D2393"), (3, 3)),
        **dict.fromkeys(("D2161", "D2335", "D2394"), (4, 5)),
    }
)
"""Fillings by how many surfaces they have: at least, at most."""

_FRONT = frozenset({*(str(number) for number in (*range(6, 12), *range(22, 28))), *"CDEFGHMNOPQR"})
"""Incisors and canines: those of adults by number, milk teeth by letter."""

_BACK = frozenset({*(str(number) for number in (*range(1, 6), *range(12, 22), *range(28, 33))), *"ABIJKLST"})
"""Premolars and molars."""

_TEETH = 32
_AREAS = MappingProxyType(
    {
        "01": range(1, 17),
        "02": range(17, 33),
        "10": range(1, 9),
        "20": range(9, 17),
        "30": range(17, 25),
        "40": range(25, 33),
    }
)
"""Arches and quadrants with their teeth, as they are numbered here."""

_TREATMENTS = ("D2", "D3", "D71", "D72")
_REPLACEMENTS = ("D297",)


def _teeth(scope: Scope) -> Iterator[tuple[str, Placed, list[str]]]:
    """Yield each tooth of the lines: the line's procedure, the segment, its surfaces."""
    code = ""
    for one in scope.placed:
        if one.parts[0] == "SV3":
            code = one.get(1).split(scope.mark)[1] if scope.mark in one.get(1) else ""
        elif one.parts[0] == "TOO":
            yield code, one, [surface for surface in one.get(3).split(scope.mark) if surface]


def fillings_of_other_surfaces(scope: Scope) -> Iterator[Found]:
    """A filling has more or fewer surfaces than its code tells."""
    for code, one, surfaces in _teeth(scope):
        least, most = _SURFACES.get(code, (0, 0))
        if surfaces and most and not least <= len(set(surfaces)) <= most:
            yield Found(one, 3, 0, one.get(3))


def surfaces_twice(scope: Scope) -> Iterator[Found]:
    """A surface comes twice on one tooth."""
    for _, one, surfaces in _teeth(scope):
        if len(set(surfaces)) < len(surfaces):
            yield Found(one, 3, 0, one.get(3))


def surfaces_of_other_teeth(scope: Scope) -> Iterator[Found]:
    """An incisal edge on a back tooth, an occlusal surface on a front tooth."""
    for _, one, surfaces in _teeth(scope):
        tooth = one.get(2)
        if (tooth in _BACK and "I" in surfaces) or (tooth in _FRONT and "O" in surfaces):
            yield Found(one, 3, 0, one.get(3))


def missing_teeth_treated(scope: Scope) -> Iterator[Found]:
    """A tooth that is said to be missing is filled, treated or pulled."""
    missing = {one.get(1) for one in scope.find("2300", "DN2") if one.get(2) == "M"}
    for code, one, _ in _teeth(scope):
        if one.get(2) in missing and code.startswith(_TREATMENTS) and not code.startswith(_REPLACEMENTS):
            yield Found(one, 2, 0, one.get(2))


def months_remaining_above_total(scope: Scope) -> Iterator[Found]:
    """More months of orthodontic treatment remain than there are in all."""
    for one in scope.find("2300", "DN1"):
        total, remaining = amount(one.parts, 1), amount(one.parts, 2)
        if one.get(1) and total is not None and remaining is not None and remaining > total:
            yield Found(one, 2, 0, one.get(2))


def teeth_outside_areas(scope: Scope) -> Iterator[Found]:
    """A permanent tooth lies in none of the areas of the mouth that its line names."""
    areas: list[range] = []
    for one in scope.placed:
        if one.parts[0] == "SV3":
            named = [area for area in one.get(4).split(scope.mark) if area]
            areas = [_AREAS[area] for area in named if area in _AREAS]
            if len(areas) < len(named):
                areas = []  # an area that is no quadrant or arch may hold any tooth
        elif one.parts[0] == "TOO" and areas and one.get(2).isdecimal():
            number = int(one.get(2))
            if 1 <= number <= _TEETH and not any(number in area for area in areas):
                yield Found(one, 2, 0, one.get(2))


TEETH_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "fillings-of-other-surfaces": fillings_of_other_surfaces,
        "surfaces-twice": surfaces_twice,
        "teeth-outside-areas": teeth_outside_areas,
        "surfaces-of-other-teeth": surfaces_of_other_teeth,
        "missing-teeth-treated": missing_teeth_treated,
        "months-remaining-above-total": months_remaining_above_total,
    }
)
