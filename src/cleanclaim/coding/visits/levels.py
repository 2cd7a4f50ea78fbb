"""Levels of visits: which code answers to which decision making or time, by place of care.

Levels of medical decision making are 1 straightforward, 2 low, 3 moderate, 4 high. The code numbers and
minutes are facts of CPT 2025 (numbers checked against the Physician Fee Schedule by a test); the wording
is ours. Minutes of Medicare's prolonged services: CMS, CY 2025 Physician Fee Schedule, as published by its
contractor NGS (read 2026-11; the rule itself was not opened).
"""

import msgspec

LEVEL_NAMES = {1: "straightforward", 2: "low", 3: "moderate", 4: "high"}


class Level(msgspec.Struct, frozen=True):
    """A code, the decision making it asks for (1-4) and the minutes that reach it (None.

    Time does not count).
    """

    code: str
    decision: int
    minutes: int | None = None


FAMILIES: dict[str, tuple[Level, ...]] = {
    "office, new": (
        Level("99202", 1, 15),
        Level("99203", 2, 30),
        Level("99204", 3, 45),
        Level("99205", 4, 60),
    ),
    "office, established": (
        Level("99212", 1, 10),
        Level("99213", 2, 20),
        Level("99214", 3, 30),
        Level("99215", 4, 40),
    ),
    "emergency": (Level("99282", 1), Level("99283", 2), Level("99284", 3), Level("99285", 4)),
    "hospital, initial": (Level("99221", 1, 40), Level("99222", 3, 55), Level("99223", 4, 75)),
    "hospital, subsequent": (Level("99231", 1, 25), Level("99232", 3, 35), Level("99233", 4, 50)),
    "hospital, same day": (Level("99234", 1, 45), Level("99235", 3, 70), Level("99236", 4, 85)),
    "nursing facility, initial": (Level("99304", 1, 25), Level("99305", 3, 35), Level("99306", 4, 50)),
    "nursing facility, subsequent": (
        Level("99307", 1, 10),
        Level("99308", 2, 20),
        Level("99309", 3, 30),
        Level("99310", 4, 45),
    ),
    "home, new": (Level("99341", 1, 15), Level("99342", 2, 30), Level("99344", 3, 60), Level("99345", 4, 75)),
    "home, established": (
        Level("99347", 1, 20),
        Level("99348", 2, 30),
        Level("99349", 3, 40),
        Level("99350", 4, 60),
    ),
    "consultation, office": (
        Level("99242", 1, 20),
        Level("99243", 2, 30),
        Level("99244", 3, 40),
        Level("99245", 4, 55),
    ),
    "consultation, hospital": (
        Level("99252", 1, 35),
        Level("99253", 2, 45),
        Level("99254", 3, 60),
        Level("99255", 4, 80),
    ),
}

DISCHARGE = {"hospital": ("99238", "99239"), "nursing facility": ("99315", "99316")}
"""Discharge day: the code up to 30 minutes and the one for more."""

DISCHARGE_MINUTES = 30

PROLONGED_CPT = {
    **dict.fromkeys(("99205", "99215", "99245", "99345", "99350"), "99417"),
    **dict.fromkeys(("99223", "99233", "99236", "99255", "99306", "99310"), "99418"),
}
"""Highest level to the code for each further 15 minutes; it begins 15 minutes after the level's own time."""

PROLONGED_MEDICARE = {
    "99205": ("G2212", 89),
    "99215": ("G2212", 69),
    "99223": ("G0316", 90),
    "99233": ("G0316", 65),
    "99236": ("G0316", 110),
    "99306": ("G0317", 95),
    "99310": ("G0317", 85),
    "99345": ("G0318", 140),
    "99350": ("G0318", 110),
}
"""Medicare.

Highest level to the code for each further 15 minutes and the minutes at which the first counts.
"""

PREVENTIVE_NEW = (
    (0, "99381"),
    (1, "99382"),
    (5, "99383"),
    (12, "99384"),
    (18, "99385"),
    (40, "99386"),
    (65, "99387"),
)
PREVENTIVE_ESTABLISHED = (
    (0, "99391"),
    (1, "99392"),
    (5, "99393"),
    (12, "99394"),
    (18, "99395"),
    (40, "99396"),
    (65, "99397"),
)
"""First year of age to the code of the preventive visit."""


def by_decision(family: str, decision: int) -> Level:
    """Return the highest level of a family that the decision making reaches."""
    reached = [level for level in FAMILIES[family] if level.decision <= decision]
    return reached[-1]


def by_minutes(family: str, minutes: int) -> Level | None:
    """Return the highest level of a family that the total time reaches, if any."""
    reached = [level for level in FAMILIES[family] if level.minutes is not None and level.minutes <= minutes]
    return reached[-1] if reached else None


def prolonged(code: str, minutes: int, *, medicare: bool) -> tuple[str, int] | None:
    """Return the code for prolonged services and its units (15 minutes each), if the time reaches one."""
    if medicare:
        found = PROLONGED_MEDICARE.get(code)
        if found is None or minutes < found[1]:
            return None
        return found[0], 1 + (minutes - found[1]) // 15
    add_on = PROLONGED_CPT.get(code)
    own = next(
        (level.minutes for levels in FAMILIES.values() for level in levels if level.code == code), None
    )
    if add_on is None or own is None or minutes < own + 15:
        return None
    return add_on, (minutes - own) // 15


def next_above(family: str, code: str) -> Level | None:
    """Return the level above a code in its family."""
    levels = FAMILIES[family]
    for place, level in enumerate(levels):
        if level.code == code:
            return levels[place + 1] if place + 1 < len(levels) else None
    return None
