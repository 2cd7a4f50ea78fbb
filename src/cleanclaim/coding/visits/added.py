"""What stands beside the level of a visit: prolonged time, G2211, preventive visits.

Transitional care, modifiers.
"""

import re
from collections.abc import Sequence

import msgspec

from cleanclaim.coding.procedures.values import Performed
from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import Evidence, VisitLevel
from cleanclaim.coding.visits.assess import Visit
from cleanclaim.coding.visits.levels import PREVENTIVE_ESTABLISHED, PREVENTIVE_NEW, prolonged

_LONGITUDINAL = re.compile(
    r"\b(?:longitudinal\w*|continuing focal point|ongoing (?:care|relationship|primary care)|i "
    r"(?:am|serve as) (?:his|her|their|the patient's) (?:pcp|primary care)|"
    r"primary care (?:provider|physician) for|(?:his|her|their) pcp (?:is|for)|i have (?:been "
    r")?(?:followed|following|treated|treating|managing|cared)|continuity of care)\b"
)
_TRANSITION = re.compile(r"\b(?:transitional care(?: management)?|tcm)\b")
_CONTACT = re.compile(
    r"\b(?:contact\w*|call\w*|phone\w*|spoke\w*|outreach)\b[^.\n]{0,80}\b(?:(?:within )?(?:2|two|"
    r"1|one) business days?|48 hours|24 hours)\b|\b(?:2|two|1|one) business "
    r"days?\b[^.\n]{0,60}\b(?:contact\w*|call\w*)"
)
_SINCE = re.compile(
    r"\bdischarged (?:from [^.\n]{0,40})?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|"
    r"ten) days? ago|(\d{1,2}) days? (?:after|since|post)[- ]?(?:hospital )?discharge|within "
    r"(\d{1,2}|seven|fourteen) days of discharge"
)
_UNRELATED = re.compile(
    r"\bunrelated to (?:the |his |her |their )?(?:recent |prior |previous )?(?:surgery|operation|"
    r"procedure|postoperative|global)"
)
_ONLY_PROCEDURE = re.compile(
    r"\b(?:here (?:today )?(?:only )?for (?:a |an |his |her |their |the )?(?:scheduled |planned |"
    r"second |third |next |repeat |routine )?(?:\w+ ){0,4}(?:injection|procedure|removal|biopsy|"
    r"excision|insertion|cryotherapy|destruction|infusion|vaccin\w+|immuni\w+|shot|repair|"
    r"placement)|"
    r"presents? (?:today )?(?:only )?for (?:a |an |his |her |their |the )?(?:scheduled|planned|"
    r"previously scheduled|second|third|\d(?:nd|rd|th)|next|series|elective|pre-?arranged) (?:\w+ "
    r"){0,5}(?:injection|procedure|removal|biopsy|excision|insertion|cryotherapy|destruction|"
    r"infusion|placement|colposcopy|vasectomy)|"
    r"procedure[- ](?:only )?visit|no (?:other|new|additional) (?:complaints|concerns|problems|"
    r"issues)|injection only|nurse visit|(?:infusion|injection|procedure) visit|"
    r"seen (?:today )?for (?:\w+ ){0,3}(?:debridement|injection|infusion|procedure|removal|cryotherapy))\b"
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "fourteen": 14,
}
_NOT_SEPARATE = frozenset(
    {"treatment of low risk", "over-the-counter drug", "decision for minor surgery without risk factors"}
)
_SEPARATE_KINDS = frozenset({"minor", "vaccine"})


