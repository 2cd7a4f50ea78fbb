"""What is sent in these tests: right claims to the built-in payers, by scenario.

Everybody and everything is invented. ``SENDINGS`` maps a scenario's name to what is sent before
and what is sent then; all of it must be accepted and paid as long as the writer is right.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

import msgspec

from cleanclaim.claim import (
    Accident,
    Address,
    Adjustment,
    Claim,
    ClaimDates,
    Contact,
    Coverage,
    Diagnosis,
    Drug,
    LineAdjudication,
    Name,
    Payer,
    Person,
    PriorPayment,
    Provider,
    ServiceLine,
)
from cleanclaim.exchange import Submission
from cleanclaim.parameters import NotKnown, demo_member_id, payer_terms, shipped_parameters
from cleanclaim.primitives import NPI, one_day

SENT = datetime(2025, 12, 15, 9, 30)  # noqa: DTZ001 - an interchange's time has no zone
IN_JANUARY = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001
DAY = date(2025, 12, 1)
TODAY = SENT.date()
_replace = msgspec.structs.replace


class Sending(msgspec.Struct, frozen=True):
    """Claims that are sent in one file, after ``earlier`` files that the payer has accepted.

    ``replaces`` says which claim of the earlier ones (from 0) each claim replaces, if any; ``at``
    is when the claims are sent.
    """

    claims: tuple[Claim, ...]
    earlier: tuple[tuple[Claim, ...], ...] = ()
    replaces: tuple[int, ...] = ()
    at: datetime = SENT


CEDAR = Provider(
    name=Name("Cedar Lane Family Medicine", is_organization=True),
    npi=NPI.from_nine("145738291").value,
    taxonomy="207Q00000X",
    tax_id="061234567",
    address=Address("12 Cedar Lane", "", "Columbus", "OH", "432150012"),
    contact=Contact("Billing Office", (("TE", "6145550100"),)),
)
JUNIPER = Provider(
    name=Name("Juniper Clinic", is_organization=True),
    npi=NPI.from_nine("123123123").value,
    taxonomy="207R00000X",
    tax_id="319876543",
    address=Address("8 Juniper Road", "", "Dayton", "OH", "454020008"),
)
ADEYEMI = Provider(
    name=Name("Adeyemi", "Folake"), npi=NPI.from_nine("198273645").value, taxonomy="207Q00000X"
)
BRANDT = Provider(name=Name("Brandt", "Tomas"), npi=NPI.from_nine("127584936").value)
HOSPITAL = Provider(
    name=Name("Mercy Harbor Hospital", is_organization=True),
    npi=NPI.from_nine("166166166").value,
    address=Address("1 Harbor Square", "", "Columbus", "OH", "432150001"),
)
OKAFOR = Person(
    Name("Okafor", "Adaeze"), date(1967, 3, 11), "F", Address("4 Mill Street", "", "Columbus", "OH", "43215")
)
TANAKA = Person(
    Name("Tanaka", "Kenji"), date(1976, 7, 4), "M", Address("310 Oak Street", "", "Columbus", "OH", "43206")
)
HALVORSEN = Person(
    Name("Halvorsen", "Ingrid"),
    date(1951, 8, 17),
    "F",
    Address("22 Birch Court", "", "Westerville", "OH", "43081"),
)
_ELM = Address("90 Elm Avenue", "", "Columbus", "OH", "43214")
MAJA = Person(Name("Lindqvist", "Maja"), date(1988, 9, 30), "F", _ELM)
ELIAS = Person(Name("Lindqvist", "Elias"), date(2016, 5, 2), "M", _ELM)


def coverage(payer_id: str, number: int) -> Coverage:
    """Return the coverage of a member of the payer's first plan."""
    terms = payer_terms(shipped_parameters(), payer_id, DAY)
    assert not isinstance(terms, NotKnown)
    return Coverage(
        payer=Payer(terms.name, terms.payer_id, address=Address(*terms.address[:1], "", *terms.address[1:])),
        member_id=demo_member_id(terms.plans[0], number),
        group_number="NW100" if payer_id == "DEMONWH" else "",
        filing_indicator=terms.filing_indicator,
    )


def line(code: str, charge: str, *pointers: int, units: int = 1, modifiers: str = "") -> ServiceLine:
    """Return a service line on ``DAY``; modifiers are parted by blanks."""
    return ServiceLine(
        code=code,
        charge=Decimal(charge),
        units=Decimal(units),
        modifiers=tuple(modifiers.split()),
        pointers=pointers or (1,),
        dates=one_day(DAY),
    )


