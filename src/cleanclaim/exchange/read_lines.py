"""Service lines out of loops 2400 to 2440 of an 837P."""

from collections.abc import Sequence
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
from cleanclaim.exchange.canonical import kept_in_order
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.parties_837p import LINE_ROLES
from cleanclaim.exchange.read_parties import Kept, read_address, read_provider
from cleanclaim.exchange.wire import LINE_LOOPS, dates_of, day_of, number_of
from cleanclaim.primitives import ZERO

_ROLES = {role.code: (field, role) for field, role in LINE_ROLES.items()}
_AMBULANCE_PLACES = {"PW": ("pickup", "G"), "45": ("dropoff", "H")}
_STARTS = ("LIN", "NM1", "SVD", "LQ")


def read_line(lines: Sequence[Line]) -> ServiceLine:
    """Return the service line of one loop 2400 with everything in it."""
    kept: Kept = []
    header, blocks = cut(lines, lambda line: line.id in _STARTS)
    found = _read_header(header, kept)
    providers: dict[str, Any] = {}
    adjudications: list[LineAdjudication] = []
    ambulance: dict[str, Any] = found.pop("ambulance")
    drug: Drug | None = None
    for block in blocks:
        first = block[0]
        code = first.get(1)
        if first.id == "LIN" and drug is None:
            drug = _read_drug(block, kept)
        elif first.id == "NM1" and code in _ROLES and _ROLES[code][0] not in providers:
            field, role = _ROLES[code]
            providers[field] = read_provider(role, block, kept)
        elif first.id == "NM1" and code in _AMBULANCE_PLACES and _AMBULANCE_PLACES[code][0] not in ambulance:
            read_ambulance_place(block, ambulance, f"2420{_AMBULANCE_PLACES[code][1]}", kept)
        elif first.id == "SVD":
            adjudications.append(_read_adjudication(block, kept))
        else:
            loop = {"LIN": "2410", "NM1": "2420"}.get(first.id, "2440")
            kept += [line.kept(loop) for line in block]
    return ServiceLine(
        **found,
        drug=None if drug == Drug(qualifier="") else drug,
        providers=LineProviders(**providers),
        ambulance=ambulance_of(ambulance),
        adjudications=tuple(adjudications),
        other_segments=kept_in_order(tuple(kept), LINE_LOOPS),
    )


def _read_header(lines: Sequence[Line], kept: Kept) -> dict[str, Any]:
    found: dict[str, Any] = {"ambulance": {}, "code_qualifier": "", "unit": "UN"}
    references: list[Reference] = []
    other_dates: list[QualifiedDate] = []
    notes: list[Note] = []
    attachments: list[Attachment] = []
    fields = {"G1": "prior_authorization", "6R": "control_number", "X4": "clia", "9F": "referral_number"}
    for line in lines:
        match line.id:
            case "LX":
                continue
            case "SV1" if "charge" not in found:
                found |= _read_service(line)
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
            case "NTE":
                notes.append(Note(line.get(1), line.get(2)))
            case "PWK" if line.only(1, 2, 5, 6):
                attachments.append(read_attachment(line))
            case _:
                if not read_transport(line, found["ambulance"]):
                    kept.append(line.kept("2400"))
    found["references"] = tuple(references)
    found["other_dates"] = tuple(other_dates)
    found["notes"] = tuple(notes)
    found["attachments"] = tuple(attachments)
    return found


def _read_service(line: Line) -> dict[str, Any]:
    units = number_of(line.get(4))
    return {
        **_read_procedure(line, 1),
        "description": line.part(1, 7),
        "charge": number_of(line.get(2)),
        "units": units,
        "unit": "UN" if units is None else line.get(3),
        "place_of_service": line.get(5),
        "pointers": _read_pointers(line),
        "emergency": line.get(9) == "Y",
        "epsdt": line.get(11) == "Y",
        "family_planning": line.get(12) == "Y",
        "copay_exempt": line.get(15) == "0",
    }


def _read_pointers(line: Line) -> tuple[int, ...]:
    """Return the diagnosis pointers; ``1.00`` is read as 1, what is no whole number left out."""
    numbers = (number_of(part) for part in line.parts(7))
    return tuple(int(number) for number in numbers if number is not None and number == int(number))


def _read_procedure(line: Line, n: int) -> dict[str, Any]:
    parts = line.parts(n)
    modifiers = parts[2:6]
    while modifiers and not modifiers[-1]:
        modifiers.pop()
    return {
        "code_qualifier": parts[0] if parts else "",
        "code": parts[1] if len(parts) > 1 else "",
        "modifiers": tuple(modifiers),
    }


def read_attachment(line: Line) -> Attachment:
    """Return the attachment of a PWK segment."""
    return Attachment(line.get(1), line.get(2), line.get(6))


def read_transport(line: Line, ambulance: dict[str, Any]) -> bool:
    """Put a CR1 or CRC*07 segment into an ambulance's fields; return whether it fits there."""
    if line.id == "CR1" and "reason" not in ambulance:
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


def _read_adjudication(block: Sequence[Line], kept: Kept) -> LineAdjudication:
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
        elif line.id == "AMT" and line.get(1) == "EAF" and "remaining_patient_liability" not in found:
            found["remaining_patient_liability"] = number_of(line.get(2))
        else:
            kept.append(line.kept("2430"))
    procedure = _read_procedure(first, 3) if first.get(3) else {}
    return LineAdjudication(
        payer_id=first.get(1),
        paid=number_of(first.get(2)) or ZERO,
        **procedure,
        units=number_of(first.get(5)),
        bundled_into=first.get(6),
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
