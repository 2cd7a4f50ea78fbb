"""Claims for tests: valid ones, and ones that hold anything a person could have entered.

Everybody and everything here is invented. Diagnosis codes are billable codes of ICD-10-CM FY2026
(checked against simple-icd-10-cm 1.5), procedure codes stand in the 2025 fee schedule, taxonomies
in the NUCC list 24.0, adjustment reasons in the published list. The NDC has only the form of one.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from cleanclaim.claim import (
    Accident,
    Address,
    Adjustment,
    Ambulance,
    Attachment,
    Claim,
    ClaimDates,
    Contact,
    Coverage,
    Diagnosis,
    Drug,
    LineAdjudication,
    LineProviders,
    Name,
    Note,
    OtherSegment,
    Payer,
    Person,
    PriorPayment,
    Provider,
    QualifiedDate,
    Reference,
    ServiceLine,
)
from cleanclaim.exchange.forms import PROFESSIONAL
from cleanclaim.primitives import NPI, DateRange, money, one_day

DIAGNOSES = (
    *("E119", "I10", "J0190", "R079", "Z0000", "K219", "N390", "J209", "F329", "E785", "M5450", "J069"),
    *("E1122", "N1830", "I2510", "J449", "G4733", "Z6830", "Z23", "R0602", "E7800", "D649", "M1711"),
    *("K5900", "L03115", "B349", "Z79899", "F411", "R519", "R7303", "E039", "Z87891", "R1030"),
)
INJURIES = ("S93401A", "S8001XA", "S134XXA", "S52501A")
VISITS = ("99203", "99213", "99214")
PROCEDURES = ("93000", "71046", "97110", "97140", "20610", "36415", "90471", "81003", "87880")
LABORATORY = ("80053", "83036")
DRUGS = (("J1885", "UN"), ("J0696", "GR"), ("J3301", "ML"))
AMBULANCES = ("A0427", "A0429")
MODIFIERS = ("25", "59", "LT", "RT", "76", "GA", "XS", "51")
TAXONOMIES = ("207Q00000X", "207R00000X", "208D00000X", "363LF0000X")
PLACES = (
    *(("DENVER", "CO", "802021234"), ("PORTLAND", "OR", "972051234"), ("MADISON", "WI", "537031234")),
    *(("AUSTIN", "TX", "787011234"), ("MACON", "GA", "312011234")),
)
LAST_NAMES = ("ABBADI", "BRISTOW", "CALDERON", "DUFFY-LANE", "EKWUEME", "FARROW", "O'GRADY", "HSIEH")
FIRST_NAMES = ("ADA", "BENO", "CARLA", "DMITRI", "ESME", "FUAD", "GRETA", "HUGO")
SUFFIXES = ("", "", "", "JR", "III")
COMMERCIAL = ("CI", "BL", "HM", "12", "ZZ")
FIRST_DAY = date(2025, 10, 1)


def npis() -> st.SearchStrategy[str]:
    """Invented NPIs with a right check digit."""
    return st.integers(100_000_000, 199_999_999).map(lambda nine: NPI.from_nine(str(nine)).value)


def people() -> st.SearchStrategy[Name]:
    """Invented people's names."""
    return st.builds(
        Name,
        last=st.sampled_from(LAST_NAMES),
        first=st.sampled_from(FIRST_NAMES),
        middle=st.sampled_from(("", "", "Q", "ROSE")),
        suffix=st.sampled_from(SUFFIXES),
    )


def organizations() -> st.SearchStrategy[Name]:
    """Invented organizations' names."""
    names = ("LARCH STREET FAMILY MEDICINE", "HARBOR CLINIC", "QUARRY HILL IMAGING")
    return st.sampled_from(names).map(lambda name: Name(last=name, is_organization=True))


def addresses() -> st.SearchStrategy[Address]:
    """Addresses with a nine-digit ZIP code, as billing providers and facilities need it."""
    return st.builds(
        lambda number, line2, place: Address(f"{number} INVENTED ST", line2, *place),
        st.integers(1, 9999),
        st.sampled_from(("", "", "SUITE 4")),
        st.sampled_from(PLACES),
    )


def contacts() -> st.SearchStrategy[Contact]:
    """A person to call."""
    numbers = (("TE", "3035550100"), ("EX", "12")), (("TE", "5035550111"), ("FX", "5035550112"))
    return st.builds(Contact, st.sampled_from(("PAT DOE", "BILLING DESK")), st.sampled_from(numbers))


