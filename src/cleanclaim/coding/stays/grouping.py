"""The MS-DRG of a stay, and what it would be without each secondary diagnosis.

Shown beside the codes, never used to rank or to choose them, and never in a query.
"""

import re
from datetime import date

from cleanclaim.codesets import Known, NotCovered, Store, complication_level, group_stay
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import CodingContext, DRGEffect, Suggestion

_DIED = re.compile(r"\b(?:expired|pronounced dead|passed away|time of death|patient died)\b", re.IGNORECASE)
_OTHER_STATUS = (
    ("02", re.compile(r"\btransferred to (?:another|an? \w+) (?:acute care )?hospital\b", re.IGNORECASE)),
    (
        "03",
        re.compile(
            r"\b(?:discharged?|disposition|transferred)\b[^.\n]{0,40}\b(?:snf|skilled nursing)", re.IGNORECASE
        ),
    ),
    ("06", re.compile(r"\b(?:discharged?|disposition)\b[^.\n]{0,40}\bhome health", re.IGNORECASE)),
    ("07", re.compile(r"\bleft against medical advice\b|\bAMA\b")),
    (
        "62",
        re.compile(
            r"\b(?:discharged?|disposition|transferred)\b[^.\n]{0,40}\b(?:inpatient|acute) rehab",
            re.IGNORECASE,
        ),
    ),
)
_DEAD = "20"
_HOME = "01"


def discharge_status(note: Note) -> str:
    """Return the discharge status (NUBC FL 17) that the note tells of; 01 when it tells of none."""
    text = note.document.text
    if _DIED.search(text):
        return _DEAD
    return next((status for status, words in _OTHER_STATUS if words.search(text)), _HOME)


class Grouping:
    """The group of a stay, the effect of each secondary diagnosis, what could not be checked."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.drg: str | None = None
        self.version = ""
        self.grouper = ""
        self.effects: list[DRGEffect] = []
        self.notes: list[str] = []


def grouping_of(
    diagnoses: list[Suggestion],
    procedures: list[str],
    note: Note,
    context: CodingContext,
    store: Store | None,
) -> Grouping:
    """Return the group of the diagnoses in order (the first is principal) with the procedures."""
    result = Grouping()
    sex = (context.patient_sex or "").strip().upper()[:1]
    if sex not in ("F", "M"):
        result.notes.append("no MS-DRG: the grouper asks for the patient's sex")
        return result
    status = discharge_status(note)
    on = context.date_of_service

    def group(some: list[Suggestion]) -> str | None:
        found = group_stay(
            [one.code for one in some],
            procedures,
            on,
            sex="F" if sex == "F" else "M",
            alive=status != _DEAD,
            discharge_status=status,
            present_on_admission={one.code: one.poa or "Y" for one in some},
        )
        if isinstance(found, NotCovered):
            result.notes.append(f"no MS-DRG: {found.reason}")
            return None
        result.version, result.grouper = found.version, found.grouper
        return found.drg

    result.drg = group(diagnoses)
    if result.drg is None:
        return result
    for one in diagnoses[1:]:
        without = group([other for other in diagnoses if other is not one])
        result.effects.append(
            DRGEffect(code=one.code, level=_level(one, diagnoses[0], result, store, on), drg_without=without)
        )
    return result


def _level(
    one: Suggestion, principal: Suggestion, result: Grouping, store: Store | None, on: date
) -> str | None:
    if store is None:
        return None
    level = complication_level(
        store,
        one.code,
        on,
        principal=principal.code,
        drg=result.drg or "",
        present_on_admission=one.poa != "N",
    )
    if isinstance(level, Known):
        return level.value
    reason = (
        f"CC and MCC are not checked: {level.reason}"
        if isinstance(level, NotCovered)
        else "CC and MCC are not checked"
    )
    if reason not in result.notes:
        result.notes.append(reason)
    return None
