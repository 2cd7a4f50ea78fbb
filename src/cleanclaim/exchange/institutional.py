"""What only institutional claims say: segments of the 837I into fields and back.

Codes of loop 2300 stand in HI segments, each with a qualifier: diagnoses by role, procedures,
occurrences, spans, values, conditions, treatments, the DRG.
"""

from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from cleanclaim.claim import (
    Claim,
    CodedDate,
    Diagnosis,
    InpatientDecision,
    InstitutionalDetails,
    PriorPayment,
    QualifiedDate,
    ServiceLine,
    ValueCode,
)
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.wire import (
    dates_of,
    dates_row,
    day_of,
    day_text,
    number_of,
    number_text,
    optional_number,
    procedure_text,
    read_procedure,
)
from cleanclaim.x12 import Row, composite

_replace = msgspec.structs.replace

DIAGNOSIS_QUALIFIERS = MappingProxyType(
    {
        ("principal", "ICD10CM"): "ABK",
        ("admitting", "ICD10CM"): "ABJ",
        ("reason_for_visit", "ICD10CM"): "APR",
        ("external_cause", "ICD10CM"): "ABN",
        ("other", "ICD10CM"): "ABF",
        ("principal", "ICD9CM"): "BK",
        ("admitting", "ICD9CM"): "BJ",
        ("reason_for_visit", "ICD9CM"): "PR",
        ("external_cause", "ICD9CM"): "BN",
        ("other", "ICD9CM"): "BF",
    }
)
"""Role and code system of a diagnosis to the qualifier of its component in HI."""

ROLES = ("principal", "other", "admitting", "reason_for_visit", "external_cause")
"""Roles of diagnoses in the order in which a claim lists them: first those that are numbered."""

_IN_A_SEGMENT = MappingProxyType(
    {"principal": 1, "admitting": 1, "reason_for_visit": 3, "external_cause": 12, "other": 12}
)
"""How many diagnoses of a role one HI segment holds."""

DIAGNOSES_OF_A_ROLE = MappingProxyType({"reason_for_visit": 3, "external_cause": 12, "other": 24})
"""How many diagnoses of a role a claim has room for, where more than one may be needed."""

_DIAGNOSES = MappingProxyType({qualifier: key for key, qualifier in DIAGNOSIS_QUALIFIERS.items()})

MIA = MappingProxyType(
    dict(zip(InpatientDecision.__struct_fields__, (1, 3, 4, *range(6, 20), 24), strict=True))
)
"""Fields of an inpatient decision to their elements in MIA."""

_MIA_REMARKS = (5, 20, 21, 22, 23)


def date_rows(details: InstitutionalDetails) -> list[Row]:
    """Return the DTP segments of discharge hour, statement and admission."""
    rows: list[Row] = []
    if details.discharge_hour:
        rows.append(("DTP", "096", "TM", details.discharge_hour))
    if details.statement is not None:
        rows.append(dates_row("434", details.statement, always_range=True))
    if details.admission_date is not None:
        day, hour = day_text(details.admission_date), details.admission_hour
        rows.append(("DTP", "435", "DT" if hour else "D8", day + hour))
    return rows


def header_rows(details: InstitutionalDetails, where: str) -> list[Row]:
    """Return CL1 and the patient's estimated share."""
    rows: list[Row] = [
        ("CL1", details.admission_type, details.admission_source, details.patient_status),
    ]
    if details.patient_estimated_due is not None:
        place = f"{where}.institutional.patient_estimated_due"
        rows.append(("AMT", "F3", number_text(details.patient_estimated_due, place)))
    return [row for row in rows if any(row[1:])]


def code_rows(claim: Claim, where: str) -> list[Row]:
    """Return the HI segments in the guide's order."""
    details = claim.institutional or InstitutionalDetails()
    rows = _diagnosis_rows(claim, ("principal", "admitting", "reason_for_visit", "external_cause"))
    if details.drg:
        rows.append(("HI", composite("DR", details.drg)))
    rows += _diagnosis_rows(claim, ("other",))
    rows += _hi(_dated("BBR", item) for item in details.procedures[:1])
    rows += _hi(_dated("BBQ", item) for item in details.procedures[1:])
    rows += _hi(_dated("BI", item, always_range=True) for item in details.occurrence_spans)
    rows += _hi(_dated("BH", item) for item in details.occurrences)
    rows += _hi(_value(item, where) for item in details.values)
    rows += _hi(composite("BG", code) for code in details.conditions)
    rows += _hi(composite("TC", code) for code in details.treatment_codes)
    return rows