def persons() -> st.SearchStrategy[Person]:
    """A subscriber or patient."""
    return st.builds(
        Person,
        name=people(),
        birth_date=st.dates(date(1930, 1, 1), date(2024, 12, 31)),
        sex=st.sampled_from("FMU"),
        address=addresses(),
    )


def physicians(*, taxonomy: bool = False) -> st.SearchStrategy[Provider]:
    """A person who treats, refers, orders or supervises."""
    return st.builds(
        Provider,
        name=people(),
        npi=npis(),
        taxonomy=st.sampled_from(TAXONOMIES) if taxonomy else st.just(""),
        references=st.sampled_from(((), (), (Reference("0B", "CO12345"),))),
    )


def billing_providers() -> st.SearchStrategy[Provider]:
    """A practice, or a physician who bills alone."""
    return st.builds(
        Provider,
        name=st.one_of(organizations(), people()),
        npi=npis(),
        taxonomy=st.sampled_from(("", *TAXONOMIES)),
        tax_id=st.integers(200_000_000, 299_999_999).map(str),
        tax_id_kind=st.sampled_from(("EI", "EI", "SY")),
        address=addresses(),
        contact=st.one_of(st.none(), contacts()),
    )


def facilities() -> st.SearchStrategy[Provider]:
    """A place of service with its address."""
    return st.builds(Provider, name=organizations(), npi=npis(), address=addresses())


def payers(payer_id: str) -> st.SearchStrategy[Payer]:
    """A payer of this identifier."""
    return st.builds(
        Payer,
        name=st.sampled_from(("EVERGREEN MUTUAL", "SUMMIT PLAN", "UNITY HEALTH")),
        payer_id=st.just(payer_id),
        address=st.one_of(st.none(), addresses()),
        references=st.sampled_from(((), (), (Reference("2U", "A7"),))),
    )


def cents(low: int = 1, high: int = 90_000) -> st.SearchStrategy[Decimal]:
    """Dollars with two decimals."""
    return st.integers(low, high).map(lambda value: money(Decimal(value) / 100))


@st.composite
def _split(draw: st.DrawFn, charge: Decimal) -> tuple[Decimal, tuple[Adjustment, ...]]:
    """What another payer paid of a charge, and adjustments that make up the rest."""
    whole = int(charge * 100)
    contractual = draw(st.integers(0, whole))
    share = draw(st.integers(0, whole - contractual))
    adjustments = [("CO", "45", contractual), ("PR", draw(st.sampled_from("123")), share)]
    return money(Decimal(whole - contractual - share) / 100), tuple(
        Adjustment(group, carc, money(Decimal(amount) / 100)) for group, carc, amount in adjustments if amount
    )


@st.composite
def _lines(draw: st.DrawFn, diagnoses: int, day: date, claim_place: str) -> ServiceLine:
    kind = draw(st.sampled_from(("visit", "procedure", "laboratory", "drug")))
    units = Decimal(draw(st.integers(1, 4)))
    drug = None
    if kind == "visit":
        code, units = draw(st.sampled_from(VISITS)), Decimal(1)
    elif kind == "laboratory":
        code = draw(st.sampled_from(LABORATORY))
    elif kind == "drug":
        code, unit = draw(st.sampled_from(DRUGS))
        drug = Drug(
            ndc=draw(st.integers(0, 99_999_999_999).map("{:011d}".format)),
            quantity=draw(cents(1, 5000)),
            unit=unit,
            prescription_number=draw(st.sampled_from(("", "RX1200"))),
        )
    else:
        code = draw(st.sampled_from(PROCEDURES))
    last = day + timedelta(days=draw(st.integers(0, 3)))
    rendering, ordering = draw(st.booleans()), draw(st.booleans())
    return ServiceLine(
        code=code,
        modifiers=tuple(draw(st.lists(st.sampled_from(MODIFIERS), max_size=4, unique=True))),
        charge=draw(cents()),
        units=units,
        dates=DateRange(day, last) if draw(st.booleans()) else one_day(day),
        place_of_service=draw(st.sampled_from(("", claim_place))),
        pointers=tuple(draw(st.lists(st.integers(1, diagnoses), min_size=1, max_size=4, unique=True))),
        emergency=draw(st.booleans()),
        drug=drug,
        providers=LineProviders(
            rendering=draw(physicians(taxonomy=True)) if rendering else None,
            ordering=draw(physicians()) if ordering else None,
        ),
        clia=draw(st.sampled_from(("", "06D1234567"))) if kind == "laboratory" else "",
        notes=draw(st.sampled_from(((), (), (Note("ADD", "SEE ATTACHED REPORT"),)))),
        attachments=draw(st.sampled_from(((), (), (Attachment("OZ", "EL", "ATT1"),)))),
    )