def claim(number: str, coverage: Coverage, patient: Person, codes: str, *lines: ServiceLine) -> Claim:
    """Return a claim of Cedar Lane for lines in its office; diagnoses are parted by blanks."""
    return Claim(
        patient_control_number=number,
        place_of_service="11",
        billing_provider=CEDAR,
        rendering=ADEYEMI,
        referring=BRANDT,
        patient=patient,
        coverages=(coverage,),
        diagnoses=tuple(
            Diagnosis(code, role="other" if n else "principal") for n, code in enumerate(codes.split())
        ),
        lines=lines,
        medical_record_number=f"MR{number}",
    )


def on(claim: Claim, day: date) -> Claim:
    """Return the claim with all its services on another day."""
    return _replace(claim, lines=tuple(_replace(line, dates=one_day(day)) for line in claim.lines))


NORTHWIND = coverage("DEMONWH", 2001)
SUMMIT = coverage("DEMOSUM", 2004)
_CHILDS = _replace(coverage("DEMOSUM", 2002), relationship="19", subscriber=MAJA)

VISIT = claim(
    *("E1001", NORTHWIND, OKAFOR, "I10 E119 M1711 E785 K219"),
    line("99213", "150.25", 1, 2, modifiers="25"),
    line("20610", "180.50", 3, modifiers="RT"),
    line("97110", "90.30", 3, 5, units=2, modifiers="GP 59"),
)
WAIVED_TEST = _replace(
    claim("E1011", NORTHWIND, OKAFOR, "E119", line("83036", "25.00", modifiers="QW")), clia="36D1234567"
)
CHILD = claim("E1002", _CHILDS, ELIAS, "J0190", line("99213", "150.00"), line("87880", "30.00"))
PLAIN = claim("E1004", SUMMIT, TANAKA, "I10", line("99214", "200.00"), line("93000", "45.00"))
ELSEWHERE = _replace(
    claim("E1005", coverage("DEMOSUM", 2005), HALVORSEN, "E119", line("99213", "140.00")),
    billing_provider=JUNIPER,
)
MEDICARE = claim("E1006", coverage("DEMOMCR", 2005), HALVORSEN, "I10", line("99214", "210.00"))
ACCIDENT = _replace(
    claim("E1007", NORTHWIND, OKAFOR, "S134XXA", line("99213", "150.00")),
    accident=Accident(("AA",), "OH", on=date(2025, 11, 30)),
)
INPATIENT = _replace(
    claim("E1008", NORTHWIND, OKAFOR, "I10", line("99213", "150.00")),
    place_of_service="21",
    facility=HOSPITAL,
    dates=ClaimDates(admission=date(2025, 11, 29)),
)
TELEHEALTH = _replace(
    claim("E1009", NORTHWIND, OKAFOR, "I10", line("99213", "150.00", modifiers="95")), place_of_service="02"
)
INJECTION = claim(
    *("E1010", NORTHWIND, OKAFOR, "M1711", line("96372", "30.00")),
    _replace(line("J1885", "12.00", units=4), drug=Drug("00409379501", Decimal(2), "ML")),
)
SCREENING = claim(
    "E1012", NORTHWIND, TANAKA, "Z0000 Z125", line("99395", "200.00", 1), line("G0103", "40.00", 2)
)
SCAN = claim(
    *("E1013", _replace(NORTHWIND, prior_authorization="AUTH900"), OKAFOR, "R519", line("70551", "600.00"))
)
LOCKBOX = _replace(
    PLAIN,
    pay_to=Provider(
        name=Name(is_organization=True), address=Address("PO Box 77", "", "Columbus", "OH", "432160077")
    ),
)
YEARS_END = on(PLAIN, date(2025, 12, 30))
SAME_DAY = on(PLAIN, TODAY)
CORRECTED = _replace(PLAIN, claim_frequency_code="7", lines=(*PLAIN.lines, line("36415", "20.00")))

_DECIDED = date(2025, 12, 8)
_FIRST = _replace(NORTHWIND, prior_payment=PriorPayment(paid=Decimal("120.00")))


def _decided(of: ServiceLine, paid: str, written_off: str, share: str) -> ServiceLine:
    decision = LineAdjudication(
        payer_id="DEMONWH",
        paid=Decimal(paid),
        code=of.code,
        modifiers=of.modifiers,
        units=of.units,
        adjustments=(
            Adjustment("CO", "45", Decimal(written_off)),
            Adjustment("PR", "2", Decimal(share)),
        ),
        adjudicated_on=_DECIDED,
    )
    return _replace(of, adjudications=(decision,))