def _diagnosis_rows(claim: Claim, roles: Iterable[str]) -> list[Row]:
    rows: list[Row] = []
    for role in roles:
        written = [
            composite(DIAGNOSIS_QUALIFIERS[role, dx.system], dx.code, *[""] * 6, dx.poa)
            for dx in claim.diagnoses
            if dx.role == role
        ]
        size = _IN_A_SEGMENT[role]
        rows += [("HI", *written[at : at + size]) for at in range(0, len(written), size)]
    return rows


def _hi(written: Iterable[str]) -> list[Row]:
    elements = list(written)
    return [("HI", *elements[at : at + 12]) for at in range(0, len(elements), 12)]


def _dated(qualifier: str, item: CodedDate, *, always_range: bool = False) -> str:
    if item.dates is None:
        return composite(qualifier, item.code)
    row = dates_row("", item.dates, always_range=always_range)
    return composite(qualifier, item.code, row[2], row[3])


def _value(item: ValueCode, where: str) -> str:
    return composite("BE", item.code, "", "", number_text(item.amount, f"{where}.institutional.values"))


def service_rows(line: ServiceLine, where: str) -> list[Row]:
    """Return the SV2 segment of a line."""
    units = optional_number(line.units, f"{where}.units")
    return [
        (
            "SV2",
            line.revenue_code,
            procedure_text(line.code_qualifier, line.code, line.modifiers, line.description),
            optional_number(line.charge, f"{where}.charge"),
            line.unit if units else "",
            units,
            "",
            optional_number(line.noncovered, f"{where}.noncovered"),
        )
    ]


def inpatient_row(prior: PriorPayment, where: str) -> Row:
    """Return the MIA segment of another payer's decision about a stay, with its remark codes."""
    decision = prior.inpatient or InpatientDecision()
    elements = [""] * 24
    for name, position in MIA.items():
        elements[position - 1] = optional_number(getattr(decision, name), f"{where}.inpatient.{name}")
    for position, remark in zip(_MIA_REMARKS, prior.remarks, strict=False):
        elements[position - 1] = remark
    return ("MIA", *elements)


# --- Reading -------------------------------------------------------------------------------------


def read_header(line: Line, found: dict[str, Any]) -> bool:
    """Put a segment of loop 2300 into the details' fields; return whether it fits there."""
    match line.id:
        case "CL1" if "admission_type" not in found and line.only(1, 2, 3):
            found |= {
                "admission_type": line.get(1),
                "admission_source": line.get(2),
                "patient_status": line.get(3),
            }
        case "AMT" if line.get(1) == "F3" and found.get("patient_estimated_due") is None:
            found["patient_estimated_due"] = number_of(line.get(2))
        case "DTP":
            return _read_date(line, found)
        case "HI":
            return _read_codes(line, found)
        case _:
            return False
    return True


def _read_date(line: Line, found: dict[str, Any]) -> bool:
    qualifier, form, text = line.get(1), line.get(2), line.get(3)
    if qualifier == "096" and form == "TM" and text and "discharge_hour" not in found:
        found["discharge_hour"] = text
    elif qualifier == "434" and "statement" not in found and (days := dates_of(form, text)):
        found["statement"] = days
    elif qualifier == "435" and "admission_date" not in found and form in ("D8", "DT"):
        day = day_of(text[:8])
        if day is None or (form == "D8") != (len(text) == 8):
            return False
        found |= {"admission_date": day, "admission_hour": text[8:]}
    else:
        return False
    return True


def _read_codes(line: Line, found: dict[str, Any]) -> bool:
    """Put the codes of an HI segment into fields; none of them when one has no field."""
    read: list[tuple[str, Any]] = []
    for n in range(1, len(line.elements) + 1):
        parts = line.parts(n)
        if not parts:
            continue
        item = _read_code(parts)
        if item is None:
            return False
        read.append(item)
    fields = [field for field, _ in read]
    if "drg" in fields and (fields != ["drg"] or "drg" in found):
        return False
    if "principal_procedure" in fields:
        if (
            fields.index("principal_procedure")
            or fields.count("principal_procedure") > 1
            or "procedures" in found
        ):
            return False
    elif "procedures" in fields and "procedures" not in found:
        return False  # other procedures without a principal one: the first would become it
    for field, value in read:
        if field == "drg":
            found["drg"] = value
        else:
            found.setdefault(field.replace("principal_procedure", "procedures"), []).append(value)
    return True