@st.composite
def _ambulance_lines(draw: st.DrawFn, day: date) -> tuple[ServiceLine, ...]:
    shared = {
        "dates": one_day(day),
        "pointers": (1,),
        "modifiers": (draw(st.sampled_from(("RH", "SH", "NH"))),),
    }
    miles = Decimal(draw(st.integers(1, 80)))
    return (
        ServiceLine(code=draw(st.sampled_from(AMBULANCES)), charge=draw(cents()), units=Decimal(1), **shared),
        ServiceLine(code="A0425", charge=draw(cents()), units=miles, **shared),
    )


@st.composite
def coverages_of(draw: st.DrawFn, charge: Decimal) -> tuple[tuple[Coverage, ...], int]:
    """One to three coverages and which of them is billed; those before it have paid."""
    count = draw(st.integers(1, 3))
    billed = draw(st.integers(0, count - 1))
    found = []
    for index in range(count):
        relationship = draw(st.sampled_from(("18", "18", "01", "19", "G8")))
        found.append(
            Coverage(
                sequence="PST"[index],
                payer=draw(payers(f"7{index}000")),
                member_id=draw(st.integers(10_000, 99_999).map(lambda n: f"INV{n}")),
                relationship=relationship,
                subscriber=draw(persons()) if relationship != "18" else None,
                group_number=draw(st.sampled_from(("", "GRP77"))),
                filing_indicator=draw(st.sampled_from(COMMERCIAL)),
                release_of_information="Y",
                prior_authorization=draw(st.sampled_from(("", "AUTH9"))),
                prior_payment=PriorPayment() if index < billed else None,
            )
        )
    for index, coverage in enumerate(found):
        subscriber = coverage.subscriber
        if index != billed and subscriber is not None:
            bare = Person(name=subscriber.name, address=subscriber.address)
            found[index] = msgspec.structs.replace(coverage, subscriber=bare)
    return tuple(found), billed


@st.composite
def with_prior_payments(draw: st.DrawFn, claim: Claim) -> Claim:
    """Let every coverage before the billed one have decided, by line or for the whole claim."""
    coverages, lines = list(claim.coverages), list(claim.lines)
    for index, coverage in enumerate(coverages):
        if coverage.prior_payment is None:
            continue
        decided = FIRST_DAY + timedelta(days=100 + index)
        paid, adjustments = draw(_split(claim.charge_of_lines))
        by_line = draw(st.booleans())
        if by_line:
            paid, adjustments = money(0), ()
            for number, line in enumerate(lines):
                line_paid, line_adjustments = draw(_split(line.charge or money(0)))
                paid += line_paid
                decision = LineAdjudication(
                    payer_id=coverage.payer.payer_id,
                    paid=line_paid,
                    code=line.code,
                    code_qualifier=line.code_qualifier,
                    revenue_code=line.revenue_code,
                    modifiers=line.modifiers,
                    units=line.units,
                    adjustments=line_adjustments,
                    adjudicated_on=decided,
                )
                lines[number] = msgspec.structs.replace(line, adjudications=(*line.adjudications, decision))
        payment = PriorPayment(
            paid=paid,
            remaining_patient_liability=draw(st.one_of(st.none(), cents())),
            adjudicated_on=None if by_line else decided,
            adjustments=adjustments,
            remarks=draw(st.sampled_from(((), ("MA18",), ("MA01", "N130")))),
        )
        coverages[index] = msgspec.structs.replace(coverage, prior_payment=payment)
    return msgspec.structs.replace(claim, coverages=tuple(coverages), lines=tuple(lines))


CLAIM_TYPES = ("professional", "institutional", "dental")


@st.composite
def valid_claims(draw: st.DrawFn, *claim_types: str) -> Claim:
    """Claims that are right, of any type or of those named: they validate and are their own canon."""
    from tests import strategies_by_type as others

    kinds = {
        "professional": professional_claims,
        "institutional": others.institutional_claims,
        "dental": others.dental_claims,
    }
    return draw(kinds[draw(st.sampled_from(claim_types or CLAIM_TYPES))]())


