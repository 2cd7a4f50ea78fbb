"""The 7th character of an injury: active treatment, routine or disturbed healing, sequela; closed or open.

Source: Official Guidelines I.C.19.a and I.C.19.c.1 (FY 2026): fractures not said to be open are closed; an
open one without its Gustilo type is of type I or II; nonunion K, M, N; malunion P, Q, R; I.B.10: sequela.
"""

import re

import msgspec

_DISTURBED = (
    ("malunion", re.compile(r"\bmal-?(?:union|united)\b", re.IGNORECASE)),
    ("nonunion", re.compile(r"\bnon-?(?:union|united)\b|\bpseud[ao]rthrosis\b", re.IGNORECASE)),
    (
        "delayed healing",
        re.compile(
            r"\b(?:delayed (?:bone |fracture )?(?:healing|union)|(?:healing|union) is delayed)\b",
            re.IGNORECASE,
        ),
    ),
)
_SEQUELA = re.compile(
    r"\b(?:sequelae? (?:of|from)|late effects? (?:of|from)|residuals? (?:of|from)|"
    r"(?:due|secondary) to (?:an? |the |his |her |their )?(?:old|prior|previous|remote|healed|past))\b"
    r"[\w ,'-]{0,50}$",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:no|not|without|denies|rule out|ruled out|risk of|prevent\w*|versus|vs|possible|concern for|"
    r"evaluate for|monitor for|if)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:open|compound)\b(?! reduction)", re.IGNORECASE)
_TYPE_III = re.compile(
    r"\b(?:gustilo(?:[- ]anderson)?|type|grade)\s*(?:type |grade )?(?:III|3)[ABC]?\b", re.IGNORECASE
)
# Of each phase the characters for closed, open of type I or II, open of type III.
_CHARACTERS = {
    "active treatment": "ABC",
    "routine healing": "DEF",
    "delayed healing": "GHJ",
    "nonunion": "KMN",
    "malunion": "PQR",
    "sequela": "SSS",
}


class Episode(msgspec.Struct, frozen=True):
    """The 7th character and what of the documentation gave it."""

    character: str
    why: str


def episode_of(
    available: frozenset[str], before: str, around: str, problem: str, *, later: bool
) -> Episode | None:
    """Return the 7th character of an injury among those that its category has; nothing when none fits.

    ``before`` is what stands in its sentence before the injury, ``around`` its sentence and the name of its
    problem, ``problem`` all that is said of it, ``later`` whether the note speaks of aftercare.
    """
    phase, said = _phase(before, f"{around}\n{problem}", later=later)
    openness = 0
    if _OPEN.search(around):
        openness = 2 if _TYPE_III.search(around) else 1
    wanted = _CHARACTERS[phase]
    # Bones without the Gustilo classification have B for open at first, and one character a phase later.
    order = (wanted[openness], wanted[1] if openness else wanted[0], wanted[0])
    character = next((one for one in order if one in available), "")
    if not character and phase not in ("sequela", "active treatment"):
        character = "D" if "D" in available else ""
    if not character:
        return None
    guideline = "I.B.10" if phase == "sequela" else "I.C.19.c.1" if phase in _RULED else "I.C.19.a"
    return Episode(character, f"7th character {character}: {said} ({guideline})")


_RULED = frozenset({"delayed healing", "nonunion", "malunion"})


def leaves_behind(before: str) -> bool:
    """Return whether what stands before an injury says that it is the old one of which something remains."""
    return _SEQUELA.search(before) is not None


def _phase(before: str, around: str, *, later: bool) -> tuple[str, str]:
    sequela = _SEQUELA.search(before)
    if sequela:
        return "sequela", f'"{sequela.group().split()[0]}": what an earlier injury left behind'
    for phase, pattern in _DISTURBED:
        for found in pattern.finditer(around):
            # What was refused or only feared before it does not count.
            if not _REFUSED.search(around[max(0, found.start() - 60) : found.start()]):
                return phase, f'"{found.group()}"'
    if later:
        return "routine healing", "aftercare words in the note"
    return "active treatment", "active treatment"
