"""A professional claim in the boxes of the CMS-1500 (02/12)."""

from collections.abc import Sequence
from datetime import date

from cleanclaim.claim import Claim, Coverage, Provider, ServiceLine
from cleanclaim.exchange.paper.cms1500_layout import CMS_1500
from cleanclaim.exchange.paper.values import (
    FilledForm,
    Sheet,
    city_state_zip,
    dollars,
    filled,
    first,
    first_last,
    in_pages,
    in_parts,
    insured,
    last_first,
    month_day_year,
    number,
    paid_before,
    street,
    telephone,
)

LINES = 6
LETTERS = "ABCDEFGHIJKL"
ON_FILE = "SIGNATURE ON FILE"
_PROGRAMS = {"MA": "medicare", "MB": "medicare", "MC": "medicaid", "CH": "tricare", "VA": "champva"}
_RELATIONSHIPS = {"18": "self", "01": "spouse", "19": "child"}

NEEDED = {
    "1a": "the member's number",
    "2": "the patient's name",
    "3": "the patient's birth date",
    "21.A": "a diagnosis",
    "25": "the billing provider's tax number",
    "28": "the total charge",
    "33.name": "the billing provider",
    "33a": "the billing provider's NPI",
}
"""Boxes that every payer asks for, and what belongs there."""


def fill_cms1500(claim: Claim, on: date | None) -> FilledForm:  # noqa: ARG001 - nothing bears the day
    """Return the claim's pages: six lines each, the total on the last, ``CONTINUED`` before."""
    runs = in_pages(claim.lines, LINES)
    sheets = []
    for page, lines in enumerate(runs, start=1):
        sheet = Sheet(CMS_1500, page)
        if len(runs) > 1:
            sheet.put("page", f"PAGE {page} OF {len(runs)}")
        _people(sheet, claim)
        _condition(sheet, claim)
        for place, line in enumerate(lines, start=1):
            _line(sheet, claim, line, place)
        _billing(sheet, claim, is_last=page == len(runs))
        sheet.need(NEEDED)
        sheets.append(sheet)
    return filled(CMS_1500, sheets)


def _program(coverage: Coverage) -> str:
    other = "group" if coverage.group_number or coverage.group_name else "other"
    return _PROGRAMS.get(coverage.filing_indicator, other)


def _people(sheet: Sheet, claim: Claim) -> None:
    """Boxes 1 to 13. Where Medicare pays first its own reading of 4, 7 and 11 holds."""
    coverage, patient = claim.coverage, claim.patient
    payer = coverage.payer
    sheet.put("payer.name", payer.name)
    if payer.address is not None:
        sheet.put("payer.line1", payer.address.line1)
        sheet.put("payer.line2", payer.address.line2)
        sheet.put("payer.city", city_state_zip(payer.address))
    sheet.check(f"1.{_program(coverage)}")
    sheet.put("1a", coverage.member_id)
    sheet.put("2", last_first(patient.name))
    sheet.put("3", month_day_year(patient.birth_date))
    sheet.check(f"3.{patient.sex}", when=patient.sex in ("M", "F"))
    if patient.address is not None:
        sheet.put("5", street(patient.address))
        sheet.put("5.city", patient.address.city)
        sheet.put("5.state", patient.address.state)
        sheet.put("5.zip", patient.address.zip_code)
    sheet.check(f"6.{_RELATIONSHIPS.get(coverage.relationship, 'other')}")
    others = [c for place, c in enumerate(claim.coverages) if place != claim.billed_coverage]
    if _program(coverage) == "medicare" and claim.billed_coverage == 0:
        sheet.put("11", "NONE")
    else:
        _insured(sheet, claim, has_another=bool(others))
    if others:
        other = others[0]
        sheet.put("9", last_first(insured(other, patient).name))
        sheet.put("9a", other.group_number or other.member_id)
        sheet.put("9d", other.group_name or other.payer.name)
    sheet.put("12", ON_FILE if coverage.release_of_information in ("Y", "I") else "")
    sheet.put("13", ON_FILE if coverage.assignment_of_benefits == "Y" else "")


