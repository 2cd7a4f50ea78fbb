"""What goes into coding and what comes out: plain values, offsets into the original text."""

from datetime import date
from typing import Literal

import msgspec

System = Literal["ICD10CM", "ICD10PCS", "CPT", "HCPCS", "CDT"]
Role = Literal["first", "secondary", "procedure"]
Decision = Literal["accept", "review"]

SETTINGS = (
    "office",
    "telehealth",
    "ed",
    "observation",
    "inpatient",
    "operative",
    "imaging",
    "laboratory",
    "therapy",
    "dental",
    "nursing_facility",
    "home",
)
"""The settings of ``CONTRACT.md``. ``office`` is assumed where none is given."""

INPATIENT_SETTINGS = frozenset({"inpatient"})
"""Where an uncertain diagnosis at discharge is coded as if it existed (Official Guidelines II.H)."""

QUERY_TOPICS = (
    "abbreviation",
    "laterality",
    "specificity",
    "uncertain-diagnosis",
    "approach",
    "conflict",
    "copied-text",
    "depth",
    "dose",
    "drug-waste",
    "length",
    "new-patient",
    "number",
    "order",
    "pathology",
    "procedure-detail",
    "signature",
    "site",
    "size",
    "start-stop-time",
    "surfaces",
    "teeth",
    "time",
    "unsupported-level",
    "views",
    "visit-type",
    "contrast",
    "complexity",
    "acuity",
    "stage",
    "type",
    "causal-link",
    "clinical-significance",
    "present-on-admission",
)
"""The values of ``Query.topic``; ``docs/algorithms/coding-queries.md`` says what each asks."""


class Document(msgspec.Struct, frozen=True):
    """A note as it was stored. Every offset that comes back counts characters of ``text``."""

    id: str
    text: str


class CodingContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the encounter besides the note.

    ``date_of_service`` decides which code set is in force; it must be the date for which the
    lexicon was made. ``patient_age`` is in years; what is not known is None, never assumed.
    ``accept_at`` is the practice's tolerance: suggestions at least this sure need no second look.
    """

    date_of_service: date
    setting: str = "office"
    claim_type: str | None = None
    payer_kind: str | None = None
    patient_age: float | None = None
    patient_sex: str | None = None
    new_patient: bool | None = None
    accept_at: float = 0.8


class Proposal(msgspec.Struct, frozen=True):
    """An ICD-10-CM code that somebody else proposes, with the words of the note that it rests on."""

    code: str
    evidence: str


class Evidence(msgspec.Struct, frozen=True, order=True):
    """A verbatim slice of the note: ``document.text[start:end] == text``."""

    start: int
    end: int
    text: str


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed code with its reasons.

    ``code`` is dotted. ``selected`` puts it in the proposed code set of the encounter;
    ``rank`` orders all suggestions from 1, selected ones first. ``confidence`` is the measured
    share of right codes among suggestions with evidence of this kind (``docs/algorithms/coding.md``).
    ``decision`` is ``accept`` where no second look is needed. ``why`` gives the chain of reasons,
    one sentence each. The fields that only procedures and inpatient diagnoses have are empty.
    """

    code: str
    system: System = "ICD10CM"
    role: Role
    units: int = 1
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    poa: str | None = None
    rank: int
    confidence: float
    selected: bool
    decision: Decision
    evidence: tuple[Evidence, ...]
    why: tuple[str, ...]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the provider that does not lead: topic, question, options, the words it is about."""

    topic: str
    question: str
    options: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class VisitLevel(msgspec.Struct, frozen=True, kw_only=True):
    """The level of a visit (E/M): code, the three elements, time, and what decides.

    ``problems`` and ``risk`` are minimal, low, moderate or high; ``data`` minimal, limited, moderate or
    extensive; None where decision making does not count (discharge, critical care, preventive visits).
    ``basis`` is mdm, time, age, or service. ``limited_by`` is the element (problems, data, risk, time)
    that keeps the level from being higher; None at the top. ``next_level`` says what documentation of
    services really rendered would support the level above. ``elements`` lists what was counted.
    """

    code: str
    problems: str | None = None
    data: str | None = None
    risk: str | None = None
    time_minutes: int | None = None
    limited_by: str | None = None
    basis: str = "mdm"
    family: str = ""
    new_patient: bool | None = None
    modifiers: tuple[str, ...] = ()
    next_level: str | None = None
    billed: str | None = None
    supported: bool | None = None
    elements: tuple["CountedItem", ...] = ()
    why: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class CountedItem(msgspec.Struct, frozen=True):
    """Something that counts for the level of a visit: element, what it is, its words."""

    element: str
    item: str
    evidence: Evidence


class Copied(msgspec.Struct, frozen=True, order=True):
    """A range that was carried over; ``source``: the id of an earlier note, ``this note`` or ``declared``."""

    start: int
    end: int
    source: str


class CodingResult(msgspec.Struct, frozen=True, kw_only=True):
    """All that the note gave.

    ``not_coded`` lists what was found and left out, with the reason; when there is no
    suggestion at all it holds at least one reason. ``stay`` is there for stays of facilities only,
    ``copied`` where text was carried over.
    """

    id: str
    date_of_service: date
    setting: str
    suggestions: tuple[Suggestion, ...]
    em: VisitLevel | None = None
    queries: tuple[Query, ...]
    not_coded: tuple["NotCoded", ...]
    releases: dict[str, str]
    stay: "Stay | msgspec.UnsetType" = msgspec.UNSET
    copied: tuple[Copied, ...] | msgspec.UnsetType = msgspec.UNSET


class DRGEffect(msgspec.Struct, frozen=True, kw_only=True):
    """What a secondary diagnosis does to the group of a stay: its level, the MS-DRG without it.

    ``level`` is MCC, CC or empty; None where the lists are not loaded.
    """

    code: str
    level: str | None
    drg_without: str | None


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """What a facility's claim for a stay shows beside its codes.

    ``facility`` and ``professional`` are the selected codes of the two claims of one encounter;
    ``notes`` says what could not be determined. ``drg`` is None without the patient's sex.
    """

    principal: str
    discharge_status: str
    drg: str | None = None
    drg_version: str = ""
    grouper: str = ""
    effects: tuple[DRGEffect, ...] = ()
    facility: tuple[str, ...] = ()
    professional: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class NotCoded(msgspec.Struct, frozen=True):
    """Something found in the note that is not suggested, and why; ``code`` is dotted or empty."""

    code: str
    reason: str
    evidence: tuple[Evidence, ...] = ()
