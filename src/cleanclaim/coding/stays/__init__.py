"""Institutional coding: a stay's procedures, principal diagnosis, present on admission, MS-DRG.

``with_facility(result, note, context, store)`` is the one door, called by the engine. The facility's
and the professional's codes of one encounter are kept apart: see ``docs/algorithms/coding-stays.md``.
"""

import msgspec

from cleanclaim.codesets import ICD10CM_KIND, Store
from cleanclaim.coding.inpatient_procedures import codes_procedures, with_procedures
from cleanclaim.coding.inpatient_procedures.books import NoBooks, pcs_books
from cleanclaim.coding.note import Note, take_apart
from cleanclaim.coding.stays.admission import Presence, presence_of
from cleanclaim.coding.stays.grouping import discharge_status, grouping_of
from cleanclaim.coding.stays.principal import principal_among
from cleanclaim.coding.values import CodingContext, CodingResult, Document, NotCoded, Query, Stay, Suggestion

__all__ = ["procedures_alone", "with_facility"]

_INPATIENT = "inpatient"
_PROFESSIONAL = frozenset({"CPT", "HCPCS"})
_FACILITY = "facility"
_OPTIONS = (
    "Present when the patient was admitted",
    "Arose after admission",
    "Other (please specify)",
    "Unable to determine",
)


def with_facility(result: CodingResult, note: Note, context: CodingContext, store: Store) -> CodingResult:
    """Return a result with what a facility's claim for a stay or an operation needs.

    Other encounters come back as they are.
    """
    stay = context.setting == _INPATIENT and context.claim_type in (None, _FACILITY)
    if not stay and not codes_procedures(context):
        return result
    if context.claim_type == _FACILITY:
        result = _without_professional(result)
    if stay:
        result = _with_admission(result, note, context, store)
    result = _ranked(with_procedures(result, note, context, store))
    if not stay:
        return result
    selected = [one for one in result.suggestions if one.selected]
    diagnoses = [one for one in selected if one.system == "ICD10CM"]
    procedures = [one.code for one in selected if one.system == "ICD10PCS"]
    if not diagnoses:
        return result
    grouping = grouping_of(diagnoses, procedures, note, context, store)
    return msgspec.structs.replace(
        result,
        stay=Stay(
            principal=diagnoses[0].code,
            discharge_status=discharge_status(note),
            drg=grouping.drg,
            drg_version=grouping.version,
            grouper=grouping.grouper,
            effects=tuple(grouping.effects),
            facility=(*(one.code for one in diagnoses), *procedures),
            professional=tuple(one.code for one in selected if one.system in _PROFESSIONAL),
            notes=tuple(grouping.notes),
        ),
    )


def procedures_alone(
    document: Document, context: CodingContext, store: Store, reason: str
) -> CodingResult | None:
    """Return a facility's procedures for a day without diagnosis codes; nothing where they are not coded.

    ``reason`` says why there are no diagnoses.
    """
    books = pcs_books(store, context.date_of_service)
    if not codes_procedures(context) or isinstance(books, NoBooks):
        return None
    result = CodingResult(
        id=document.id,
        date_of_service=context.date_of_service,
        setting=context.setting,
        suggestions=(),
        queries=(),
        not_coded=(NotCoded("", f"diagnoses are not coded: {reason}"),),
        releases={ICD10CM_KIND: "not loaded"},
    )
    return with_procedures(result, take_apart(document), context, store)


def _without_professional(result: CodingResult) -> CodingResult:
    """Leave out what the professional's claim has: visits and CPT codes are not the facility's
    inpatient codes."""
    theirs = [one for one in result.suggestions if one.system in _PROFESSIONAL]
    left_out = tuple(
        NotCoded(one.code, "belongs to the professional's claim, not to the facility's", one.evidence)
        for one in theirs
        if one.selected
    )
    return msgspec.structs.replace(
        result,
        suggestions=tuple(one for one in result.suggestions if one.system not in _PROFESSIONAL),
        em=None,
        not_coded=(*result.not_coded, *left_out),
    )


def _with_admission(result: CodingResult, note: Note, context: CodingContext, store: Store) -> CodingResult:
    """Give the selected diagnoses their indicator and put the principal one first."""
    selected = [one for one in result.suggestions if one.system == "ICD10CM" and one.selected]
    if not selected:
        return result
    on = context.date_of_service
    found = [presence_of(one, note, store, on, principal=place == 0) for place, one in enumerate(selected)]
    principal = principal_among(selected, [one.indicator == "N" for one in found], note)
    order = [principal.place, *(place for place in range(len(selected)) if place != principal.place)]
    if found[principal.place].indicator == "U" and not found[principal.place].reason.startswith(
        "the note says both"
    ):
        found[principal.place] = Presence("Y", "the condition that occasioned the admission")
    diagnoses = [
        msgspec.structs.replace(
            selected[place],
            role="first" if number == 0 else "secondary",
            poa=found[place].indicator,
            why=(
                *selected[place].why,
                *((f"principal: {principal.reason}",) if number == 0 else ()),
                f"present on admission {found[place].indicator}: {found[place].reason}",
            ),
        )
        for number, place in enumerate(order)
    ]
    queries = tuple(_query(selected[place]) for place in order if found[place].ask)
    others = [one for one in result.suggestions if one.system != "ICD10CM" or not one.selected]
    return msgspec.structs.replace(
        result, suggestions=(*diagnoses, *others), queries=(*result.queries, *queries)
    )


def _query(one: Suggestion) -> Query:
    words = " ".join(one.evidence[0].text.split()) if one.evidence else one.code
    return Query(
        topic="present-on-admission",
        question=f'"{words}" is documented. Please document when it began in relation to the admission.',
        options=_OPTIONS,
        evidence=one.evidence[:1],
    )


def _ranked(result: CodingResult) -> CodingResult:
    """Rank the suggestions anew: selected ones first, diagnoses before procedures."""
    ordered = sorted(result.suggestions, key=lambda one: (not one.selected, one.role == "procedure"))
    return msgspec.structs.replace(
        result,
        suggestions=tuple(msgspec.structs.replace(one, rank=rank) for rank, one in enumerate(ordered, 1)),
    )
