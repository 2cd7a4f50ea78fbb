"""A dental claim in the boxes of the ADA form (2019 and later)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cleanclaim.claim import (
    Address,
    Claim,
    Coverage,
    DentalDetails,
    DentalLine,
    Person,
    Provider,
    ServiceLine,
    Tooth,
)
from cleanclaim.exchange.paper.ada_layout import ADA
from cleanclaim.exchange.paper.values import (
    FilledForm,
    Sheet,
    city_state_zip,
    dollars,
    filled,
    first_last,
    in_pages,
    in_parts,
    insured,
    last_first,
    month_day_year,
    number,
    street,
    telephone,
)
from cleanclaim.primitives import ZERO, DateRange

LINES = 10
LETTERS = "ABCD"
ON_FILE = "SIGNATURE ON FILE"
TOOTH_SYSTEM = "JP"
"""The universal numbering of teeth (1–32, A–T), as the 837D has it."""
_RELATIONSHIPS = {"18": "self", "01": "spouse", "19": "dependent"}
NEEDED = {
    "3.name": "the payer",
    "12.name": "the policyholder's name",
    "15": "the member's number",
    "20.name": "the patient's name",
    "21": "the patient's birth date",
    "38": "the place of service",
    "48.name": "the billing dentist",
    "49": "the billing dentist's NPI",
    "51": "the billing dentist's tax number",
}
"""Boxes that every payer asks for, and what belongs there."""


def fill_ada(claim: Claim, on: date | None) -> FilledForm:  # noqa: ARG001 - nothing bears the day
    """Return the claim's pages, ten lines each; every page is a complete form with its own total."""
    details = claim.dental or DentalDetails()
    sheets = []
    for page, lines in enumerate(in_pages(claim.lines, LINES), start=1):
        sheet = Sheet(ADA, page)
        _payers(sheet, claim, details)
        _people(sheet, claim)
        _lines(sheet, claim, details, lines)
        _treatment(sheet, claim, details)
        _dentists(sheet, claim)
        sheet.need(NEEDED)
        if not details.predetermination:
            sheet.need({f"24.{place}": "the day of service" for place in range(1, len(lines) + 1)})
        sheets.append(sheet)
    return filled(ADA, sheets)


def _payers(sheet: Sheet, claim: Claim, details: DentalDetails) -> None:
    coverage = claim.coverage
    sheet.check("1.predetermination" if details.predetermination else "1.statement")
    sheet.put("2", details.predetermination_number or coverage.prior_authorization)
    _address(sheet, "3", coverage.payer.name, coverage.payer.address)
    sheet.put("3a", coverage.payer.payer_id)
    others = [c for place, c in enumerate(claim.coverages) if place != claim.billed_coverage]
    if others:
        _other_coverage(sheet, others[0], claim.patient)
    if len(others) > 1:
        left = ", ".join(other.payer.name for other in others[1:])
        sheet.leave_out("5", f"The form has room for one other coverage: {left} is not on it.")


def _other_coverage(sheet: Sheet, other: Coverage, patient: Person) -> None:
    person = insured(other, patient)
    sheet.check("4.dental")
    sheet.put("5", last_first(person.name))
    sheet.put("6", month_day_year(person.birth_date, gap="/"))
    sheet.check(f"7.{person.sex}", when=person.sex in ("M", "F"))
    sheet.put("8", other.member_id)
    sheet.put("9", other.group_number)
    sheet.check(f"10.{_RELATIONSHIPS.get(other.relationship, 'other')}")
    _address(sheet, "11", other.payer.name, other.payer.address)
    sheet.put("11a", other.payer.payer_id)


def _address(sheet: Sheet, box: str, name: str, address: Address | None) -> None:
    sheet.put(f"{box}.name", name)
    if address is not None:
        sheet.put(f"{box}.street", street(address))
        sheet.put(f"{box}.city", address.city)
        sheet.put(f"{box}.state", address.state)
        sheet.put(f"{box}.zip", address.zip_code)


def _people(sheet: Sheet, claim: Claim) -> None:
    coverage, holder, patient = claim.coverage, claim.subscriber, claim.patient
    _address(sheet, "12", last_first(holder.name), holder.address)
    sheet.put("13", month_day_year(holder.birth_date, gap="/"))
    sheet.check(f"14.{holder.sex}", when=holder.sex in ("M", "F", "U"))
    sheet.put("15", coverage.member_id)
    sheet.put("16", coverage.group_number)
    sheet.put("17", coverage.group_name)
    sheet.check(f"18.{_RELATIONSHIPS.get(coverage.relationship, 'other')}")
    _address(sheet, "20", last_first(patient.name), patient.address)
    sheet.put("21", month_day_year(patient.birth_date, gap="/"))
    sheet.check(f"22.{patient.sex}", when=patient.sex in ("M", "F", "U"))
    sheet.put("23", claim.patient_control_number)


