"""An institutional claim in the boxes of the UB-04 (form locators)."""

from datetime import date
from decimal import Decimal

from cleanclaim.claim import Claim, CodedDate, Diagnosis, InstitutionalDetails, Provider, ServiceLine
from cleanclaim.exchange.paper.ub04_layout import LETTERS, UB_04
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
    street,
    telephone,
)

LINES = 22
TOTAL = "0001"
NEEDED = {
    "1.name": "the billing provider",
    "3a": "the patient control number",
    "4": "the bill type",
    "5": "the billing provider's tax number",
    "6.from": "the first day of the statement",
    "6.through": "the last day of the statement",
    "8b": "the patient's name",
    "10": "the patient's birth date",
    "11": "the patient's sex",
    "50A": "the payer",
    "56": "the billing provider's NPI",
    "58A": "the insured's name",
    "60A": "the member's number",
    "67": "the principal diagnosis",
}
"""Boxes that every payer asks for, and what belongs there."""


def fill_ub04(claim: Claim, on: date | None) -> FilledForm:
    """Return the claim's pages: 22 lines each, revenue code 0001 with the total on the last.

    ``on`` is the day of printing (line 23 of form locator 45).
    """
    details = claim.institutional or InstitutionalDetails()
    runs = in_pages(claim.lines, LINES)
    sheets = []
    for page, lines in enumerate(runs, start=1):
        sheet = Sheet(UB_04, page)
        _providers(sheet, claim, details)
        _patient(sheet, claim, details)
        _codes(sheet, claim, details)
        for place, line in enumerate(lines, start=1):
            _line(sheet, line, place)
        sheet.put("43.23", f"PAGE {page} OF {len(runs)}")
        sheet.put("45.23", month_day_year(on, century=False, gap=""))
        if page == len(runs):
            sheet.put("42.23", TOTAL)
            sheet.put("47.23", dollars(claim.charge))
            noncovered = [ln.noncovered for ln in claim.lines if ln.noncovered is not None]
            sheet.put("48.23", dollars(sum(noncovered, Decimal(0))) if noncovered else "")
        _payers(sheet, claim)
        _diagnoses(sheet, claim, details)
        _signs(sheet, claim, details)
        sheet.need(NEEDED)
        sheets.append(sheet)
    return filled(UB_04, sheets)


def _providers(sheet: Sheet, claim: Claim, details: InstitutionalDetails) -> None:
    for box, provider in (("1", claim.billing_provider), ("2", claim.pay_to)):
        if provider is not None:
            sheet.put(f"{box}.name", first_last(provider.name))
            sheet.put(f"{box}.street", street(provider.address))
            sheet.put(f"{box}.city", city_state_zip(provider.address))
            sheet.put(f"{box}.telephone", in_parts(telephone(provider)))
    sheet.put("3a", claim.patient_control_number)
    sheet.put("3b", claim.medical_record_number)
    if details.facility_type:
        sheet.put("4", f"0{details.facility_type}{claim.claim_frequency_code}")
    sheet.put("5", claim.billing_provider.tax_id)
    statement = details.statement or claim.service_dates
    if statement is not None:
        sheet.put("6.from", month_day_year(statement.start, century=False, gap=""))
        sheet.put("6.through", month_day_year(statement.end, century=False, gap=""))


def _patient(sheet: Sheet, claim: Claim, details: InstitutionalDetails) -> None:
    patient = claim.patient
    sheet.put("8b", last_first(patient.name))
    if patient.address is not None:
        sheet.put("9a", street(patient.address))
        sheet.put("9b", patient.address.city)
        sheet.put("9c", patient.address.state)
        sheet.put("9d", patient.address.zip_code)
        sheet.put("9e", patient.address.country)
    sheet.put("10", month_day_year(patient.birth_date, gap=""))
    sheet.put("11", patient.sex)
    sheet.put("12", month_day_year(details.admission_date, century=False, gap=""))
    sheet.put("13", details.admission_hour[:2])
    sheet.put("14", details.admission_type)
    sheet.put("15", details.admission_source)
    sheet.put("16", details.discharge_hour[:2])
    sheet.put("17", details.patient_status)
    person = claim.subscriber
    sheet.put("38.name", last_first(person.name))
    sheet.put("38.street", street(person.address))
    sheet.put("38.city", city_state_zip(person.address))


