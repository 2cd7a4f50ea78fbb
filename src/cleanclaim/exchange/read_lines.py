"""Service lines out of loops 2400 to 2440 of an 837."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from cleanclaim.claim import (
    Adjustment,
    Ambulance,
    Attachment,
    Drug,
    LineAdjudication,
    LineProviders,
    Note,
    QualifiedDate,
    Reference,
    ServiceLine,
)
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.forms import DENTAL, INSTITUTIONAL, PROFESSIONAL, Form, line_roles_by_code
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.read_parties import Kept, read_address, read_provider
from cleanclaim.exchange.tidy import kept_in_order
from cleanclaim.exchange.wire import dates_of, day_of, number_of, pointers_of, read_procedure
from cleanclaim.primitives import ZERO

_AMBULANCE_PLACES = {"PW": ("pickup", "G"), "45": ("dropoff", "H")}
_STARTS = ("LIN", "NM1", "SVD", "LQ")


def read_line(lines: Sequence[Line], form: Form) -> ServiceLine:
    """Return the service line of one loop 2400 with everything in it."""
    kept: Kept = []
    roles = line_roles_by_code(form)
    header, blocks = cut(lines, lambda line: line.id in _STARTS)
    found = _read_header(header, form, kept)
    teeth = dental.line_of(found.pop("dental", {}))
    providers: dict[str, Any] = {}
    adjudications: list[LineAdjudication] = []
    ambulance: dict[str, Any] = found.pop("ambulance")
    drug: Drug | None = None
    for block in blocks:
        first = block[0]
        code = first.get(1)
        if first.id == "LIN" and drug is None and form is not DENTAL:
            drug = _read_drug(block, kept)
        elif first.id == "NM1" and code in roles and roles[code][0] not in providers:
            field, role = roles[code]
            providers[field] = read_provider(role, block, kept)
        elif first.id == "NM1" and _is_free_place(code, ambulance, form):
            read_ambulance_place(block, ambulance, f"2420{_AMBULANCE_PLACES[code][1]}", kept)
        elif first.id == "SVD":
            adjudications.append(_read_adjudication(block, form, kept))
        else:
            loop = {"LIN": "2410", "NM1": "2420"}.get(first.id, "2440")
            loop = loop if loop in form.line_loops else "2440"
            kept += [line.kept(loop) for line in block]
    return ServiceLine(
        **found,
        drug=None if drug == Drug(qualifier="") else drug,
        dental=teeth,
        providers=LineProviders(**providers),
        ambulance=ambulance_of(ambulance),
        adjudications=tuple(adjudications),
        other_segments=kept_in_order(tuple(kept), form.line_loops, form.orders),
    )


def _is_free_place(code: str, ambulance: dict[str, Any], form: Form) -> bool:
    """Return whether a loop names a pick-up or drop-off that has not been read yet."""
    return form is PROFESSIONAL and code in _AMBULANCE_PLACES and _AMBULANCE_PLACES[code][0] not in ambulance


def _read_header(lines: Sequence[Line], form: Form, kept: Kept) -> dict[str, Any]:
    found: dict[str, Any] = {"ambulance": {}, "unit": "UN"}
    if form is PROFESSIONAL:
        found["code_qualifier"] = ""
    references: list[Reference] = []
    other_dates: list[QualifiedDate] = []
    notes: list[Note] = []
    attachments: list[Attachment] = []
    fields = {"6R": "control_number", **form.line_references}
    for line in lines:
        if line.id == "LX" or not any(line.elements):
            continue
        match line.id:
            case form.service if "charge" not in found:
                found |= _SERVICES[form.name](line)
            case "TOO" | "DTP" if form is DENTAL and dental.read_line_header(line, found):
                continue
            case "DTP" if (dates := dates_of(line.get(2), line.get(3))) is not None:
                if line.get(1) == "472" and "dates" not in found:
                    found["dates"] = dates
                else:
                    other_dates.append(QualifiedDate(line.get(1), dates))
            case "REF" if line.only(1, 2):
                field = fields.get(line.get(1))
                if field and field not in found and line.get(2):
                    found[field] = line.get(2)
                else:
                    references.append(Reference(line.get(1), line.get(2)))
            case "NTE" if form is not DENTAL:
                notes.append(Note(line.get(1), line.get(2)))
            case "PWK" if form is not DENTAL and line.only(1, 2, 5, 6):
                attachments.append(read_attachment(line))
            case _:
                if form is not PROFESSIONAL or not read_transport(line, found["ambulance"]):
                    kept.append(line.kept("2400"))
    found["references"] = tuple(references)
    found["other_dates"] = tuple(other_dates)
    found["notes"] = tuple(notes)
    found["attachments"] = tuple(attachments)
    return found


def _read_professional_service(line: Line) -> dict[str, Any]:
    units = number_of(line.get(4))
    return {
        "code_qualifier": "",
        **read_procedure(line.parts(1)),
        "charge": number_of(line.get(2)),
        "units": units,
        "unit": "UN" if units is None else line.get(3),
        "place_of_service": line.get(5),
        "pointers": pointers_of(line.parts(7)),
        "emergency": line.get(9) == "Y",
        "epsdt": line.get(11) == "Y",
        "family_planning": line.get(12) == "Y",
        "copay_exempt": line.get(15) == "0",
    }


_SERVICES: Mapping[str, Callable[[Line], dict[str, Any]]] = MappingProxyType(
    {
        PROFESSIONAL.name: _read_professional_service,
        INSTITUTIONAL.name: institutional.read_service,
        DENTAL.name: dental.read_service,
    }
)
"""Form to what reads its service segment (SV1, SV2, SV3)."""


def read_attachment(line: Line) -> Attachment:
    """Return the attachment of a PWK segment."""
    return Attachment(line.get(1), line.get(2), line.get(6))


_TRANSPORT = (
    *("weight_pounds", "transport_code", "reason", "miles"),
    *("round_trip_purpose", "stretcher_purpose"),
)


def read_transport(line: Line, ambulance: dict[str, Any]) -> bool:
    """Put a CR1 or CRC*07 segment into an ambulance's fields; return whether it fits there."""
    if line.id == "CR1" and not any(ambulance.get(field) for field in _TRANSPORT):
        ambulance |= {
            "weight_pounds": number_of(line.get(2)),
            "transport_code": line.get(3),
            "reason": line.get(4),
            "miles": number_of(line.get(6)),
            "round_trip_purpose": line.get(9),
            "stretcher_purpose": line.get(10),
        }
        return True
    if line.id == "CRC" and (line.get(1), line.get(2)) == ("07", "Y"):
        conditions = tuple(value for value in line.elements[2:] if value)
        ambulance["conditions"] = ambulance.get("conditions", ()) + conditions
        return True
    return False


