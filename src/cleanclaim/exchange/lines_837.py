"""Service lines as loops 2400 to 2430 of an 837."""

from collections.abc import Sequence

from cleanclaim.claim import Adjustment, Ambulance, Attachment, Drug, LineAdjudication, Name, ServiceLine
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.forms import DENTAL, INSTITUTIONAL, PROFESSIONAL, Form
from cleanclaim.exchange.parties_837 import address_rows, name_row, provider_rows
from cleanclaim.exchange.wire import (
    dates_row,
    day_row,
    in_order,
    number_text,
    optional_number,
    optional_reference,
    other_rows,
    procedure_text,
    reference_rows,
)
from cleanclaim.x12 import Row, composite


def adjustment_rows(adjustments: Sequence[Adjustment], where: str) -> list[Row]:
    """Return CAS segments: one per group code in order of first appearance, six reasons each."""
    rows: list[Row] = []
    for group in dict.fromkeys(adjustment.group_code for adjustment in adjustments):
        members = [adjustment for adjustment in adjustments if adjustment.group_code == group]
        for at in range(0, len(members), 6):
            elements = ["CAS", group]
            for adjustment in members[at : at + 6]:
                elements += [
                    adjustment.carc,
                    number_text(adjustment.amount, where),
                    optional_number(adjustment.quantity, where),
                ]
            rows.append(tuple(elements))
    return rows


def attachment_rows(attachments: Sequence[Attachment]) -> list[Row]:
    """Return PWK segments; the control number has the qualifier AC."""
    return [
        (
            *("PWK", a.report_type, a.transmission, "", ""),
            *(("AC", a.control_number) if a.control_number else ()),
        )
        for a in attachments
    ]


def ambulance_rows(ambulance: Ambulance | None, where: str) -> list[Row]:
    """Return CR1 and the CRC segments (category 07, answered Y, five conditions each)."""
    if ambulance is None:
        return []
    weight = optional_number(ambulance.weight_pounds, f"{where}.weight_pounds")
    miles = optional_number(ambulance.miles, f"{where}.miles")
    transport: Row = (
        *("CR1", "LB" if weight else "", weight, "", ambulance.reason),
        *("DH" if miles else "", miles, "", ""),
        *(ambulance.round_trip_purpose, ambulance.stretcher_purpose),
    )
    rows = [transport] if any(transport[1:]) else []
    for at in range(0, len(ambulance.conditions), 5):
        rows.append(("CRC", "07", "Y", *ambulance.conditions[at : at + 5]))
    return rows


def ambulance_place_rows(ambulance: Ambulance | None) -> list[Row]:
    """Return the pick-up and drop-off loops (2310E/F of a claim, 2420G/H of a line)."""
    if ambulance is None:
        return []
    rows: list[Row] = []
    if ambulance.pickup is not None:
        rows += [name_row("PW", Name(is_organization=True)), *address_rows(ambulance.pickup)]
    if ambulance.dropoff is not None or ambulance.dropoff_name:
        name = Name(last=ambulance.dropoff_name, is_organization=True)
        rows += [name_row("45", name), *address_rows(ambulance.dropoff)]
    return rows


def line_rows(
    line: ServiceLine, position: int, control_number: str, where: str, form: Form = PROFESSIONAL
) -> list[Row]:
    """Return a line's loop 2400 with everything in it; ``position`` counts from 1."""
    header: list[Row] = [("LX", str(position)), *_service_rows(line, where, form)]
    header += attachment_rows(line.attachments)
    header += ambulance_rows(line.ambulance, f"{where}.ambulance")
    if line.dates is not None:
        header.append(dates_row("472", line.dates))
    header += [dates_row(item.qualifier, item.dates) for item in line.other_dates]
    header += optional_reference("G1", line.prior_authorization)
    header += optional_reference("6R", control_number)
    header += optional_reference("X4", line.clia)
    header += optional_reference("9F", line.referral_number)
    header += reference_rows(line.references)
    header += [("NTE", note.qualifier, note.text) for note in line.notes]
    kept = line.other_segments
    rows = in_order(header + other_rows(kept, "2400"), form.line_order)
    rows += _drug_rows(line.drug, f"{where}.drug") + other_rows(kept, "2410")
    for field, role in form.line_roles.items():
        rows += provider_rows(role, getattr(line.providers, field)) + other_rows(kept, role.loop)
    rows += ambulance_place_rows(line.ambulance)
    for loop in ("2420G", "2420H", "2420"):
        rows += other_rows(kept, loop)
    for number, adjudication in enumerate(line.adjudications):
        rows += _adjudication_rows(adjudication, f"{where}.adjudications[{number}]")
    return rows + other_rows(kept, "2430") + other_rows(kept, "2440")


def _service_rows(line: ServiceLine, where: str, form: Form) -> list[Row]:
    """Return SV1, SV2 or SV3, the last with the segments of the teeth."""
    if form is INSTITUTIONAL:
        return institutional.service_rows(line, where)
    if form is DENTAL:
        return dental.service_rows(line, where)
    return [_service_row(line, where)]


def _service_row(line: ServiceLine, where: str) -> Row:
    modifiers = (*line.modifiers, *[""] * (4 - len(line.modifiers)))
    units = optional_number(line.units, f"{where}.units")
    return (
        "SV1",
        composite(line.code_qualifier, line.code, *modifiers, line.description),
        optional_number(line.charge, f"{where}.charge"),
        line.unit if units else "",
        units,
        line.place_of_service,
        "",
        composite(*(str(pointer) for pointer in line.pointers)),
        "",
        "Y" if line.emergency else "",
        "",
        "Y" if line.epsdt else "",
        "Y" if line.family_planning else "",
        "",
        "",
        "0" if line.copay_exempt else "",
    )


def _drug_rows(drug: Drug | None, where: str) -> list[Row]:
    if drug is None:
        return []
    quantity = optional_number(drug.quantity, f"{where}.quantity")
    rows: list[Row] = [
        ("LIN", "", drug.qualifier, drug.ndc),
        ("CTP", "", "", "", quantity, composite(drug.unit)),
    ]
    rows += optional_reference("XZ", drug.prescription_number)
    rows += optional_reference("VY", drug.link_number)
    return [row for row in rows if any(row[1:])]


def _adjudication_rows(adjudication: LineAdjudication, where: str) -> list[Row]:
    rows: list[Row] = [
        (
            "SVD",
            adjudication.payer_id,
            number_text(adjudication.paid, f"{where}.paid"),
            procedure_text(
                adjudication.code_qualifier,
                adjudication.code,
                adjudication.modifiers,
                adjudication.description,
            ),
            adjudication.revenue_code,
            optional_number(adjudication.units, f"{where}.units"),
            adjudication.bundled_into,
        )
    ]
    rows += adjustment_rows(adjudication.adjustments, f"{where}.adjustments")
    rows += day_row("573", adjudication.adjudicated_on)
    liability = adjudication.remaining_patient_liability
    if liability is not None:
        rows.append(("AMT", "EAF", number_text(liability, f"{where}.remaining_patient_liability")))
    return rows
