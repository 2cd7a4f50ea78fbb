"""Which side a diagnosis is of, by its official title."""

import re

_LEFT = re.compile(r"\bleft\b", re.IGNORECASE)
_RIGHT = re.compile(r"\bright\b", re.IGNORECASE)
_BOTH = re.compile(r"\bbilateral\b", re.IGNORECASE)
_PARTS = (
    "side shoulder arm elbow forearm wrist hand finger hip thigh knee leg ankle foot toe eye ear breast limb "
    "kidney ovary testis femur tibia fibula humerus radius ulna eyelid"
)
_UNSPECIFIED = re.compile(rf"\bunspecified (?:upper |lower )?(?:{'|'.join(_PARTS.split())})\b", re.IGNORECASE)


def side_of(title: str) -> str:
    """Return left, right, both, or nothing where the title names no side."""
    if _BOTH.search(title):
        return "both"
    left, right = _LEFT.search(title), _RIGHT.search(title)
    if left and right:
        return "both"
    return "left" if left else "right" if right else ""


def side_is_open(title: str) -> bool:
    """Return whether a title says that a part of the body is meant of which the side is not told."""
    return _UNSPECIFIED.search(title) is not None
