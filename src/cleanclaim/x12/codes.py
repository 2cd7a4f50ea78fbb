"""What the validator asks about code lists: a look-up that is handed in, and level 5 itself."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, TypeAlias

from cleanclaim.primitives import NPI, InvalidValue
from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.guides.model import SegmentUse, Usage
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.service_days import days_of


class CodeAnswer(StrEnum):
    """What a look-up knows of a code on a day.

    It is there; it is not; its list is not loaded (or not for that day); it is not in the
    newest list that is loaded, which is older than the day: it may have been added since; or it
    is a category of the list, under which there are complete codes.
    """

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_LOADED = "not-loaded"
    AGED = "aged"
    INCOMPLETE = "incomplete"


class CodeLookup(Protocol):
    """Whoever knows code lists.

    ``kind`` is a list's name in the guides: pos, carc, rarc, taxonomy, state, country, modifier,
    revenue, facility_type (type of bill without its frequency), bill_type (with it), facility (a
    facility_type or pos), frequency, admission_type, admission_source, patient_status,
    condition_code, occurrence_code, occurrence_span_code, value_code, claim_status,
    claim_status_category, entity, tooth, oral_cavity, drg; hcpcs, cdt and hipps for procedures, by
    their qualifier; icd10cm and icd10pcs; ``zip_state`` with a state and a ZIP code
    of five digits as ``FL 33111``.
    """

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

Place: TypeAlias = tuple[int, int, str]
"""Where a segment holds a code: element, component or 0, and the list."""

_NPI_PLACES = {"NM1": (8, 9), "N1": (3, 4)}
_DIAGNOSES = ("BF", "BJ", "BK", "BN", "PR")
_HI_LISTS = {
    **{f"A{name}": "icd10cm" for name in _DIAGNOSES},
    **dict.fromkeys((*_DIAGNOSES, "BR", "BQ"), "icd9"),
    "BBQ": "icd10pcs",
    "BBR": "icd10pcs",
    "BE": "value_code",
    "BG": "condition_code",
    "BH": "occurrence_code",
    "BI": "occurrence_span_code",
    "DR": "drg",
}
_PROCEDURE_LISTS = {"HC": "hcpcs", "AD": "cdt", "HP": "hipps"}
_OF_THE_PAYER = frozenset(
    {"carc", "rarc", "claim_status", "claim_status_category", "entity", "state", "country"}
)
_CODE_AFTER_QUALIFIER = 2
_WITH_CODES = frozenset({"HI", "LQ", "N4", "UM"})
_PLACES_BY_QUALIFIER = {"A": "facility_type", "B": "pos"}
_MODIFIER = 2
_STATE = 2
_ZIP = frozenset({5, 9})
_ICD_9_ENDED = date(2015, 10, 1)
_MOST_REMEMBERED = 100_000


class CodeJudge:
    """Level 5 of one file: asks the look-up for each code, on the day that counts for it.

    That day is the line's date of service for what a line says, the claim's for what the claim
    says, and the transaction's date for the payer's own codes and when there is no other.
    Lists that are not loaded are gathered in ``not_loaded``, with how many codes were not checked.
    """

    def __init__(self, codes: CodeLookup) -> None:
        self.codes = codes
        self.not_loaded: dict[str, int] = {}
        self._answers: dict[tuple[str, str, date | None], CodeAnswer] = {}
        self._places: dict[int, tuple[SegmentUse, tuple[Place, ...]]] = {}

    def judge(self, block: Block) -> Iterator[tuple[Flaw, Placed]]:
        """Yield what is wrong with the codes of a block, each with the segment that holds it."""
        days: list[date | None] | None = None
        for index, placed in enumerate(block.placed):
            use, parts = placed.use, placed.parts
            npi = _NPI_PLACES.get(use.id)
            if npi and len(parts) > npi[1] and parts[npi[0]] == "XX" and parts[npi[1]]:
                yield from ((flaw, placed) for flaw in _npi_flaws(f"{use.id}{npi[1]:02d}", parts[npi[1]]))
            if self.codes is NOTHING_LOADED:
                continue
            places = self._places_of(use)
            if not places and use.id not in _WITH_CODES:
                continue
            if days is None:
                days = days_of(block)
            for name, kind, code in _codes_in(use, parts, places, block.marks):
                day = days[-1] if kind in _OF_THE_PAYER else days[index]
                flaw = _judged_here(kind, code, name, day) or self._ask(kind, code, name, day)
                if flaw is not None:
                    yield flaw, placed
                    if kind == "state":
                        break  # of a state that there is not, no ZIP code is right

    def _places_of(self, use: SegmentUse) -> tuple[Place, ...]:
        known = self._places.get(id(use))
        if known is None or known[0] is not use:
            known = self._places[id(use)] = (use, _code_places(use))
        return known[1]

    def _ask(self, kind: str, code: str, name: str, on: date | None) -> Flaw | None:
        if kind == "zip":
            return None
        question = (kind, code, on)
        answer = self._answers.get(question)
        if answer is None:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            answer = self._answers[question] = self.codes.look_up(kind, code, on)
        if answer is CodeAnswer.KNOWN:
            return None
        if answer is CodeAnswer.NOT_LOADED:
            self.not_loaded[kind] = self.not_loaded.get(kind, 0) + 1
            return None
        if answer is CodeAnswer.INCOMPLETE:
            return _incomplete(code, name)
        return _code_flaw(kind, code, name, on, aged=answer is CodeAnswer.AGED)

    def not_checked(self) -> Iterator[Flaw]:
        """Yield one warning for each list that was wanted and is not loaded."""
        for kind, times in sorted(self.not_loaded.items()):
            codes = "1 code was" if times == 1 else f"{times} codes were"
            yield Flaw(
                id="code-list-not-loaded",
                level=5,
                severity=Severity.WARNING,
                message=f"Not checked: {codes} not looked up, for the list of {_name(kind)} is not loaded "
                "for their dates.",
                fix="Import the list with cleanclaim reference import.",
                acknowledges=Acknowledges.NOTHING,
            )


def _codes_in(
    use: SegmentUse, parts: Sequence[str], places: Sequence[Place], marks: Delimiters
) -> Iterator[tuple[str, str, str]]:
    """Yield each code of a segment: where it stands, its list, the code."""
    size = len(parts)
    if use.id == "HI":
        for number, value in enumerate(parts[1:], 1):
            qualifier, _, rest = value.partition(marks.component)
            code = rest.partition(marks.component)[0]
            if code and qualifier in _HI_LISTS:
                yield f"HI{number:02d}-2", _HI_LISTS[qualifier], code
        return
    if use.id == "LQ":
        if size > 2 and parts[1] == "HE" and parts[2]:
            yield "LQ02", "rarc", parts[2]
        return
    if use.id == "UM":
        inner = parts[4].split(marks.component) if size > 4 else []
        if len(inner) > 1 and inner[0] and inner[1] in _PLACES_BY_QUALIFIER:
            yield "UM04-1", _PLACES_BY_QUALIFIER[inner[1]], inner[0]
    abroad = use.id == "N4" and size > 4 and parts[4] not in ("", "US")
    for number, component, kind in places:
        if number >= size or not parts[number] or (abroad and kind == "state"):
            continue
        name = f"{use.id}{number:02d}"
        if not component:
            values = parts[number].split(marks.repetition) if marks.repetition else [parts[number]]
            yield from ((name, kind, value) for value in values if value)
            continue
        inner = parts[number].split(marks.component)
        if component > len(inner) or not inner[component - 1]:
            continue
        listed = _PROCEDURE_LISTS.get(inner[0], "") if kind == "procedure" else kind
        if listed:
            yield f"{name}-{component}", listed, inner[component - 1]
        if kind == "procedure" and component == _CODE_AFTER_QUALIFIER:
            yield from (
                (f"{name}-{place}", "modifier", one)
                for place, one in enumerate(inner[2:6], 3)
                if len(one) == _MODIFIER
            )
    if use.id == "N4" and size > 3 and parts[3] and not abroad:
        yield "N403", "zip", parts[3]
        if len(parts[2]) == _STATE and parts[3][:5].isdigit() and len(parts[3]) in _ZIP:
            yield "N403", "zip_state", f"{parts[2]} {parts[3][:5]}"


def _code_places(use: SegmentUse) -> tuple[Place, ...]:
    """Where a segment holds codes of a list: element, component or 0, and the list."""
    found: list[Place] = []
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


def _judged_here(kind: str, code: str, name: str, on: date | None) -> Flaw | None:
    """What can be told of a code without a list: decimal points, ICD-9 after its end, ZIP codes' form."""
    if kind in ("icd10cm", "icd10pcs") and "." in code:
        return _dotted(name, code)
    if kind == "icd9" and on is not None and on >= _ICD_9_ENDED:
        return Flaw(
            id="icd-9-after-its-end",
            level=5,
            element=f"{name.partition('-')[0]}-1",
            value=code,
            message="The qualifier says ICD-9-CM, which is for services before 2015-10-01.",
            fix="Send ICD-10 codes with their qualifiers (ABK, ABF, BBR and so on).",
            ack_code="7",
        )
    if kind == "zip" and not (code.isdigit() and len(code) in _ZIP):
        return Flaw(
            id="zip-not-five-or-nine-digits",
            level=5,
            element=name,
            value=code,
            message=f"{name} is not a ZIP code of the United States: five or nine digits.",
            fix="Send the digits alone, without a hyphen.",
            ack_code="7",
        )
    return None


