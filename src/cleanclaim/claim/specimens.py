"""Complete, valid claims of each type to start from, with invented people.

Examples, tests and the notation change one thing at a time in these. The diagnoses are of
FY2026; the organizations, people and numbers are invented, the NPIs pass their check digit.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from cleanclaim.claim.lines import DentalLine, Diagnosis, ServiceLine, Tooth
from cleanclaim.claim.model import Claim, DentalDetails, InstitutionalDetails
from cleanclaim.claim.parties import Address, Contact, Coverage, Name, Payer, Person, Provider
from cleanclaim.primitives import NPI, one_day

SERVICE_DAY = date(2025, 11, 18)
"""The day of service of every specimen: a Tuesday in FY2026."""

RECEIVED_DAY = date(2025, 11, 21)
"""The day on which the payer gets a specimen."""

FILING_INDICATORS: Mapping[str, str] = MappingProxyType(
    {
        "medicare": "MB",
        "medicaid": "MC",
        "commercial": "CI",
        "workers_comp": "WC",
        "auto": "AM",
        "dental": "CI",
        "self_pay": "09",
    }
)
"""Payer kind to the SBR09 that a professional specimen carries (institutional Medicare: MA)."""

PATIENT = Person(
    name=Name("Quillfeather", "Rosa", "M"),
    birth_date=date(1968, 5, 17),
    sex="F",
    address=Address("41 Larkspur Lane", "", "Springfield", "IL", "62704"),
)

BILLING = Provider(
    name=Name("Cedar Hollow Family Practice", is_organization=True),
    npi=NPI.from_nine("100200300").value,
    taxonomy="207Q00000X",
    tax_id="371234560",
    address=Address("200 Cedar Hollow Road", "Suite 3", "Springfield", "IL", "627040001"),
    contact=Contact("Billing Office", (("TE", "2175550100"),)),
)

RENDERING = Provider(
    name=Name("Ashgrove", "Nolan"),
    npi=NPI.from_nine("150250350").value,
    taxonomy="207Q00000X",
)

ATTENDING = Provider(name=Name("Thornbury", "Iris"), npi=NPI.from_nine("160260360").value)


def coverage_of(kind: str, *, institutional: bool = False, sequence: str = "P") -> Coverage:
    """Return an invented coverage by a payer of that kind (the keys of ``FILING_INDICATORS``)."""
    indicator = "MA" if institutional and kind == "medicare" else FILING_INDICATORS[kind]
    names = {
        "medicare": ("Medicare Specimen Contractor", "99001"),
        "medicaid": ("Specimen State Medicaid", "99002"),
        "commercial": ("Lakeside Specimen Health", "99003"),
        "workers_comp": ("Specimen Workers Compensation Fund", "99004"),
        "auto": ("Specimen Auto Insurance", "99005"),
        "dental": ("Specimen Dental Plan", "99006"),
        "self_pay": ("Self Pay", "99007"),
    }
    name, number = names[kind]
    return Coverage(
        sequence=sequence,
        payer=Payer(name, number),
        member_id="1EG4TE5MK73" if kind == "medicare" else f"SPEC{number}0042",
        filing_indicator=indicator,
    )


def professional_specimen() -> Claim:
    """Return an office visit of an established patient for hypertension, billed to a health plan."""
    return Claim(
        patient_control_number="SPECIMEN1",
        total_charge=Decimal("125.00"),
        place_of_service="11",
        billing_provider=BILLING,
        patient=PATIENT,
        coverages=(coverage_of("commercial"),),
        diagnoses=(Diagnosis("I10", role="principal"),),
        lines=(
            ServiceLine(
                code="99213",
                charge=Decimal("125.00"),
                units=Decimal(1),
                dates=one_day(SERVICE_DAY),
                pointers=(1,),
                control_number="SPECIMEN1L1",
            ),
        ),
        rendering=RENDERING,
    )


def institutional_specimen() -> Claim:
    """Return a hospital outpatient visit (bill type 131) for hypertension."""
    return Claim(
        patient_control_number="SPECIMEN2",
        claim_type="institutional",
        total_charge=Decimal("410.00"),
        billing_provider=BILLING,
        patient=PATIENT,
        coverages=(coverage_of("commercial", institutional=True),),
        diagnoses=(Diagnosis("I10", role="principal"),),
        lines=(
            ServiceLine(
                code="99213",
                revenue_code="0510",
                charge=Decimal("410.00"),
                units=Decimal(1),
                dates=one_day(SERVICE_DAY),
                control_number="SPECIMEN2L1",
            ),
        ),
        institutional=InstitutionalDetails(
            facility_type="13",
            statement=one_day(SERVICE_DAY),
            admission_type="3",
            admission_source="1",
            patient_status="01",
            attending=ATTENDING,
        ),
    )


def dental_specimen() -> Claim:
    """Return a one-surface restoration in the office."""
    return Claim(
        patient_control_number="SPECIMEN3",
        claim_type="dental",
        total_charge=Decimal("180.00"),
        place_of_service="11",
        billing_provider=BILLING,
        patient=PATIENT,
        coverages=(coverage_of("dental"),),
        lines=(
            ServiceLine(
                code="D2140",
                code_qualifier="AD",
                charge=Decimal("180.00"),
                units=Decimal(1),
                dates=one_day(SERVICE_DAY),
                dental=DentalLine(teeth=(Tooth("14", ("O",)),)),
                control_number="SPECIMEN3L1",
            ),
        ),
        rendering=RENDERING,
        dental=DentalDetails(),
    )


def specimen(claim_type: str) -> Claim:
    """Return the specimen of a claim type: professional, institutional or dental."""
    makers = {
        "professional": professional_specimen,
        "institutional": institutional_specimen,
        "dental": dental_specimen,
    }
    return makers[claim_type]()