def _codes(sheet: Sheet, claim: Claim, details: InstitutionalDetails) -> None:
    """Condition, occurrence, span and value codes, row by row as the form reads."""
    for place, code in enumerate(details.conditions[:11]):
        sheet.put(str(18 + place), code)
    if claim.accident is not None:
        sheet.put("29", claim.accident.state)
    boxes = [f"{box}{side}" for side in "ab" for box in (31, 32, 33, 34)]
    for box, occurrence in zip(boxes, details.occurrences, strict=False):
        sheet.put(box, occurrence.code)
        sheet.put(f"{box}.date", _day(occurrence))
    for box, span in zip(("35a", "36a", "35b", "36b"), details.occurrence_spans, strict=False):
        sheet.put(box, span.code)
        if span.dates is not None:
            sheet.put(f"{box}.from", month_day_year(span.dates.start, century=False, gap=""))
            sheet.put(f"{box}.through", month_day_year(span.dates.end, century=False, gap=""))
    boxes = [f"{box}{side}" for side in "abcd" for box in (39, 40, 41)]
    for box, value in zip(boxes, details.values, strict=False):
        sheet.put(box, value.code)
        sheet.put(f"{box}.amount", dollars(value.amount))
    for box, codes, room in (
        ("18", list(details.conditions), 11),
        ("31", [found.code for found in details.occurrences], 8),
        ("35", [found.code for found in details.occurrence_spans], 4),
        ("39", [found.code for found in details.values], 12),
        ("74", [found.code for found in details.procedures], 6),
    ):
        if len(codes) > room:
            sheet.leave_out(
                box,
                f"Boxes {box} and following hold {room} codes: {', '.join(codes[room:])} is not on the form.",
            )


def _day(found: CodedDate) -> str:
    return month_day_year(found.dates.start, century=False, gap="") if found.dates is not None else ""


def _line(sheet: Sheet, line: ServiceLine, place: int) -> None:
    sheet.put(f"42.{place}", line.revenue_code)
    drug = line.drug
    if drug is not None:
        sheet.put(f"43.{place}", f"{drug.qualifier}{drug.ndc}{drug.unit}{number(drug.quantity)}")
    else:
        sheet.put(f"43.{place}", line.description)
    sheet.put(f"44.{place}", " ".join((line.code, *first(line.modifiers, 4))))
    if line.dates is not None:
        sheet.put(f"45.{place}", month_day_year(line.dates.start, century=False, gap=""))
    sheet.put(f"46.{place}", number(line.units))
    sheet.put(f"47.{place}", dollars(line.charge))
    sheet.put(f"48.{place}", dollars(line.noncovered))
    sheet.need({f"42.{place}": "the revenue code", f"47.{place}": "the charge"})


def _payers(sheet: Sheet, claim: Claim) -> None:
    for side, coverage in zip("ABC", claim.coverages, strict=False):
        person = insured(coverage, claim.patient)
        sheet.put(f"50{side}", coverage.payer.name)
        sheet.put(f"51{side}", coverage.payer.payer_id)
        sheet.put(f"52{side}", coverage.release_of_information)
        sheet.put(f"53{side}", coverage.assignment_of_benefits)
        if coverage.prior_payment is not None:
            sheet.put(f"54{side}", dollars(coverage.prior_payment.paid))
        sheet.put(f"58{side}", last_first(person.name))
        sheet.put(f"59{side}", coverage.relationship)
        sheet.put(f"60{side}", coverage.member_id)
        sheet.put(f"61{side}", coverage.group_name)
        sheet.put(f"62{side}", coverage.group_number)
        sheet.put(f"63{side}", coverage.prior_authorization or coverage.referral_number)
        sheet.put(f"64{side}", coverage.payer_claim_control_number)
    if len(claim.coverages) > 3:
        left = ", ".join(coverage.payer.name for coverage in claim.coverages[3:])
        sheet.leave_out("50", f"The form has room for three payers: {left} is not on it.")
    sheet.put("56", claim.billing_provider.npi)
    for side, reference in zip("ABC", claim.billing_provider.references, strict=False):
        sheet.put(f"57{side}", f"{reference.qualifier}{reference.value}")