def read_ambulance_place(block: Sequence[Line], ambulance: dict[str, Any], loop: str, kept: Kept) -> None:
    """Put a pick-up or drop-off loop into an ambulance's fields."""
    first = block[0]
    address, rest = read_address(block[1:])
    field = _AMBULANCE_PLACES[first.get(1)][0]
    ambulance[field] = address
    if field == "dropoff":
        ambulance["dropoff_name"] = first.get(3)
    kept += [line.kept(loop) for line in rest]


def ambulance_of(found: dict[str, Any]) -> Ambulance | None:
    """Return the ambulance that these fields make, none when they say nothing."""
    ambulance = Ambulance(**found)
    return None if ambulance == Ambulance() else ambulance


def _read_drug(block: Sequence[Line], kept: Kept) -> Drug:
    first = block[0]
    found: dict[str, Any] = {"qualifier": first.get(2), "ndc": first.get(3)}
    fields = {"XZ": "prescription_number", "VY": "link_number"}
    for line in block[1:]:
        if line.id == "CTP" and "quantity" not in found and line.only(4, 5):
            found |= {"quantity": number_of(line.get(4)), "unit": line.part(5, 1)}
        elif line.id == "REF" and line.get(1) in fields and fields[line.get(1)] not in found:
            found[fields[line.get(1)]] = line.get(2)
        else:
            kept.append(line.kept("2410"))
    return Drug(**found)


def _read_adjudication(block: Sequence[Line], form: Form, kept: Kept) -> LineAdjudication:
    first = block[0]
    adjustments: list[Adjustment] = []
    found: dict[str, Any] = {}
    for line in block[1:]:
        if line.id == "CAS":
            adjustments += read_adjustments(line)
        elif (
            line.id == "DTP"
            and line.get(1) == "573"
            and day_of(line.get(3))
            and "adjudicated_on" not in found
        ):
            found["adjudicated_on"] = day_of(line.get(3))
        elif line.id == "AMT" and line.get(1) == "EAF" and found.get("remaining_patient_liability") is None:
            found["remaining_patient_liability"] = number_of(line.get(2))
        else:
            kept.append(line.kept("2430"))
    procedure = read_procedure(first.parts(3))
    return LineAdjudication(
        payer_id=first.get(1),
        paid=number_of(first.get(2)) or ZERO,
        **procedure,
        units=number_of(first.get(5)),
        bundled_into=first.get(6),
        revenue_code=first.get(4) if form is INSTITUTIONAL else "",
        adjustments=tuple(adjustments),
        **found,
    )


def read_adjustments(line: Line) -> list[Adjustment]:
    """Return the adjustments of a CAS segment; a reason without an amount counts as zero dollars."""
    found = []
    for at in range(2, len(line.elements) + 1, 3):
        if line.get(at) or line.get(at + 1):
            amount = number_of(line.get(at + 1)) or ZERO
            found.append(Adjustment(line.get(1), line.get(at), amount, number_of(line.get(at + 2))))
    return found
