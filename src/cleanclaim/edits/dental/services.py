"""What dental codes ask for: teeth, surfaces (by number of code; no descriptions of the ADA are here)."""

from collections.abc import Mapping
from types import MappingProxyType

SURFACES: Mapping[str, int] = MappingProxyType(
    {
        "D2140": 1,
        "D2150": 2,
        "D2160": 3,
        "D2161": 4,
        "D2330": 1,
        "D2331": 2,
        "D2332": 3,
        "D2335": 4,
        "D2391": 1,
        "D2392": 2,
        "D2393": 3,
        "D2394": 4,
    }
)
"""Fillings and how many surfaces they have; 4 is four or more (from general knowledge; unverified)."""

ANTERIOR = frozenset(("D2330", "D2331", "D2332", "D2335"))
POSTERIOR = frozenset(("D2391", "D2392", "D2393", "D2394"))
_OF_A_TOOTH = (
    "D135",
    "D21",
    "D23",
    "D25",
    "D26",
    "D27",
    "D293",
    "D295",
    "D31",
    "D32",
    "D33",
    "D71",
    "D72",
)
_PRIMARY_FRONT = frozenset("CDEFGHMNOPQR")


def is_of_a_tooth(code: str) -> bool:
    """Return whether a code is done to a tooth: fillings, crowns, root canals, extractions."""
    return code.startswith(_OF_A_TOOTH) and code not in ("D7260", "D7261", "D7285", "D7286", "D7287")


def is_front(tooth: str) -> bool | None:
    """Return whether a tooth is a front one (6 to 11, 22 to 27, C to H, M to R); nothing if it is none."""
    if tooth.isdigit() and 1 <= int(tooth) <= 32:
        return 6 <= int(tooth) <= 11 or 22 <= int(tooth) <= 27
    if len(tooth) == 1 and "A" <= tooth <= "T":
        return tooth in _PRIMARY_FRONT
    return None


def kind_of(tooth: str) -> str:
    """Return what kind a tooth is: front tooth, premolar or molar; nothing when it is none."""
    front = is_front(tooth)
    if front is None or front:
        return "front tooth" if front else ""
    if tooth.isdigit():
        return "premolar" if int(tooth) in (4, 5, 12, 13, 20, 21, 28, 29) else "molar"
    return "molar"