def _code_flaw(kind: str, code: str, name: str, on: date | None, *, aged: bool) -> Flaw:
    day = f" on {on:%Y-%m-%d}" if on else ""
    if kind == "zip_state":
        what, fix = "a ZIP code that is not in that state", "Correct the state (N402) or the ZIP code (N403)."
        code = code[3:]
    else:
        what = f"a code that is not among the {_name(kind)} in force{day}"
        fix = "Correct the code, or load the release that has it."
    if aged:
        return Flaw(
            id="code-not-in-older-list",
            level=5,
            severity=Severity.WARNING,
            element=name,
            value=code,
            message=f"{name} holds {what}; the list that is loaded is older than that day.",
            fix="Load the release in force on that day, or make sure of the code.",
            ack_code="7",
        )
    return Flaw(
        id="zip-not-in-state" if kind == "zip_state" else "code-unknown",
        level=5,
        element=name,
        value=code,
        message=f"{name} holds {what}.",
        fix=fix,
        ack_code="7",
    )


def _incomplete(code: str, name: str) -> Flaw:
    return Flaw(
        id="code-incomplete",
        level=5,
        severity=Severity.WARNING,
        element=name,
        value=code,
        message=f"{name} holds a category under which there are longer codes; most payers refuse it.",
        fix="Send the complete code.",
        ack_code="7",
    )


