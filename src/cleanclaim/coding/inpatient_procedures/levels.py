"""The vertebral joints of a fusion, from the levels that a report names (guideline B3.10)."""

import re
from itertools import pairwise

_LEVEL = re.compile(
    r"\b(?P<from>[CTL])(?P<first>\d{1,2})\s*(?:-|–|/|to|through)\s*(?P<to>[CTLS])?(?P<last>\d{1,2})\b",
    re.IGNORECASE,
)
_ORDER = [
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    "S1",
]
_MANY_THORACIC = 8


def fused_levels(text: str, places: tuple[tuple[int, int], ...], table: str) -> tuple[str, int, int] | None:
    """Return the body part characters of a fusion table for the levels named, with the words.

    ``0SG``: lumbar joints 0 (one) or 1 (more), lumbosacral 3. ``0RG``: cervical 1 or 2,
    cervicothoracic 4, thoracic 6, 7 or 8, thoracolumbar A.
    """
    for start, end in places:
        joints: set[tuple[str, str]] = set()
        first = None
        for found in _LEVEL.finditer(text, start, end):
            upper = f"{found['from'].upper()}{found['first']}"
            lower = f"{(found['to'] or found['from']).upper()}{found['last']}"
            if upper in _ORDER and lower in _ORDER and _ORDER.index(upper) < _ORDER.index(lower):
                span = _ORDER[_ORDER.index(upper) : _ORDER.index(lower) + 1]
                joints |= set(pairwise(span))
                first = first or found
        if first is not None:
            characters = _characters(joints, table)
            return (characters, first.start(), first.end()) if characters else None
    return None


def _characters(joints: set[tuple[str, str]], table: str) -> str:
    kinds = [upper[0] + lower[0] for upper, lower in joints]
    found = ""
    if table.startswith("0S"):
        found += {0: "", 1: "0"}.get(kinds.count("LL"), "1")
        return found + ("3" if "LS" in kinds else "")
    found += {0: "", 1: "1"}.get(kinds.count("CC"), "2")
    found += "4" if "CT" in kinds else ""
    thoracic = kinds.count("TT")
    found += "" if not thoracic else "6" if thoracic == 1 else "7" if thoracic < _MANY_THORACIC else "8"
    return found + ("A" if "TL" in kinds else "")