SECOND_BY_LINE = _replace(
    PLAIN,
    coverages=(_FIRST, _replace(SUMMIT, sequence="S")),
    billed_coverage=1,
    lines=(
        _decided(PLAIN.lines[0], "105.00", "60.00", "35.00"),
        _decided(PLAIN.lines[1], "15.00", "24.00", "6.00"),
    ),
)
SECOND_BY_CLAIM = _replace(
    PLAIN,
    coverages=(
        _replace(
            NORTHWIND,
            prior_payment=PriorPayment(
                paid=Decimal("120.00"),
                remaining_patient_liability=Decimal("41.00"),
                adjudicated_on=_DECIDED,
                adjustments=(
                    Adjustment("CO", "45", Decimal("84.00")),
                    Adjustment("PR", "2", Decimal("41.00")),
                ),
            ),
        ),
        _replace(SUMMIT, sequence="S"),
    ),
    billed_coverage=1,
)

MEDICARE_SECOND = _replace(
    MEDICARE,
    coverages=(
        _replace(
            coverage("DEMONWH", 2005),
            prior_payment=PriorPayment(
                paid=Decimal("150.00"),
                adjudicated_on=_DECIDED,
                adjustments=(
                    Adjustment("CO", "45", Decimal("20.00")),
                    Adjustment("PR", "2", Decimal("40.00")),
                ),
            ),
        ),
        _replace(MEDICARE.coverage, sequence="S", insurance_type="12"),
    ),
    billed_coverage=1,
)
MOTHER = claim(
    *("E1014", _replace(_CHILDS, relationship="18", subscriber=None), MAJA, "I10"), line("99213", "150.00")
)
CHILD_AGAIN = _replace(CHILD, claim_frequency_code="7", lines=(*CHILD.lines, line("36415", "20.00")))
STARRED = _replace(
    VISIT, patient=_replace(OKAFOR, address=_replace(_ELM, line1="4 Mill Street * Apt 2", line2="Rear"))
)
UNEVEN = claim(
    *("E1015", NORTHWIND, OKAFOR, "I10"),
    *(line("99213", "0.10"), line("36415", "0.20")),
)
SENDINGS: Mapping[str, Sending] = MappingProxyType(
    {
        "visit": Sending((VISIT,)),
        "waived test": Sending((WAIVED_TEST,)),
        "child": Sending((CHILD,)),
        "two practices": Sending((PLAIN, CHILD, ELSEWHERE)),
        "medicare": Sending((MEDICARE,)),
        "car accident": Sending((ACCIDENT,)),
        "inpatient": Sending((INPATIENT,)),
        "telehealth": Sending((TELEHEALTH,)),
        "injection": Sending((INJECTION,)),
        "screening": Sending((SCREENING,)),
        "authorized scan": Sending((SCAN,)),
        "lockbox": Sending((LOCKBOX,)),
        "end of year": Sending((YEARS_END,), at=IN_JANUARY),
        "same day": Sending((SAME_DAY,)),
        "second file": Sending((ELSEWHERE,), earlier=((PLAIN,),)),
        "replacement": Sending((CORRECTED,), earlier=((PLAIN, ELSEWHERE),), replaces=(0,)),
        "replacement in a family": Sending((CHILD_AGAIN,), earlier=((CHILD, MOTHER),), replaces=(0,)),
        "name with an asterisk": Sending((STARRED,)),
        "cents that no float holds": Sending((UNEVEN,)),
        "paid at the desk": Sending((_replace(VISIT, patient_paid=Decimal("25")),)),
        "medicare second": Sending((MEDICARE_SECOND,)),
        "second payer by line": Sending((SECOND_BY_LINE,)),
        "second payer by claim": Sending((SECOND_BY_CLAIM,)),
    }
)


def submission(number: int, claims: tuple[Claim, ...], at: datetime) -> Submission:
    """Return the submission of one file to the payer of its claims."""
    payer = claims[0].coverage.payer
    return Submission(
        submitter_name="CEDAR LANE FAMILY MEDICINE",
        submitter_id="CEDARLANE",
        contact=Contact("BILLING OFFICE", (("TE", "6145550100"),)),
        receiver_name=payer.name,
        receiver_id=payer.payer_id,
        control_number=number,
        at=at,
    )
