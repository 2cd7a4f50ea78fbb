"""What only dental claims say: segments of the 837D into fields and back."""

from types import MappingProxyType
from typing import Any

import msgspec

from cleanclaim.claim import (
    Claim,
    DentalDetails,
    DentalLine,
    QualifiedDate,
    Reference,
    ServiceLine,
    Tooth,
)
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.tidy import take, without_trailing_blanks
from cleanclaim.exchange.wire import (
    dates_of,
    dates_row,
    day_of,
    day_row,
    number_of,
    optional_number,
    optional_reference,
    pointers_of,
    procedure_text,
    read_procedure,
)
from cleanclaim.x12 import Row, composite

_replace = msgspec.structs.replace

PREDETERMINATION = "PB"
"""CLM19 of a claim that only asks what would be paid."""

_TOOTH_STATUS = MappingProxyType({"M": "missing_teeth", "E": "teeth_to_extract", "I": "impacted_teeth"})
"""DN202 to the field that lists such teeth."""


def date_rows(details: DentalDetails) -> list[Row]:
    """Return the DTP segments of appliance placement and of the days of service."""
    rows = day_row("452", details.appliance_placed)
    if details.service is not None:
        rows.append(dates_row("472", details.service))
    return rows


def header_rows(details: DentalDetails, where: str) -> list[Row]:
    """Return DN1, the DN2 segments and the predetermination number."""
    place = f"{where}.dental"
    rows: list[Row] = [
        (
            "DN1",
            optional_number(details.orthodontic_months_total, f"{place}.orthodontic_months_total"),
            optional_number(details.orthodontic_months_remaining, f"{place}.orthodontic_months_remaining"),
            "",
            "Y" if details.orthodontic_treatment else "",
        )
    ]
    rows += [_tooth_row(tooth.number, "M") for tooth in details.missing_teeth]
    rows += [_tooth_row(number, "E") for number in details.teeth_to_extract]
    rows += [_tooth_row(number, "I") for number in details.impacted_teeth]
    rows += optional_reference("G3", details.predetermination_number)
    return [row for row in rows if any(row[1:])]


def _tooth_row(number: str, status: str) -> Row:
    """Return a DN2 segment; DN206 says that teeth are numbered as dentists here do it."""
    return ("DN2", number, status, "", "", "", "JP")


def service_rows(line: ServiceLine, where: str) -> list[Row]:
    """Return the SV3 and TOO segments of a line, and the day of the prior placement."""
    details = line.dental or DentalLine()
    rows: list[Row] = [
        (
            "SV3",
            procedure_text(line.code_qualifier, line.code, line.modifiers, line.description),
            optional_number(line.charge, f"{where}.charge"),
            line.place_of_service,
            composite(*details.oral_cavity),
            details.prosthesis,
            optional_number(line.units, f"{where}.units"),
            *[""] * 4,
            composite(*(str(pointer) for pointer in line.pointers)),
        )
    ]
    rows += [("TOO", "JP", tooth.number, composite(*tooth.surfaces)) for tooth in details.teeth]
    return rows + day_row("441", details.prior_placement)


# --- Reading -------------------------------------------------------------------------------------


def read_header(line: Line, found: dict[str, Any]) -> bool:
    """Put a segment of loop 2300 into the details' fields; return whether it fits there."""
    match line.id:
        case "DN1" if "orthodontic_treatment" not in found:
            months = [number_of(line.get(n)) for n in (1, 2)]
            unread = any(line.get(n) and months[n - 1] is None for n in (1, 2))
            if unread or not line.only(1, 2, 3, 4) or {line.get(3), line.get(4)} - {"", "Y"}:
                return False
            found |= {
                "orthodontic_months_total": months[0],
                "orthodontic_months_remaining": months[1],
                "orthodontic_treatment": "Y" in (line.get(3), line.get(4)),
            }
        case "DN2" if line.get(2) in _TOOTH_STATUS and line.only(1, 2, 6):
            field = _TOOTH_STATUS[line.get(2)]
            tooth = Tooth(line.get(1)) if field == "missing_teeth" else line.get(1)
            found[field] = (*found.get(field, ()), tooth)
        case "DTP" if line.get(1) == "452" and "appliance_placed" not in found and line.get(2) == "D8":
            day = day_of(line.get(3))
            if day is None:
                return False
            found["appliance_placed"] = day
        case "DTP" if line.get(1) == "472" and "service" not in found:
            days = dates_of(line.get(2), line.get(3))
            if days is None:
                return False
            found["service"] = days
        case _:
            return False
    return True


