"""The level of a visit: two of three elements of decision making, or time; the higher one counts."""

import re
from collections.abc import Collection, Sequence

import msgspec

from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import CountedItem, Evidence, Suggestion, VisitLevel
from cleanclaim.coding.visits.data import data_reviewed
from cleanclaim.coding.visits.elements import DATA_LEVELS, PROBLEM_LEVELS, RISK_LEVELS, Element
from cleanclaim.coding.visits.kinds import Kind, kind_of
from cleanclaim.coding.visits.levels import (
    DISCHARGE,
    DISCHARGE_MINUTES,
    FAMILIES,
    LEVEL_NAMES,
    by_decision,
    by_minutes,
    next_above,
)
from cleanclaim.coding.visits.problems import problems_addressed
from cleanclaim.coding.visits.risk import risk_of_management
from cleanclaim.coding.visits.time import StatedTime, critical_care_time, discharge_time, total_time

_MOST_EVIDENCE = 3
_ORDER = ("risk", "data", "problems")
_BILLED = re.compile(
    r"\b(?:level of service|los|e/?m(?: code| level)?|billed|billing(?: code| level)?|cpt(?: "
    r"code)?|visit code|code|charge)\b[^.\n]{0,30}?\b(99[2-4]\d\d)\b"
)


class Visit(msgspec.Struct, frozen=True):
    """A visit with its kind, its level and the time that was stated."""

    kind: Kind
    level: VisitLevel
    time: StatedTime | None


def assess_visit(
    reading: Reading, suggestions: Sequence[Suggestion], reported: Collection[str]
) -> Visit | None:
    """Return the visit that a note documents and its level, or None when it documents none.

    ``reported`` are the codes of procedures proposed for the same note: a test whose interpretation is
    among them does not count as data.
    """
    kind = kind_of(reading)
    if kind is None:
        return None
    if kind.nurse:
        return _by_nurse(reading, kind)
    if not _documents_a_visit(reading, suggestions):
        return None
    if kind.discharge:
        return _discharge(reading, kind)
    problems = problems_addressed(reading, suggestions)
    data = data_reviewed(reading, reported)
    risk = risk_of_management(reading)
    elements = {"problems": problems, "data": data, "risk": risk}
    decision = sorted(element.level for element in elements.values())[1]
    by_mdm = by_decision(kind.family, decision)
    time = total_time(reading)
    usable = time if time is not None and not time.contains_procedure and kind.family != "emergency" else None
    by_time = by_minutes(kind.family, usable.minutes) if usable else None
    levels = FAMILIES[kind.family]
    timed = by_time is not None and levels.index(by_time) > levels.index(by_mdm)
    level = by_time if timed and by_time is not None else by_mdm
    why = [f"{kind.why}"]
    why.append(
        f"decision making {LEVEL_NAMES[decision]}, two of three: problems {PROBLEM_LEVELS[problems.level]}, "
        f"data {DATA_LEVELS[data.level]}, risk {RISK_LEVELS[risk.level]}"
    )
    why.extend(f"{name}: {element.why}" for name, element in elements.items())
    if timed and usable is not None:
        why.append(f"total time of {usable.minutes} minutes supports a higher level than decision making")
    if time is not None and time.contains_procedure:
        why.append("the stated time contains a separately reported service: not counted")
    above = next_above(kind.family, level.code)
    limiting = None if above is None else _limiting(elements, decision)
    billed = _billed(reading, kind)
    codes = [one.code for one in levels]
    return Visit(
        kind,
        VisitLevel(
            code=level.code,
            problems=PROBLEM_LEVELS[problems.level],
            data=DATA_LEVELS[data.level],
            risk=RISK_LEVELS[risk.level],
            time_minutes=None if time is None else time.minutes,
            limited_by=limiting,
            basis="time" if timed else "mdm",
            family=kind.family,
            new_patient=kind.new,
            next_level=None
            if above is None
            else _support(above.code, above.decision, above.minutes, elements),
            billed=billed,
            supported=None if billed not in codes else codes.index(billed) <= codes.index(level.code),
            elements=_counted(reading, elements),
            why=tuple(why),
            evidence=_evidence(reading, elements, usable if timed else None),
        ),
        time,
    )