@st.composite
def professional_claims(draw: st.DrawFn) -> Claim:
    """Professional claims that are right."""
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, 80)))
    number = draw(st.integers(1, 999_999).map(lambda n: f"PCN{n}"))
    kind = draw(st.sampled_from(("office", "office", "inpatient", "ambulance", "accident")))
    place = {"inpatient": "21", "ambulance": "41"}.get(kind, draw(st.sampled_from(("11", "22", "02"))))
    codes = draw(st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=12, unique=True))
    if kind in ("accident", "ambulance"):
        codes[0] = draw(st.sampled_from(INJURIES))
    if kind == "ambulance":
        lines = draw(_ambulance_lines(day))
    else:
        lines = tuple(draw(st.lists(_lines(len(codes), day, place), min_size=1, max_size=4)))
    lines = tuple(
        msgspec.structs.replace(line, control_number=f"{number}L{n}") for n, line in enumerate(lines, 1)
    )
    total = sum((line.charge or money(0) for line in lines), money(0))
    coverages, billed = draw(coverages_of(total))
    frequency = draw(st.sampled_from(("1", "1", "1", "7", "8")))
    if frequency != "1":
        with_number = msgspec.structs.replace(coverages[billed], payer_claim_control_number="ICN2025001")
        coverages = (*coverages[:billed], with_number, *coverages[billed + 1 :])
    accident = None
    if kind == "accident":
        accident = Accident((draw(st.sampled_from(("AA", "OA"))),), state="CO", on=day)
    claim = Claim(
        patient_control_number=number,
        total_charge=total,
        claim_frequency_code=frequency,
        place_of_service=place,
        assignment=draw(st.sampled_from("AC")),
        billing_provider=draw(billing_providers()),
        pay_to=draw(st.one_of(st.none(), st.builds(pay_to, addresses()))),
        patient=draw(persons()),
        coverages=coverages,
        billed_coverage=billed,
        diagnoses=tuple(Diagnosis(c, role="other" if n else "principal") for n, c in enumerate(codes)),
        lines=lines,
        rendering=draw(st.one_of(st.none(), physicians(taxonomy=True))),
        referring=draw(st.one_of(st.none(), physicians())),
        supervising=draw(st.one_of(st.none(), physicians())),
        facility=draw(facilities()) if place in ("21", "22") else None,
        accident=accident,
        dates=ClaimDates(
            onset=draw(st.one_of(st.none(), st.just(day - timedelta(days=3)))),
            admission=day if place == "21" else None,
        ),
        patient_paid=draw(st.one_of(st.none(), cents(1, 5000))),
        clia=draw(st.sampled_from(("", "06D7654321"))),
        medical_record_number=draw(st.sampled_from(("", "MRN55"))),
        ambulance=draw(_ambulances()) if kind == "ambulance" else None,
        notes=draw(st.sampled_from(((), (), (Note("ADD", "SEEN AT 10:30, SEE NOTE"),)))),
        references=draw(st.sampled_from(((), (), (Reference("D9", "CH1"),)))),
    )
    return draw(with_prior_payments(claim))


def pay_to(address: Address) -> Provider:
    """An address to pay to."""
    return Provider(name=Name(is_organization=True), address=address)


def _ambulances() -> st.SearchStrategy[Ambulance]:
    return st.builds(
        Ambulance,
        miles=st.integers(1, 80).map(Decimal),
        reason=st.sampled_from("ABCDE"),
        weight_pounds=st.one_of(st.none(), st.integers(90, 300).map(Decimal)),
        conditions=st.sampled_from((("01",), ("04", "06"), ("01", "04", "05", "06", "07", "08"))),
        pickup=addresses(),
        dropoff=addresses(),
        dropoff_name=st.sampled_from(("", "MERCY HARBOR HOSPITAL")),
    )


# --- Anything that a claim can hold --------------------------------------------------------------

_TEXT = st.text(alphabet="AB1 .,'*:~^>-", max_size=4)
_SOME_TEXT = st.text(alphabet="AB1*:", min_size=1, max_size=3)
_DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31))
_NUMBERS = st.one_of(cents(-500, 50_000), st.decimals(-10, 10, places=4), st.integers(0, 999).map(Decimal))
_KEPT_BY_CLAIM = (
    OtherSegment("2000A", ("CUR", "85", "USD")),
    OtherSegment("2010CA", ("PER", "IC", "A", "TE", "1")),
    OtherSegment("2300", ("DTP", "431", "D8", "20251399")),
    OtherSegment("2300", ("K3", "A B")),
    OtherSegment("2300", ("HI", ("BP", "A1"), ("BO", "B2"))),
    OtherSegment("2300", ("HCP", "03", "26.75")),
    OtherSegment("2300", ("ZZZ", "X")),
    OtherSegment("2310", ("NM1", "QB", "1", "A")),
)
_KEPT_BY_LINE = (
    OtherSegment("2400", ("QTY", "PT", "2")),
    OtherSegment("2400", ("REF", "G1", "A", "", ("2U", "B"))),
    OtherSegment("2400", ("AMT", "T", "3.37")),
    OtherSegment("2420", ("NM1", "P3", "1", "A")),
    OtherSegment("2440", ("LQ", "UT", "04.03")),
)
_KEPT_BY_COVERAGE = (
    OtherSegment("2320", ("MOA", "0.5", "12")),
    OtherSegment("2330A", ("DMG", "D8", "19700101", "F")),
    OtherSegment("2330", ("NM1", "82", "1")),
)