def _lines(sheet: Sheet, claim: Claim, details: DentalDetails, lines: Sequence[ServiceLine]) -> None:
    for place, line in enumerate(lines, start=1):
        _line(sheet, line, line.dates or details.service, place)
    sheet.put("32", dollars(sum((line.charge or ZERO for line in lines), ZERO)))
    diagnoses = claim.numbered_diagnoses
    if diagnoses:
        sheet.put("34", "AB")
    for letter, dx in zip(LETTERS, diagnoses, strict=False):
        sheet.put(f"34a.{letter}", dx.code)
    if len(diagnoses) > len(LETTERS):
        left = ", ".join(dx.code for dx in diagnoses[len(LETTERS) :])
        sheet.leave_out("34a", f"The form has room for four diagnoses: {left} is not on it.")
    for tooth in details.missing_teeth:
        box = f"33.{tooth.number.lstrip('0')}"
        if box in ADA.places:
            sheet.check(box)
        else:
            sheet.leave_out("33", f"The chart of missing teeth has no tooth {tooth.number}.")


def _line(sheet: Sheet, line: ServiceLine, dates: DateRange | None, place: int) -> None:
    dental = line.dental or DentalLine()
    if dates is not None:
        sheet.put(f"24.{place}", month_day_year(dates.start, gap="/"))
    sheet.put(f"25.{place}", " ".join(dental.oral_cavity))
    if dental.teeth:
        sheet.put(f"26.{place}", TOOTH_SYSTEM)
        sheet.put(f"27.{place}", _teeth(dental.teeth))
        sheet.put(f"28.{place}", " ".join("".join(tooth.surfaces) for tooth in dental.teeth))
    sheet.put(f"29.{place}", line.code)
    sheet.put(f"29a.{place}", "".join(LETTERS[p - 1] for p in line.pointers if 1 <= p <= len(LETTERS)))
    sheet.put(f"29b.{place}", number(line.units))
    sheet.put(f"30.{place}", line.description)
    sheet.put(f"31.{place}", dollars(line.charge))
    sheet.need({f"29.{place}": "the service's code", f"31.{place}": "the fee"})


def _teeth(teeth: Sequence[Tooth]) -> str:
    return ",".join(tooth.number for tooth in teeth)


def _treatment(sheet: Sheet, claim: Claim, details: DentalDetails) -> None:
    """Boxes 35 to 47."""
    coverage = claim.coverage
    sheet.put("35", " ".join(note.text for note in claim.notes))
    sheet.put("36", ON_FILE if coverage.release_of_information in ("Y", "I") else "")
    sheet.put("37", ON_FILE if coverage.assignment_of_benefits == "Y" else "")
    sheet.put("38", claim.place_of_service)
    attached = claim.attachments or any(line.attachments for line in claim.lines)
    sheet.put("39", "Y" if attached else "N")
    sheet.check("40.yes" if details.orthodontic_treatment else "40.no")
    sheet.put("41", month_day_year(details.appliance_placed, gap="/"))
    months = details.orthodontic_months_remaining
    sheet.put("42", number(months if months is not None else details.orthodontic_months_total))
    replaced = next((ln for ln in claim.lines if ln.dental is not None and ln.dental.prosthesis == "R"), None)
    first_placed = any(ln.dental is not None and ln.dental.prosthesis == "I" for ln in claim.lines)
    sheet.check("43.yes", when=replaced is not None)
    sheet.check("43.no", when=replaced is None and first_placed)
    if replaced is not None and replaced.dental is not None:
        sheet.put("44", month_day_year(replaced.dental.prior_placement, gap="/"))
    accident = claim.accident
    if accident is not None:
        for cause, box in (("EM", "45.work"), ("AA", "45.auto"), ("OA", "45.other")):
            sheet.check(box, when=cause in accident.causes)
        sheet.put("46", month_day_year(accident.on, gap="/"))
        sheet.put("47", accident.state)
    if claim.patient_paid not in (None, Decimal(0)):
        sheet.leave_out(
            "35", f"The form has no box for what the patient paid ({dollars(claim.patient_paid)})."
        )


def _dentists(sheet: Sheet, claim: Claim) -> None:
    billing = claim.billing_provider
    treating = claim.rendering or billing
    sheet.put("48.name", first_last(billing.name))
    sheet.put("48.street", street(billing.address))
    sheet.put("48.city", city_state_zip(billing.address))
    sheet.put("49", billing.npi)
    sheet.put("50", _reference(billing, "0B"))
    sheet.put("51", billing.tax_id)
    sheet.put("52", in_parts(telephone(billing)))
    sheet.put("52a", _reference(billing, "G2"))
    sheet.put("53", ON_FILE if claim.provider_signature == "Y" else "")
    sheet.put("54", treating.npi)
    sheet.put("55", _reference(treating, "0B"))
    where = claim.facility or treating
    address = where.address or billing.address
    if address is not None:
        sheet.put("56.street", street(address))
        sheet.put("56.city", address.city)
        sheet.put("56.state", address.state)
        sheet.put("56.zip", address.zip_code)
    sheet.put("56a", treating.taxonomy)
    sheet.put("57", in_parts(telephone(treating) or telephone(billing)))
    sheet.put("58", _reference(treating, "G2"))


def _reference(provider: Provider, qualifier: str) -> str:
    return next((ref.value for ref in provider.references if ref.qualifier == qualifier), "")