def critical_care(reading: Reading) -> tuple[StatedTime, list[tuple[str, int]]] | None:
    """Return critical care by its stated time: the codes with units; None under 30 minutes or unstated.

    CPT counts 30-74 minutes as the first code and each further 30 from 75; Medicare adds the second
    only from 104 minutes (CY 2023 Physician Fee Schedule).
    """
    time = critical_care_time(reading)
    if time is None or time.minutes < 30:
        return None
    codes = [("99291", 1)]
    first = 104 if reading.context.payer_kind == "medicare" else 75
    if time.minutes >= first:
        codes.append(("99292", 1 + (time.minutes - first) // 30))
    return time, codes


def _by_nurse(reading: Reading, kind: Kind) -> Visit:
    evidence = (
        (reading.evidence(reading.sentences[0].start, reading.sentences[0].end),) if reading.sentences else ()
    )
    why = ("visit by clinical staff, established patient",)
    level = VisitLevel(
        code="99211",
        basis="service",
        family="office, by staff",
        new_patient=False,
        why=why,
        evidence=evidence,
    )
    return Visit(kind, level, None)


def _documents_a_visit(reading: Reading, suggestions: Sequence[Suggestion]) -> bool:
    kinds = {section.kind for section in reading.note.sections.all}
    if kinds & {"assessment", "plan", "diagnoses", "hpi", "chief_complaint"}:
        return bool(suggestions) or bool(kinds & {"assessment", "plan", "diagnoses"})
    return bool(suggestions) and len(reading.sentences) >= 3


def _discharge(reading: Reading, kind: Kind) -> Visit:
    time = discharge_time(reading)
    short, long = DISCHARGE[kind.discharge]
    over = time is not None and time.minutes > DISCHARGE_MINUTES
    evidence = (reading.evidence(time.start, time.end),) if time else ()
    why = (
        kind.why,
        f"more than {DISCHARGE_MINUTES} minutes documented"
        if over
        else f"no more than {DISCHARGE_MINUTES} minutes documented",
    )
    return Visit(
        kind,
        VisitLevel(
            code=long if over else short,
            time_minutes=time.minutes if time else None,
            limited_by=None if over else "time",
            basis="time",
            family=f"{kind.discharge}, discharge",
            next_level=None
            if over
            else f"{long}: more than {DISCHARGE_MINUTES} minutes on the day of discharge, if they were spent",
            why=why,
            evidence=evidence,
        ),
        time,
    )


def _limiting(elements: dict[str, Element], decision: int) -> str:
    """Return the element without which the level would be higher: the middle one.

    On a tie the lowest named in order.
    """
    at_level = [name for name in _ORDER if elements[name].level == decision]
    below = [name for name in _ORDER if elements[name].level < decision]
    above = [name for name in _ORDER if elements[name].level > decision]
    if above:
        return at_level[0]
    return below[0] if below else at_level[0]


def _support(code: str, decision: int, minutes: int | None, elements: dict[str, Element]) -> str:
    scales = {"problems": PROBLEM_LEVELS, "data": DATA_LEVELS, "risk": RISK_LEVELS}
    missing = [
        f"{name} {scales[name][decision]} (now {scales[name][element.level]})"
        for name, element in elements.items()
        if element.level < decision
    ]
    reached = len(elements) - len(missing)
    needed = max(2 - reached, 0)
    how = f"{needed} of: " if needed < len(missing) else ""
    time = f", or {minutes} minutes of total time" if minutes is not None else ""
    return f"{code} rests on {how}{'; '.join(missing)}{time}; only what was really done may be documented"


def _counted(reading: Reading, elements: dict[str, Element]) -> tuple[CountedItem, ...]:
    found = []
    for name, element in elements.items():
        for item in element.items:
            label = item.kind if item.kind == item.name or name == "problems" else item.name
            found.append(CountedItem(name, label, reading.evidence(item.start, item.end)))
    return tuple(found)


def _evidence(
    reading: Reading, elements: dict[str, Element], time: StatedTime | None
) -> tuple[Evidence, ...]:
    found = [reading.evidence(time.start, time.end)] if time else []
    for name in ("problems", "risk", "data"):
        items = elements[name].items
        if items:
            best = max(items, key=lambda item: (item.level, -item.start))
            found.append(reading.evidence(best.start, best.end))
    return tuple(dict.fromkeys(found))[:_MOST_EVIDENCE]


def _billed(reading: Reading, kind: Kind) -> str | None:
    codes = {level.code for level in FAMILIES[kind.family]}
    for match in _BILLED.finditer(reading.lower):
        if match.group(1) in codes:
            return match.group(1)
    return None