class Added(msgspec.Struct, frozen=True):
    """A code beside the visit's level, with units, modifiers and reasons."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    why: tuple[str, ...]


def age_of(reading: Reading) -> float | None:
    """Return the age of the patient in years, from the context or the beginning of the note."""
    if reading.context.patient_age is not None:
        return reading.context.patient_age
    stated = re.search(r"\b(\d{1,3})[- ](year|yr|y/?o|month|week|day)", reading.lower[:1500])
    if stated is None:
        return None
    return (
        float(stated.group(1))
        if stated.group(2)[0] == "y"
        else 0.0
        if stated.group(2)[0] != ("m") or int(stated.group(1)) < 12
        else int(stated.group(1)) // 12
    )


def preventive_code(age: float, *, new: bool) -> str:
    """Return the code of a preventive visit by age."""
    table = PREVENTIVE_NEW if new else PREVENTIVE_ESTABLISHED
    return [code for first, code in table if age >= first][-1]


def with_preventive(visit: Visit, reading: Reading) -> tuple[VisitLevel, tuple[Added, ...]]:
    """Return the level and what else a preventive visit reports: by age, and 25 for a separate problem."""
    kind, level = visit.kind, visit.level
    if not (kind.preventive or kind.wellness):
        return level, ()
    age = age_of(reading)
    if kind.wellness:
        code = kind.wellness
    elif age is None:
        return level, ()
    else:
        code = preventive_code(age, new=bool(kind.new))
    evidence = _complaint_evidence(reading)
    separate = level.problems not in (None, "minimal") and level.risk in ("moderate", "high")
    why = ("preventive visit, by age" if kind.preventive else "Medicare wellness visit",)
    if separate:
        return level, (Added(code, 1, (), evidence, (*why, "a separate problem was managed as well")),)
    alone = VisitLevel(
        code=code,
        basis=("age") if kind.preventive else "service",
        family="preventive",
        new_patient=kind.new,
        why=(*level.why, *why),
        evidence=evidence,
        elements=level.elements,
    )
    return alone, ()


def _complaint_evidence(reading: Reading) -> tuple[Evidence, ...]:
    match = re.search(
        r"\b(?:annual|well[- ]|wellness|preventive|physical|awv|welcome|check-?up|wcc)\w*(?: \w+){0,3}",
        reading.lower,
    )
    return (reading.evidence(match.start(), match.end()),) if match else ()


def transitional(visit: Visit, reading: Reading) -> VisitLevel | None:
    """Return transitional care instead of the level, when contact, days and decision making allow it."""
    named = _TRANSITION.search(reading.lower)
    if named is None or visit.kind.family not in (
        "office, established",
        "home, established",
        "office, new",
        "home, new",
    ):
        return None
    contact, since = _CONTACT.search(reading.lower), _SINCE.search(reading.lower)
    if contact is None or since is None:
        return None
    word = next(group for group in since.groups() if group)
    days = _NUMBERS.get(word) or int(word)
    decision = sorted((_rank(visit.level.problems), _rank(visit.level.data), _rank(visit.level.risk)))[1]
    if days <= 7 and decision >= 4:
        code = "99496"
    elif days <= 14 and decision >= 3:
        code = "99495"
    else:
        return None
    return msgspec.structs.replace(
        visit.level,
        code=code,
        basis="service",
        why=(
            *visit.level.why,
            f"transitional care: contact within two business days, seen within {days} days",
        ),
        evidence=(
            reading.evidence(named.start(), named.end()),
            reading.evidence(contact.start(), contact.end()),
        ),
    )


def _rank(name: str | None) -> int:
    return {"minimal": 1, "low": 2, "limited": 2, "moderate": 3, "high": 4, "extensive": 4}.get(name or "", 0)


def visit_modifiers(
    visit: Visit, reading: Reading, found: Sequence[Performed], beside_preventive: bool
) -> tuple[tuple[str, str], ...]:
    """Return the modifiers of a visit with their reasons."""
    marks: list[tuple[str, str]] = []
    if visit.kind.postoperative and _UNRELATED.search(reading.lower):
        marks.append(("24", "unrelated to the operation in whose postoperative period it falls"))
    minor = [
        one
        for one in found
        if one.kind in _SEPARATE_KINDS
        or one.code
        in ("96372", "96374", "96365", "94640", "90471", "90460", "G0008", "G0009", "96360", "90480")
    ]
    major = [one for one in found if one.kind == "major"]
    if major:
        marks.append(("57", "the visit at which a major operation was decided"))
    if minor or beside_preventive:
        with_what = "the preventive visit" if beside_preventive and not minor else f"{minor[0].code}"
        marks.append(("25", f"significant and separate from {with_what} on the same day"))
    if visit.kind.telehealth:
        marks.append(
            (
                visit.kind.telehealth,
                "by telehealth" + (", sound only" if visit.kind.telehealth == "93" else ""),
            )
        )
    return tuple(marks)


def is_part_of_procedure(visit: Visit, reading: Reading, found: Sequence[Performed]) -> bool:
    """Return whether the visit was only for a procedure that contains its own evaluation."""
    if not any(one.kind in ("minor", "vaccine", "drug", "add-on") for one in found):
        return False
    if (
        visit.kind.family not in ("office, new", "office, established")
        or visit.kind.preventive
        or visit.kind.wellness
    ):
        return False
    if visit.kind.nurse:
        return True
    beginning = reading.lower[:1500]
    planned = _ONLY_PROCEDURE.search(beginning) is not None
    given = [span for one in found for span in one.spans]
    others = [
        item
        for item in visit.level.elements
        if item.element != "problems"
        and item.item not in _NOT_SEPARATE
        and not any(item.evidence.start < end and start < item.evidence.end for start, end in given)
    ]
    if planned and not others:
        return True
    problems = [item for item in visit.level.elements if item.element == "problems"]
    operated = any(one.kind in ("minor", "major") for one in found)
    if not problems:
        return operated
    # For an established patient the decision for a minor procedure is part of it: more must be documented.
    lowest = visit.level.code == "99212" and visit.level.basis == "mdm"
    return operated and lowest and len(problems) == 1 and not others and not visit.kind.postoperative


def longitudinal(
    visit: Visit, reading: Reading, modifiers: tuple[tuple[str, str], ...], vaccines_or_preventive_only: bool
) -> Added | None:
    """Return G2211 for Medicare where the note speaks of continuing care.

    Not beside 25 but for the permitted cases.

    Permitted beside 25 since 2025: vaccines and Medicare's preventive services
    (CY 2025 Physician Fee Schedule).
    """
    if reading.context.payer_kind != "medicare" or not visit.kind.family.startswith(("office", "home")):
        return None
    match = _LONGITUDINAL.search(reading.lower)
    if match is None or (any(name == "25" for name, _ in modifiers) and not vaccines_or_preventive_only):
        return None
    return Added(
        "G2211",
        1,
        (),
        (reading.evidence(match.start(), match.end()),),
        ("continuing care of the patient or of a serious condition is documented",),
    )


def prolonged_time(visit: Visit, reading: Reading) -> Added | None:
    """Return prolonged services when the level rests on, or reaches, its highest time."""
    if visit.time is None or visit.time.contains_procedure:
        return None
    found = prolonged(visit.level.code, visit.time.minutes, medicare=reading.context.payer_kind == "medicare")
    if found is None:
        return None
    code, units = found
    return Added(
        code,
        units,
        (),
        (reading.evidence(visit.time.start, visit.time.end),),
        (f"total time of {visit.time.minutes} minutes, beyond the highest level",),
    )
