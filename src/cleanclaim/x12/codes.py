"""What the validator asks about code lists: a look-up that is handed in, and level 5 itself."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from cleanclaim.primitives import NPI, InvalidValue
from cleanclaim.x12.guides.model import SegmentUse, Usage
from cleanclaim.x12.problems import Flaw, Severity
from cleanclaim.x12.segments import Delimiters


class CodeAnswer(StrEnum):
    """What a look-up knows of a code: it is there, it is not, or its list is not loaded."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_LOADED = "not-loaded"


class CodeLookup(Protocol):
    """Whoever knows code lists. ``kind`` is a list's name in the guides: pos, carc, rarc, taxonomy,
    state, country, procedure, icd10cm, claim_status, claim_status_category."""

    def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
        """Return whether the code is in the list on that day (nothing: the newest)."""
        ...


class NothingLoaded:
    """A look-up that has no lists: every question is left open."""

    def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:  # noqa: ARG002
        """Return that the list is not loaded."""
        return CodeAnswer.NOT_LOADED


NOTHING_LOADED: CodeLookup = NothingLoaded()
"""The default: codes are not judged, and nothing claims that they are right."""

_NPI_PLACES = {"NM1": (8, 9), "N1": (3, 4)}
_DIAGNOSIS_LISTS = {"ABK": "icd10cm", "ABF": "icd10cm", "ABJ": "icd10cm", "APR": "icd10cm", "ABN": "icd10cm"}


def code_flaws(
    use: SegmentUse, parts: Sequence[str], marks: Delimiters, codes: CodeLookup, on: date | None
) -> list[Flaw]:
    """Return what level 5 finds in one segment: NPI check digits, and codes that a list lacks.

    Which places hold codes is told by the guide (``code_list``); the diagnosis list by HI's
    qualifier.
    """
    found: list[Flaw] = []
    size = len(parts)
    places = _NPI_PLACES.get(use.id)
    if places and size > places[1] and parts[places[0]] == "XX" and parts[places[1]]:
        found.extend(_npi_flaws(f"{use.id}{places[1]:02d}", parts[places[1]]))
    if codes is NOTHING_LOADED:
        return found
    if use.id == "HI":
        for number, value in enumerate(parts[1:], 1):
            qualifier, _, rest = value.partition(marks.component)
            code = rest.partition(marks.component)[0]
            if code and qualifier in _DIAGNOSIS_LISTS:
                found.extend(_ask(_DIAGNOSIS_LISTS[qualifier], code, f"HI{number:02d}-2", codes, on))
    for number, component, kind in _code_places(use):
        if number >= size or not parts[number]:
            continue
        name = f"{use.id}{number:02d}"
        if not component:
            found.extend(_ask(kind, parts[number], name, codes, on))
            continue
        inner = parts[number].split(marks.component)
        if component <= len(inner) and inner[component - 1]:
            found.extend(_ask(kind, inner[component - 1], f"{name}-{component}", codes, on))
    return found


@lru_cache(maxsize=4096)
def has_codes(use: SegmentUse) -> bool:
    """Return whether level 5 has anything to look at in such a segment."""
    return use.id in _NPI_PLACES or use.id == "HI" or bool(_code_places(use))


@lru_cache(maxsize=4096)
def _code_places(use: SegmentUse) -> tuple[tuple[int, int, str], ...]:
    """Where a segment holds codes of a list: element, component or 0, and the list."""
    found: list[tuple[int, int, str]] = []
    for element in use.elements:
        if element.usage is Usage.NOT_USED:
            continue
        if element.code_list:
            found.append((element.number, 0, element.code_list))
        found.extend(
            (element.number, component.number, component.code_list)
            for component in element.components
            if component.code_list
        )
    return tuple(found)


@lru_cache(maxsize=65536)
def _is_npi(value: str) -> bool:
    try:
        NPI.parse(value)
    except InvalidValue:
        return False
    return True


def _npi_flaws(name: str, value: str) -> list[Flaw]:
    if _is_npi(value):
        return []
    return [
        Flaw(
            id="invalid-npi",
            level=5,
            element=name,
            value=value,
            message=f"{name} is not an NPI: ten digits with a right check digit, the first 1 or 2.",
            fix="Look the provider up in NPPES and correct the number.",
            ack_code="7",
        )
    ]


def _ask(kind: str, code: str, name: str, codes: CodeLookup, on: date | None) -> list[Flaw]:
    if codes.look_up(kind, code, on) is not CodeAnswer.UNKNOWN:
        return []
    day = f" on {on:%Y-%m-%d}" if on else ""
    return [
        Flaw(
            id="code-unknown",
            level=5,
            severity=Severity.ERROR,
            element=name,
            value=code,
            message=f"{name} holds a code that is not in the list {kind}{day}.",
            fix="Correct the code, or load the release that has it.",
            ack_code="7",
        )
    ]