def _read_code(parts: list[str]) -> tuple[str, Any] | None:
    """Return the field that a component list of HI belongs to and its value, none when there is none."""
    qualifier, code = parts[0], parts[1] if len(parts) > 1 else ""
    if qualifier in _DIAGNOSES:
        if not code or any(parts[2:8]) or len(parts) > 9:
            return None
        role, system = _DIAGNOSES[qualifier]
        return "diagnoses", Diagnosis(code, role, parts[8] if len(parts) == 9 else "", system)
    reader = _READERS.get(qualifier)
    if reader is None:
        return None
    field, read = reader
    value = read(parts, code)
    return None if value is None else (field, value)


def _read_dated(parts: list[str], code: str) -> CodedDate | None:
    if len(parts) <= 2:
        return CodedDate(code)
    dates = dates_of(parts[2], parts[3]) if len(parts) == 4 else None
    return None if dates is None else CodedDate(code, dates)


def _read_value(parts: list[str], code: str) -> ValueCode | None:
    amount = number_of(parts[4]) if len(parts) == 5 and not any(parts[2:4]) else None
    return None if amount is None else ValueCode(code, amount)


def _read_bare(parts: list[str], code: str) -> str | None:
    return code if len(parts) <= 2 else None


_READERS: MappingProxyType[str, tuple[str, Callable[[list[str], str], Any]]] = MappingProxyType(
    {
        "DR": ("drg", _read_bare),
        "BBR": ("principal_procedure", _read_dated),
        "BBQ": ("procedures", _read_dated),
        "BI": ("occurrence_spans", _read_dated),
        "BH": ("occurrences", _read_dated),
        "BE": ("values", _read_value),
        "BG": ("conditions", _read_bare),
        "TC": ("treatment_codes", _read_bare),
    }
)


def details_of(
    found: dict[str, Any], facility_type: str
) -> tuple[InstitutionalDetails, tuple[Diagnosis, ...]]:
    """Return the details and the diagnoses that were read, each list in its order."""
    diagnoses = in_role_order(found.pop("diagnoses", ()))
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
    return InstitutionalDetails(facility_type=facility_type, **values), diagnoses


def in_role_order(diagnoses: Sequence[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Return diagnoses with the numbered ones first, those of a role in their order."""
    return tuple(sorted(diagnoses, key=lambda dx: ROLES.index(dx.role)))


def read_service(line: Line) -> dict[str, Any]:
    """Return the fields of an SV2 segment."""
    units = number_of(line.get(5))
    return {
        "revenue_code": line.get(1),
        **read_procedure(line.parts(2)),
        "charge": number_of(line.get(3)),
        "units": units,
        "unit": "UN" if units is None else line.get(4),
        "noncovered": number_of(line.get(7)),
    }


def read_inpatient(line: Line) -> tuple[InpatientDecision, tuple[str, ...]] | None:
    """Return the decision and remark codes of an MIA segment, none when an element has no field."""
    if line.get(2) or len(line.elements) > 24:
        return None
    values: dict[str, Any] = {}
    for name, position in MIA.items():
        text = line.get(position)
        values[name] = number_of(text)
        if text and values[name] is None:
            return None
    return InpatientDecision(**values), tuple(line.get(position) for position in _MIA_REMARKS)


def canonical_details(
    claim: Claim, other_dates: tuple[QualifiedDate, ...]
) -> tuple[InstitutionalDetails, tuple[QualifiedDate, ...]]:
    """Return the details as they will be read back, and the dates that have no field among them."""
    details = claim.institutional or InstitutionalDetails()
    rest: list[QualifiedDate] = []
    statement, admission = details.statement, details.admission_date
    for item in other_dates:
        if item.qualifier == "434" and statement is None:
            statement = item.dates
        elif item.qualifier == "435" and admission is None and item.dates.start == item.dates.end:
            admission = item.dates.start
        else:
            rest.append(item)
    return _replace(details, statement=statement, admission_date=admission), tuple(rest)