def read_service(line: Line) -> dict[str, Any]:
    """Return the fields of an SV3 segment; those of the teeth stand under ``dental``."""
    return {
        **read_procedure(line.parts(1)),
        "charge": number_of(line.get(2)),
        "place_of_service": line.get(3),
        "units": number_of(line.get(6)),
        "pointers": pointers_of(line.parts(11)),
        "dental": {
            "oral_cavity": without_trailing_blanks(tuple(line.parts(4))),
            "prosthesis": line.get(5),
        },
    }


def read_line_header(line: Line, found: dict[str, Any]) -> bool:
    """Put a TOO or DTP 441 segment into a line's dental fields; return whether it fits there."""
    details = found.setdefault("dental", {})
    if line.id == "TOO" and line.get(1) == "JP" and line.only(1, 2, 3):
        tooth = Tooth(line.get(2), without_trailing_blanks(tuple(line.parts(3))))
        details["teeth"] = (*details.get("teeth", ()), tooth)
        return True
    if line.id == "DTP" and line.get(1) == "441" and line.get(2) == "D8" and "prior_placement" not in details:
        day = day_of(line.get(3))
        if day is not None:
            details["prior_placement"] = day
            return True
    return False


def line_of(found: dict[str, Any]) -> DentalLine | None:
    """Return the dental details of a line, none when they say nothing."""
    return canonical_line(DentalLine(**found))


def canonical_line(details: DentalLine | None) -> DentalLine | None:
    """Return a line's dental details as they will be read back."""
    if details is None:
        return None
    found = _replace(
        details,
        teeth=tuple(_replace(t, surfaces=without_trailing_blanks(t.surfaces)) for t in details.teeth),
        oral_cavity=without_trailing_blanks(details.oral_cavity),
    )
    return None if found == DentalLine() else found


def canonical_details(
    claim: Claim, other_dates: tuple[QualifiedDate, ...], references: tuple[Reference, ...]
) -> tuple[DentalDetails, tuple[QualifiedDate, ...], tuple[Reference, ...]]:
    """Return the details as they will be read back, and the dates and identifiers without a field."""
    details = claim.dental or DentalDetails()
    appliance, service = details.appliance_placed, details.service
    rest: list[QualifiedDate] = []
    for item in other_dates:
        if item.qualifier == "472" and service is None:
            service = item.dates
        elif item.qualifier == "452" and appliance is None and item.dates.start == item.dates.end:
            appliance = item.dates.start
        else:
            rest.append(item)
    number = details.predetermination_number
    if not number:
        number, references = take(references, "G3")
    found = _replace(details, appliance_placed=appliance, service=service, predetermination_number=number)
    return found, tuple(rest), references


def canonical_line_dates(
    details: DentalLine | None, other_dates: tuple[QualifiedDate, ...]
) -> tuple[DentalLine | None, tuple[QualifiedDate, ...]]:
    """Return a line's dental details with the day of prior placement that stood among other dates."""
    if details is None or details.prior_placement is None:
        for index, item in enumerate(other_dates):
            if item.qualifier == "441" and item.dates.start == item.dates.end:
                found = _replace(details or DentalLine(), prior_placement=item.dates.start)
                return found, (*other_dates[:index], *other_dates[index + 1 :])
    return details, other_dates
