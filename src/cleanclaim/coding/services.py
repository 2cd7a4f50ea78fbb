"""The services of an encounter: visits and procedures beside the diagnoses, as suggestions and queries."""

from collections.abc import Sequence

import msgspec

from cleanclaim.coding.clinical_queries import clinical_queries
from cleanclaim.coding.conflict_queries import conflicts
from cleanclaim.coding.note import Note
from cleanclaim.coding.pointers import pointers_for
from cleanclaim.coding.procedures import Missing, Performed, find_procedures
from cleanclaim.coding.procedures.joined import joined, without_bundled_in_critical_care
from cleanclaim.coding.procedures.surgery_modifiers import with_course
from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import CodingContext, NotCoded, Query, Suggestion, System, VisitLevel
from cleanclaim.coding.visit_queries import OPEN_ENDED, visit_queries
from cleanclaim.coding.visits import assess_visit, critical_care
from cleanclaim.coding.visits.added import (
    Added,
    is_part_of_procedure,
    longitudinal,
    prolonged_time,
    transitional,
    visit_modifiers,
    with_preventive,
)

_MOST_EVIDENCE = 3
_MOST_POINTERS = 4
_VISIT_CONFIDENCE = 0.6


class Services(msgspec.Struct, frozen=True):
    """What was found besides diagnoses."""

    suggestions: tuple[Suggestion, ...] = ()
    em: VisitLevel | None = None
    queries: tuple[Query, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()


def services_of(note: Note, context: CodingContext, diagnoses: Sequence[Suggestion]) -> Services:
    """Return visits and procedures of a note; ``diagnoses`` are the suggestions already made for it.

    Ranks go on from theirs. Pointers count the selected diagnoses from 1.
    """
    reading = Reading(note, context)
    outcomes = find_procedures(reading)
    found = with_course(joined([one for one in outcomes if isinstance(one, Performed)], reading), reading)
    queries = [_asked(one, reading) for one in outcomes if isinstance(one, Missing)]
    selected = [one for one in diagnoses if one.selected]
    visit = assess_visit(reading, diagnoses, [one.code for one in found if one.kind in ("imaging", "test")])
    em: VisitLevel | None = None
    not_coded: list[NotCoded] = []
    added: list[Added] = []
    critical = (
        critical_care(reading) if context.setting in ("ed", "inpatient", "observation", "office") else None
    )
    if critical is not None:
        time, codes = critical
        found = without_bundled_in_critical_care(found)
        evidence = (reading.evidence(time.start, time.end),)
        em = VisitLevel(
            code=codes[0][0],
            time_minutes=time.minutes,
            basis="time",
            family="critical care",
            why=(f"critical care of {time.minutes} minutes",),
            evidence=evidence,
        )
        if any(one.kind in ("minor", "major") for one in found):
            em = msgspec.structs.replace(em, modifiers=("25",))
        added.extend(
            Added(code, units, (), evidence, (f"critical care of {time.minutes} minutes",))
            for code, units in codes[1:]
        )
    elif visit is not None and is_part_of_procedure(visit, reading, found):
        not_coded.append(
            NotCoded(
                visit.level.code,
                "the procedure contains its own evaluation; nothing separate from it is documented",
                visit.level.evidence,
            )
        )
    elif (
        visit is not None
        and visit.kind.postoperative
        and not any(name == "24" for name, _ in visit_modifiers(visit, reading, found, False))
    ):
        em = msgspec.structs.replace(
            visit.level,
            code="99024",
            basis="service",
            limited_by=None,
            next_level=None,
            why=(*visit.level.why, "follow-up within the postoperative period, part of the operation"),
        )
    elif visit is not None:
        level, beside = with_preventive(visit, reading)
        level = transitional(visit, reading) or level
        marks = visit_modifiers(visit, reading, found, bool(beside))
        em = msgspec.structs.replace(
            level,
            modifiers=tuple(name for name, _ in marks),
            why=(*level.why, *(f"modifier {name}: {reason}" for name, reason in marks)),
        )
        added.extend(beside)
        vaccines_only = all(
            one.kind in ("vaccine", "add-on")
            for one in found
            if one.kind in ("minor", "vaccine", "add-on", "major")
        )
        for extra in (prolonged_time(visit, reading), longitudinal(visit, reading, marks, vaccines_only)):
            if extra is not None:
                added.append(extra)
    queries.extend(visit_queries(visit if em is not None else None, reading))
    queries.extend(conflicts(reading))
    queries.extend(clinical_queries(reading))
    rank = len(diagnoses)
    suggestions: list[Suggestion] = []
    for suggestion in (
        *_visit_suggestions(em, added, selected),
        *(_suggested(one, reading, selected) for one in found),
    ):
        rank += 1
        suggestions.append(msgspec.structs.replace(suggestion, rank=rank))
    return Services(tuple(suggestions), em, _distinct(queries), tuple(not_coded))


def _distinct(queries: list[Query]) -> tuple[Query, ...]:
    found: dict[tuple[str, str], Query] = {}
    for query in queries:
        found.setdefault((query.topic, query.question), query)
    return tuple(found.values())


def _asked(one: Missing, reading: Reading) -> Query:
    evidence = tuple(reading.evidence(start, end) for start, end in one.spans[:_MOST_EVIDENCE])
    return Query(
        topic=one.topic, question=one.question, options=(*one.options, *OPEN_ENDED), evidence=evidence
    )


def _visit_suggestions(
    em: VisitLevel | None, added: Sequence[Added], selected: Sequence[Suggestion]
) -> list[Suggestion]:
    pointers = tuple(range(1, min(len(selected), _MOST_POINTERS) + 1))
    found = []
    if em is not None and em.evidence:
        found.append(
            Suggestion(
                code=em.code,
                system=_system(em.code),
                role="procedure",
                modifiers=em.modifiers,
                pointers=pointers,
                rank=0,
                confidence=_VISIT_CONFIDENCE,
                selected=True,
                decision="review",
                evidence=em.evidence,
                why=em.why,
            )
        )
    found.extend(
        Suggestion(
            code=one.code,
            system=_system(one.code),
            role="procedure",
            units=one.units,
            modifiers=one.modifiers,
            pointers=pointers,
            rank=0,
            confidence=_VISIT_CONFIDENCE,
            selected=True,
            decision="review",
            evidence=one.evidence,
            why=one.why,
        )
        for one in added
        if one.evidence
    )
    return found


def _system(code: str) -> System:
    return "CPT" if code[:4].isdigit() else "HCPCS"


def _suggested(one: Performed, reading: Reading, selected: Sequence[Suggestion]) -> Suggestion:
    spans = tuple(dict.fromkeys(one.spans))[:_MOST_EVIDENCE]
    return Suggestion(
        code=one.code,
        system=one.system,
        role="procedure",
        units=one.units,
        modifiers=tuple(name for name, _ in one.modifiers),
        pointers=pointers_for(one, selected, reading),
        rank=0,
        confidence=one.confidence,
        selected=one.confidence >= 0.5,
        decision="review",
        evidence=tuple(reading.evidence(start, end) for start, end in spans),
        why=(
            f"{one.family}: {one.why[0]}" if one.why else one.family,
            *one.why[1:],
            *(f"modifier {name}: {reason}" for name, reason in one.modifiers),
        ),
    )
