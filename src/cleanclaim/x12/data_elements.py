"""The numbers that elements have in X12's data dictionary, for the 999 (IK402)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def data_element(segment_id: str, element: int, component: int = 0) -> str:
    """Return an element's or component's number in the dictionary, ``""`` when it is not known here.

    A composite as a whole has none that a 999 could name.
    """
    numbers = _numbers().get(segment_id, ())
    if not 0 < element <= len(numbers):
        return ""
    parts = numbers[element - 1]
    if component == 0:
        return parts[0] if len(parts) == 1 else ""
    return parts[component - 1] if 1 < len(parts) >= component else ""


@cache
def _numbers() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    text = (files("cleanclaim.x12") / "data_elements.txt").read_text("utf-8")
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, *places = line.split()
            found[name] = tuple(
                tuple("" if one == "-" else one for one in place.split(":")) for place in places
            )
    return MappingProxyType(found)