def _insured(sheet: Sheet, claim: Claim, *, has_another: bool) -> None:
    coverage, person = claim.coverage, claim.subscriber
    sheet.put("4", last_first(person.name))
    if person.address is not None:
        sheet.put("7", street(person.address))
        sheet.put("7.city", person.address.city)
        sheet.put("7.state", person.address.state)
        sheet.put("7.zip", person.address.zip_code)
    sheet.put("11", coverage.group_number)
    sheet.put("11a", month_day_year(person.birth_date))
    sheet.check(f"11a.{person.sex}", when=person.sex in ("M", "F"))
    casualty = claim.patient.property_casualty_claim_number or person.property_casualty_claim_number
    if casualty:
        sheet.put("11b.qualifier", "Y4")
        sheet.put("11b", casualty)
    sheet.put("11c", coverage.group_name or coverage.payer.name)
    sheet.check("11d.yes" if has_another else "11d.no")


def _condition(sheet: Sheet, claim: Claim) -> None:
    """Boxes 10 and 14 to 23: causes, dates, who referred, diagnoses, numbers."""
    causes = claim.accident.causes if claim.accident is not None else ()
    for box, cause in (("10a", "EM"), ("10b", "AA"), ("10c", "OA")):
        sheet.check(f"{box}.yes" if cause in causes else f"{box}.no")
    if claim.accident is not None and "AA" in causes:
        sheet.put("10b.state", claim.accident.state)
    _dates(sheet, claim)
    _who_sent(sheet, claim)
    sheet.put("19", " ".join(note.text for note in claim.notes))
    bought = any(line.providers.purchased_service is not None for line in claim.lines)
    sheet.check("20.yes" if bought else "20.no")
    diagnoses = claim.numbered_diagnoses
    if diagnoses:
        sheet.put("21.indicator", "9" if diagnoses[0].system == "ICD9CM" else "0")
    for letter, dx in zip(LETTERS, diagnoses, strict=False):
        sheet.put(f"21.{letter}", dx.code)
    if len(diagnoses) > len(LETTERS):
        left = ", ".join(dx.code for dx in diagnoses[len(LETTERS) :])
        sheet.leave_out("21", f"The form has room for 12 diagnoses: {left} are not on it.")
    coverage = claim.coverage
    if claim.claim_frequency_code in ("7", "8"):
        sheet.put("22", claim.claim_frequency_code)
        sheet.put("22.original", coverage.payer_claim_control_number)
        sheet.need({"22.original": "the payer's number of the claim that is corrected or voided"})
    numbers = list(filter(None, (coverage.prior_authorization, coverage.referral_number, claim.clia)))
    sheet.put("23", numbers[0] if numbers else "")
    for left in numbers[1:]:
        sheet.leave_out("23", f"Box 23 holds one number: {left} is not on the form.")


def _dates(sheet: Sheet, claim: Claim) -> None:
    dates = claim.dates
    accident = claim.accident.on if claim.accident is not None else None
    for day, qualifier in ((dates.onset, "431"), (dates.last_menstrual_period, "484"), (accident, "431")):
        if day is not None:
            sheet.put("14", month_day_year(day))
            sheet.put("14.qualifier", qualifier)
            break
    for day, qualifier in (
        (dates.initial_treatment, "454"),
        (dates.last_seen, "304"),
        (dates.acute_manifestation, "453"),
        (accident, "439"),
        (dates.last_x_ray, "455"),
    ):
        if day is not None:
            sheet.put("15.qualifier", qualifier)
            sheet.put("15", month_day_year(day))
            break
    disability = dates.disability
    sheet.put("16.from", month_day_year(disability.start if disability else dates.last_worked))
    sheet.put("16.to", month_day_year(disability.end if disability else dates.return_to_work))
    sheet.put("18.from", month_day_year(dates.admission))
    sheet.put("18.to", month_day_year(dates.discharge))


def _who_sent(sheet: Sheet, claim: Claim) -> None:
    """Box 17: the first of the referring, ordering and supervising provider."""
    ordering = next((ln.providers.ordering for ln in claim.lines if ln.providers.ordering is not None), None)
    found: list[tuple[str, Provider]] = [
        (qualifier, provider)
        for qualifier, provider in (("DN", claim.referring), ("DK", ordering), ("DQ", claim.supervising))
        if provider is not None
    ]
    if not found:
        return
    qualifier, provider = found[0]
    sheet.put("17.qualifier", qualifier)
    sheet.put("17", first_last(provider.name))
    sheet.put("17b", provider.npi)
    for reference in provider.references[:1]:
        sheet.put("17a.qualifier", reference.qualifier)
        sheet.put("17a", reference.value)
    for _, other in found[1:]:
        sheet.leave_out(
            "17", f"Box 17 holds one provider: the one with NPI {other.npi or 'missing'} is not on it."
        )