def _dotted(name: str, code: str) -> Flaw:
    return Flaw(
        id="code-with-decimal-point",
        level=5,
        element=name,
        value=code,
        message=f"{name} holds a code with a decimal point, which is not sent.",
        fix="Send the code without the point.",
        ack_code="7",
    )


_NAMES = {
    "admission_source": "points of origin (admission sources)",
    "admission_type": "types of admission",
    "entity": "entity codes",
    "facility": "places of service and types of bill",
    "bill_type": "types of bill",
    "facility_type": "types of bill",
    "frequency": "claim frequency codes",
    "patient_status": "patient status codes",
    "tooth": "tooth numbers",
    "oral_cavity": "areas of the mouth",
    "carc": "claim adjustment reason codes (CARC)",
    "cdt": "dental procedures (CDT)",
    "claim_status": "claim status codes",
    "claim_status_category": "claim status category codes",
    "condition_code": "condition codes",
    "country": "countries",
    "drg": "diagnosis related groups",
    "hcpcs": "procedures (HCPCS)",
    "hipps": "HIPPS codes",
    "icd10cm": "diagnoses (ICD-10-CM)",
    "icd10pcs": "procedures (ICD-10-PCS)",
    "icd9": "ICD-9-CM codes",
    "modifier": "modifiers",
    "occurrence_code": "occurrence codes",
    "occurrence_span_code": "occurrence span codes",
    "pos": "places of service",
    "rarc": "remittance advice remark codes (RARC)",
    "revenue": "revenue codes",
    "state": "states",
    "taxonomy": "provider taxonomy codes",
    "value_code": "value codes",
    "zip_state": "ZIP codes by state",
}


def _name(kind: str) -> str:
    return _NAMES.get(kind, f"codes {kind}")