def _diagnoses(sheet: Sheet, claim: Claim, details: InstitutionalDetails) -> None:
    numbered = claim.numbered_diagnoses
    if numbered:
        sheet.put("66", "9" if numbered[0].system == "ICD9CM" else "0")
    principal, others = numbered[:1], numbered[1:]
    for dx in principal:
        _diagnosis(sheet, "67", dx)
    for letter, dx in zip(LETTERS, others, strict=False):
        _diagnosis(sheet, f"67{letter}", dx)
    if len(others) > len(LETTERS):
        left = ", ".join(dx.code for dx in others[len(LETTERS) :])
        sheet.leave_out("67", f"The form has room for 18 diagnoses: {left} is not on it.")
    by_role = {role: [dx for dx in claim.diagnoses if dx.role == role] for role in _ROLES}
    for dx in by_role["admitting"][:1]:
        sheet.put("69", dx.code)
    for side, dx in zip("abc", by_role["reason_for_visit"], strict=False):
        sheet.put(f"70{side}", dx.code)
    sheet.put("71", details.drg)
    for side, dx in zip("abc", by_role["external_cause"], strict=False):
        _diagnosis(sheet, f"72{side}", dx)
    for name, procedure in zip(("74", "74a", "74b", "74c", "74d", "74e"), details.procedures, strict=False):
        sheet.put(name, procedure.code)
        sheet.put(f"{name}.date", _day(procedure))


_ROLES = ("admitting", "reason_for_visit", "external_cause")


def _diagnosis(sheet: Sheet, box: str, dx: Diagnosis) -> None:
    sheet.put(box, dx.code)
    sheet.put(f"{box}.poa", dx.poa)


def _signs(sheet: Sheet, claim: Claim, details: InstitutionalDetails) -> None:
    """Boxes 76 to 81: providers with their parts, remarks, the billing provider's taxonomy."""
    _provider(sheet, "76", "", details.attending)
    _provider(sheet, "77", "", details.operating)
    others = [
        (part, provider)
        for part, provider in (
            ("ZZ", details.other_operating),
            ("82", claim.rendering),
            ("DN", claim.referring),
        )
        if provider is not None
    ]
    for box, (part, provider) in zip(("78", "79"), others, strict=False):
        _provider(sheet, box, part, provider)
    words = " ".join(note.text for note in claim.notes).split()
    for place, text in enumerate(_wrapped(words, (20, 26, 26, 26)), start=1):
        sheet.put(f"80.{place}", text)
    if claim.billing_provider.taxonomy:
        sheet.put("81a.qualifier", "B3")
        sheet.put("81a", claim.billing_provider.taxonomy)


def _wrapped(words: list[str], widths: tuple[int, ...]) -> list[str]:
    """Return the words in lines of those widths; what is too much goes on the last one."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= widths[len(lines) - 1] or len(lines) == len(widths):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _provider(sheet: Sheet, box: str, part: str, provider: Provider | None) -> None:
    if provider is None:
        return
    sheet.put(f"{box}.qualifier", part)
    sheet.put(box, provider.npi)
    sheet.put(f"{box}.last", provider.name.last)
    sheet.put(f"{box}.first", provider.name.first)
    for reference in provider.references[:1]:
        sheet.put(f"{box}.other.qualifier", reference.qualifier)
        sheet.put(f"{box}.other", reference.value)
