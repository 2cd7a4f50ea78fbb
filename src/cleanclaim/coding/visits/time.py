"""Time that a note states: total for the visit, critical care, discharge; what may not be counted."""

import re
from collections.abc import Iterator

import msgspec

from cleanclaim.coding.reading import Reading, Said

_MINUTES = (
    r"(\d{1,3})(?:\s*-?\s*(?:minutes?|mins?)\b|\s*(?:hours?|"
    r"hrs?)\b(?:\s*(?:and\s*)?(\d{1,2})\s*(?:minutes?|mins?))?)"
)
_AMOUNT = re.compile(_MINUTES)
_TOTAL = re.compile(
    r"\b(?:total (?:\w+ ){0,5}time|i (?:personally )?spent|time spent|total (?:of )?\d|spent (?:a "
    r"total of |approximately |over )?\d|total visit time|total encounter time|"
    r"time (?:was|of|:)|minutes (?:were |was )?spent|\d+ minutes (?:total|of total|on the (?:date|"
    r"day)|in (?:total|care)))\b|\btime:"
)
_NOT_TOTAL = re.compile(
    r"\b(?:critical care|smok\w+|tobacco|cessation|psychotherapy|advance care|acp\b|waited|"
    r"walk\w*|exercis\w+|per (?:day|week)|minutes ago|"
    r"timed (?:code|treatment)|sedation|nurse spent|staff (?:time|spent)|medical assistant|"
    r"symptoms? last\w*|last(?:s|ed|ing)|every \d|duration of|ice for|for \d+ minutes (?:daily|a "
    r"day|each)|"
    r"alcohol (?:screen|misuse)|screening|procedure time|tourniquet|operative time|infus\w+|"
    r"monitor(?:ed|ing) for|observed for|discharge (?:day )?(?:management|planning)?|therap(?:y|"
    r"eutic)|non-?clinical)\b"
)
_EXCLUDING = re.compile(
    r"\b(?:exclud\w+|exclusive of|not includ\w+|does not include|separate from|apart from|outside "
    r"of|other than)\b[^.\n]{0,60}\b(?:procedur\w+|separately|billable|teaching|reported|ekg|ecg|"
    r"injection|repair)"
)
_INCLUDING = re.compile(
    r"\b(?:includ(?:es|ing|ed|e)|inclusive of)\b[^.\n]{0,60}\b(?:procedure|injection|repair|ekg|"
    r"ecg|biopsy|excision|laceration|destruction|intubation|suturing|splint\w*|cpt)\w*"
)
_STAFF = re.compile(
    r"\b(?:nurs\w+|staff|medical assistant|\bma\b|resident|student)\b[^.\n]{0,25}(?:spent|time)"
)


class StatedTime(msgspec.Struct, frozen=True):
    """Minutes that a note states, where, and whether they say to contain a separately reported service."""

    minutes: int
    start: int
    end: int
    contains_procedure: bool = False


def total_time(reading: Reading) -> StatedTime | None:
    """Return the total time on the day of the visit, if one is stated (the largest single statement)."""
    if not reading.has("minute", " min", "hour"):
        return None
    found = [
        time
        for said, time in _stated(reading)
        if _TOTAL.search(said.lower) and not _other_service(said, time)
    ]
    return max(found, key=lambda time: time.minutes, default=None)


def critical_care_time(reading: Reading) -> StatedTime | None:
    """Return the time of critical care."""
    if not reading.has("critical care"):
        return None
    found = [time for said, time in _stated(reading) if "critical care" in said.lower and not _refused(said)]
    return max(found, key=lambda time: time.minutes, default=None)


def discharge_time(reading: Reading) -> StatedTime | None:
    """Return the time spent on a discharge."""
    found = [
        time
        for said, time in _stated(reading)
        if re.search(r"discharg|time spent|i spent|total time", said.lower)
    ]
    return max(found, key=lambda time: time.minutes, default=None)


def _other_service(said: Said, time: StatedTime) -> bool:
    place = time.start - said.start
    around = said.lower[max(0, place - 70) : place + 80]
    if _STAFF.search(said.lower):
        return True
    if _EXCLUDING.search(said.lower):
        around = said.lower[max(0, place - 40) : place]
    return _NOT_TOTAL.search(around) is not None


def _refused(said: Said) -> bool:
    return (
        re.search(
            r"\b(?:no|not|did not|without|denied) (?:\w+ )?critical care\b|critical care (?:was )?not",
            said.lower,
        )
        is not None
    )


def _stated(reading: Reading) -> Iterator[tuple[Said, StatedTime]]:
    for said, match in reading.find(_AMOUNT):
        if said.section in ("family", "social", "pmh", "psh", "medications"):
            continue
        minutes = int(match.group(1))
        if re.search(r"\d\s*(?:hours?|hrs?)", match.group()):
            minutes = minutes * 60 + int(match.group(2) or 0)
        if minutes > 600:
            continue
        mixed = _INCLUDING.search(said.lower) is not None and not re.search(
            r"\bnot includ|exclud", said.lower
        )
        start = max(said.start, reading.lower.rfind(" ", said.start, max(said.start, match.start() - 25)) + 1)
        yield said, StatedTime(minutes, start, match.end(), mixed)