def any_of(kept: tuple[OtherSegment, ...]) -> st.SearchStrategy[tuple[OtherSegment, ...]]:
    """Some of the segments without a field, or none."""
    return st.lists(st.sampled_from(kept), max_size=2, unique=True).map(tuple)


_OVERRIDES: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (Claim, "claim_type"): st.just("professional"),
    (Claim, "institutional"): st.none(),
    (Claim, "dental"): st.none(),
    (Claim, "other_segments"): any_of(_KEPT_BY_CLAIM),
    (Claim, "billed_coverage"): st.integers(0, 1),
    (Diagnosis, "role"): st.sampled_from(("principal", "other")),
    (Diagnosis, "system"): st.sampled_from(("ICD10CM", "ICD9CM")),
    (Diagnosis, "poa"): st.just(""),
    (Diagnosis, "code"): _SOME_TEXT,
    (Provider, "tax_id_kind"): st.sampled_from(("EI", "SY")),
    (Coverage, "relationship"): st.sampled_from(("18", "01", "")),
    (Coverage, "sequence"): st.sampled_from(("P", "S", "T", "U", "9")),
    (Coverage, "other_segments"): st.just(()),
    (ServiceLine, "revenue_code"): st.just(""),
    (ServiceLine, "noncovered"): st.none(),
    (ServiceLine, "dental"): st.none(),
    (ServiceLine, "other_segments"): any_of(_KEPT_BY_LINE),
    (LineProviders, "operating"): st.none(),
    (LineProviders, "assistant"): st.none(),
    (LineProviders, "other_operating"): st.none(),
    (Ambulance, "transport_code"): st.just(""),
    (Accident, "causes"): st.lists(_TEXT, max_size=2).map(tuple),
    (Drug, "qualifier"): st.sampled_from(("N4", "UK")),
    (Contact, "numbers"): st.lists(st.tuples(_SOME_TEXT, _SOME_TEXT), max_size=4).map(tuple),
    (Reference, "qualifier"): st.sampled_from(("G1", "9F", "F8", "X4", "EA", "Y4", "EI", "0B", "ZQ", "")),
    (QualifiedDate, "qualifier"): st.sampled_from(("431", "472", "439", "314", "999")),
    (Adjustment, "group_code"): st.sampled_from(("CO", "PR", "OA")),
}


@cache
def any_value(kind: Any) -> st.SearchStrategy[Any]:
    """Anything of a type: for structs every field of its own type, right or wrong."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = {
            name: _OVERRIDES[kind, name] if (kind, name) in _OVERRIDES else any_value(hints[name])
            for name in kind.__struct_fields__
        }
        return st.builds(kind, **fields)
    if kind is str:
        return _TEXT
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 13)
    if kind is Decimal:
        return _NUMBERS
    if kind is date:
        return _DAYS
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*(st.none() if part is NoneType else any_value(part) for part in get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(any_value(get_args(kind)[0]), max_size=2).map(tuple)
    raise TypeError(f"no strategy for {kind}")


@st.composite
def any_claims(draw: st.DrawFn, *claim_types: str) -> Claim:
    """Claims with any content, mostly wrong, that the 837 of their type has a place for."""
    from tests import strategies_by_type as others

    claim_type = draw(st.sampled_from(claim_types or CLAIM_TYPES))
    claim = draw(any_value(Claim))
    billed = min(claim.billed_coverage, max(len(claim.coverages) - 1, 0))
    coverages = []
    for index, coverage in enumerate(claim.coverages):
        if index == billed and coverage.relationship == "18":
            coverage = msgspec.structs.replace(coverage, subscriber=None)
        if index != billed:
            coverage = msgspec.structs.replace(coverage, other_segments=draw(any_of(_KEPT_BY_COVERAGE)))
        coverages.append(coverage)
    if not coverages or coverages[billed].relationship == "18":
        kept = tuple(s for s in claim.other_segments if s.loop != "2010CA")
        claim = msgspec.structs.replace(claim, other_segments=kept)
    claim = msgspec.structs.replace(claim, coverages=tuple(coverages), billed_coverage=billed)
    if claim_type == "professional":
        return others.without_refused(claim, PROFESSIONAL)
    return draw(others.any_claims_of(claim_type, claim))
