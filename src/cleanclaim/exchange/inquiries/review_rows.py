"""Segments that a review request (278) and its answer share, written and read."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from cleanclaim.claim import QualifiedDate
from cleanclaim.exchange.inquiries.parties import Party, party_rows, read_party
from cleanclaim.exchange.inquiries.review import Delivery, ReviewDiagnosis, ReviewService
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.wire import (
    dates_of,
    dates_row,
    number_of,
    optional_number,
    procedure_text,
    read_procedure,
)
from cleanclaim.x12 import Row, composite

_KINDS = MappingProxyType({"SV1": "professional", "SV2": "institutional", "SV3": "dental"})


def diagnosis_rows(diagnoses: Sequence[ReviewDiagnosis]) -> list[Row]:
    """Return the HI segment of an event."""
    written = []
    for dx in diagnoses:
        row = dates_row("", dx.dates) if dx.dates is not None else ("", "", "", "")
        written.append(composite(dx.qualifier, dx.code, row[2], row[3]))
    return [("HI", *written)] if written else []


def read_diagnoses(line: Line) -> tuple[ReviewDiagnosis, ...]:
    """Return the diagnoses of an HI segment."""
    return tuple(
        ReviewDiagnosis(line.part(n, 2), line.part(n, 1), dates_of(line.part(n, 3), line.part(n, 4)))
        for n in range(1, len(line.elements) + 1)
        if line.get(n)
    )


def delivery_rows(delivery: Delivery | None, where: str) -> list[Row]:
    """Return the HSD segment of how much and how often."""
    if delivery is None:
        return []
    quantity = optional_number(delivery.quantity, f"{where}.quantity")
    each = optional_number(delivery.each, f"{where}.each")
    periods = optional_number(delivery.periods, f"{where}.periods")
    row: Row = ("HSD", delivery.unit, quantity, delivery.frequency, each, delivery.period, periods)
    return [row] if any(row[1:]) else []


def read_delivery(line: Line) -> Delivery:
    """Return what an HSD segment says."""
    return Delivery(
        unit=line.get(1),
        quantity=number_of(line.get(2)),
        frequency=line.get(3),
        each=number_of(line.get(4)),
        period=line.get(5),
        periods=number_of(line.get(6)),
    )


def service_rows(service: ReviewService, where: str) -> list[Row]:
    """Return the segments of a service after its HL: days, SV1 to SV3, delivery, note, providers."""
    rows: list[Row] = []
    if service.dates is not None:
        rows.append(dates_row("472", service.dates))
    procedure = procedure_text(service.code_qualifier, service.code, service.modifiers)
    charge = optional_number(service.charge, f"{where}.charge")
    units = optional_number(service.units, f"{where}.units")
    counted = (service.unit, units) if units else ()
    if service.kind == "institutional":
        rows.append(("SV2", service.revenue_code, procedure, charge, *counted))
    elif service.kind == "dental":
        rows.append(("SV3", procedure, charge, "", "", "", units))
    else:
        rows.append(("SV1", procedure, charge, *counted))
    rows += delivery_rows(service.delivery, f"{where}.delivery")
    rows += [("MSG", service.message)] if service.message else []
    return rows + [row for provider in service.providers for row in party_rows(provider)]


def read_service(line: Line) -> dict[str, Any]:
    """Return the fields of an SV1, SV2 or SV3 segment as ``ReviewService`` names them."""
    kind = _KINDS[line.id]
    at = 2 if kind == "institutional" else 1
    procedure = read_procedure(line.parts(at))
    procedure.pop("description", None)
    units = number_of(line.get(6 if kind == "dental" else at + 3))
    return {
        **procedure,
        "kind": kind,
        "revenue_code": line.get(1) if kind == "institutional" else "",
        "charge": number_of(line.get(at + 1)),
        "units": units,
        "unit": line.get(at + 2) if kind != "dental" and units is not None else "UN",
    }


def read_providers(lines: Sequence[Line]) -> tuple[list[Line], tuple[Party, ...], list[Line]]:
    """Return the segments before the first NM1, the parties named, and their segments without a field."""
    own, blocks = cut(lines, lambda line: line.id == "NM1")
    read = [read_party(block) for block in blocks]
    return own, tuple(party for party, _ in read), [line for _, rest in read for line in rest]


def dated(line: Line) -> QualifiedDate | None:
    """Return the date of a DTP segment, none when it cannot be read."""
    days = dates_of(line.get(2), line.get(3)) if line.id == "DTP" else None
    return None if days is None else QualifiedDate(line.get(1), days)