def _line(sheet: Sheet, claim: Claim, line: ServiceLine, place: int) -> None:
    sheet.put(f"24.{place}.supplement", _supplement(line))
    if line.dates is not None:
        days = (line.dates.start, line.dates.end)
        sheet.put(f"24A.{place}", " ".join(month_day_year(day, century=False) for day in days))
    sheet.put(f"24B.{place}", line.place_of_service or claim.place_of_service)
    sheet.put(f"24C.{place}", "Y" if line.emergency else "")
    sheet.put(f"24D.{place}", line.code)
    sheet.put(f"24D.{place}.modifiers", " ".join(first(line.modifiers, 4)))
    sheet.put(f"24E.{place}", "".join(_letters(line.pointers)))
    sheet.put(f"24F.{place}", dollars(line.charge))
    sheet.put(f"24G.{place}", number(line.units))
    sheet.put(f"24H.{place}", "Y" if line.epsdt or line.family_planning else "")
    rendering = line.providers.rendering or claim.rendering
    if rendering is not None:
        sheet.put(f"24J.{place}", rendering.npi)
        for reference in rendering.references[:1]:
            sheet.put(f"24I.{place}", reference.qualifier)
            sheet.put(f"24J.{place}.other", reference.value)
    _leave_out(sheet, line, place)
    sheet.need(
        {
            f"24A.{place}": "the day of service",
            f"24B.{place}": "the place of service",
            f"24D.{place}": "the service's code",
            f"24E.{place}": "the diagnoses that the service is for",
            f"24F.{place}": "the charge",
            f"24G.{place}": "days or units",
        }
    )


def _leave_out(sheet: Sheet, line: ServiceLine, place: int) -> None:
    if len(line.modifiers) > 4:
        left = ", ".join(line.modifiers[4:])
        sheet.leave_out(f"24D.{place}", f"A line has room for four modifiers: {left} is not on the form.")
    lost = [str(pointer) for pointer in line.pointers[4:]]
    lost += [str(pointer) for pointer in line.pointers[:4] if not 1 <= pointer <= len(LETTERS)]
    if lost:
        sheet.leave_out(
            f"24E.{place}",
            f"A line points at up to four of twelve diagnoses: number {', '.join(lost)} is not on the form.",
        )


def _letters(pointers: Sequence[int]) -> list[str]:
    return [LETTERS[pointer - 1] for pointer in pointers[:4] if 1 <= pointer <= len(LETTERS)]


def _supplement(line: ServiceLine) -> str:
    """Return the shaded half of a line: the drug, or the notes."""
    if line.drug is not None:
        drug = line.drug
        quantity = f"{drug.unit}{number(drug.quantity)}" if drug.quantity is not None else ""
        return " ".join(filter(None, (f"{drug.qualifier}{drug.ndc}", quantity)))
    return " ".join(note.text for note in line.notes) or (
        line.description if line.code_qualifier == "HC" else ""
    )


def _billing(sheet: Sheet, claim: Claim, *, is_last: bool) -> None:
    """Boxes 25 to 33."""
    provider = claim.billing_provider
    sheet.put("25", provider.tax_id)
    sheet.check("25.SSN" if provider.tax_id_kind == "SY" else "25.EIN", when=bool(provider.tax_id))
    sheet.put("26", claim.patient_control_number)
    sheet.check("27.yes" if claim.assignment in ("A", "B") else "27.no")
    sheet.put("28", dollars(claim.charge) if is_last else "CONTINUED")
    if is_last:
        sheet.put("29", dollars(paid_before(claim.coverages, claim.patient_paid)))
    sheet.put("31", ON_FILE if claim.provider_signature == "Y" else "")
    if claim.facility is not None:
        facility = claim.facility
        sheet.put("32.name", first_last(facility.name))
        sheet.put("32.street", street(facility.address))
        sheet.put("32.city", city_state_zip(facility.address))
        sheet.put("32a", facility.npi)
        for reference in facility.references[:1]:
            sheet.put("32b", f"{reference.qualifier}{reference.value}")
    sheet.put("33.telephone", in_parts(telephone(provider)))
    sheet.put("33.name", first_last(provider.name))
    sheet.put("33.street", street(provider.address))
    sheet.put("33.city", city_state_zip(provider.address))
    sheet.put("33a", provider.npi)
    for reference in provider.references[:1]:
        sheet.put("33b", f"{reference.qualifier}{reference.value}")
