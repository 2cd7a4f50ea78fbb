"""What institutional and dental claims look like on the wire, and what cannot be sent so."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cleanclaim.claim import (
    Accident,
    Claim,
    ClaimDates,
    CodedDate,
    DentalLine,
    Diagnosis,
    InpatientDecision,
    LineAdjudication,
    Name,
    OtherSegment,
    PriorPayment,
    Provider,
    QualifiedDate,
    Reference,
    ServiceLine,
    Tooth,
    ValueCode,
    decode_claim,
)
from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import canonical, read_837, write_837
from cleanclaim.primitives import DateRange, InvalidValue, money, one_day
from cleanclaim.x12 import read_transactions
from tests.exchange.submissions import SUBMISSION

_EXAMPLES = Path(__file__).parents[2] / "examples" / "claims"
_DAY = date(2025, 12, 2)


def _example(name: str) -> Claim:
    return decode_claim((_EXAMPLES / name).read_bytes())


def _hospital(**details: Any) -> Claim:
    claim = claim_from("type institutional").claim
    assert claim.institutional is not None
    return replace(claim, institutional=replace(claim.institutional, **details))


def _dentist(**details: Any) -> Claim:
    claim = claim_from("type dental").claim
    assert claim.dental is not None
    return replace(claim, dental=replace(claim.dental, **details))


def _rows(claim: Claim, *starts: str) -> list[str]:
    (transaction,) = read_transactions(write_837([claim], submission=SUBMISSION))
    rows = ["*".join(segment.row) for segment in transaction.segments]
    return [row for row in rows if not starts or row.startswith(starts)]


def test_a_hospital_stay_is_a_type_of_bill_with_its_days_codes_and_revenue_lines() -> None:
    """Admission with its hour, POA indicators, the principal procedure, room and board by day."""
    claim = _example("hospital-stay.json")
    assert _rows(claim, "CLM", "DTP*4", "DTP*0", "CL1", "REF*EA", "HI", "SV2") == [
        "CLM*HSP3001*9480***11:A:1**A*Y*Y",
        "DTP*096*TM*1130",
        "DTP*434*RD8*20251201-20251204",
        "DTP*435*DT*202512010815",
        "CL1*2*1*01",
        "REF*EA*MRN7001",
        "HI*ABK:J449:::::::Y",
        "HI*ABJ:R0602",
        "HI*ABF:E119:::::::Y*ABF:I10:::::::Y",
        "HI*BBR:0BJ08ZZ:D8:20251202",
        "HI*BH:11:D8:20251128",
        "HI*BE:80:::3",
        "SV2*0120**6300*DA*3",
        "SV2*0250**480*UN*12",
        "SV2*0324*HC:71046*310*UN*1",
        "DTP*472*D8*20251201",
        "SV2*0360**2390*UN*1",
    ]
    assert _rows(claim, "NM1*7", "PRV*AT") == [
        "NM1*71*1*EKWUEME*CARLA****XX*1234500134",
        "PRV*AT*PXC*207R00000X",
        "NM1*72*1*HSIEH*HUGO****XX*1234500126",
        "NM1*72*1*HSIEH*HUGO****XX*1234500126",
    ]


def test_a_dental_visit_has_teeth_with_surfaces_and_the_state_of_the_mouth() -> None:
    """One TOO a tooth; DN2 for teeth that are missing; the quantity without a unit."""
    claim = _example("dental-visit.json")
    assert _rows(claim, "CLM", "DN", "SV3", "TOO", "DTP") == [
        "CLM*DEN4001*412***11:B:1*Y*A*Y*Y",
        "DN2*1*M****JP",
        "DN2*32*M****JP",
        "SV3*AD:D0120*62****1",
        "DTP*472*D8*20251202",
        "SV3*AD:D2391*350****2",
        "TOO*JP*3*M:O",
        "TOO*JP*14*O",
        "DTP*472*D8*20251202",
    ]


def test_a_predetermination_asks_before_anything_is_done() -> None:
    """CLM19, the earlier answer's number, orthodontics in months, an accident with its day."""
    claim = replace(
        _dentist(
            predetermination=True,
            predetermination_number="PD77",
            orthodontic_months_total=Decimal(24),
            orthodontic_months_remaining=Decimal(11),
            orthodontic_treatment=True,
            appliance_placed=_DAY,
            teeth_to_extract=("16",),
            impacted_teeth=("17",),
        ),
        accident=Accident(("OA",), on=_DAY),
    )
    assert _rows(claim, "CLM", "DTP*4", "DN", "REF*G3") == [
        "CLM*SPECIMEN3*180***11:B:1*Y*A*Y*Y**OA********PB",
        "DTP*439*D8*20251202",
        "DTP*452*D8*20251202",
        "DN1*24*11**Y",
        "DN2*16*E****JP",
        "DN2*17*I****JP",
        "REF*G3*PD77",
        "DTP*472*D8*20251118",
    ]


def test_the_second_payer_learns_how_the_first_reckoned_the_stay() -> None:
    """MIA with days, amounts and remark codes; the line's decision with its revenue code."""
    claim = claim_from("type institutional; secondary to commercial paid 300").claim
    prior = PriorPayment(
        paid=money(300),
        remarks=("MA18", "N130"),
        inpatient=InpatientDecision(covered_days=Decimal(3), drg_amount=money(250)),
    )
    decision = LineAdjudication("99003", money(300), code="99213", units=Decimal(1), revenue_code="0510")
    coverages = (replace(claim.coverages[0], prior_payment=prior), *claim.coverages[1:])
    lines = (replace(claim.lines[0], adjudications=(decision,)),)
    claim = replace(claim, coverages=coverages, lines=lines)
    assert _rows(claim, "MIA", "MOA", "SVD") == [
        "MIA*3***250*MA18***************N130",
        "SVD*99003*300*HC:99213*0510*1",
    ]
    assert read_837(write_837([claim], submission=SUBMISSION)) == (canonical(claim),)


def test_diagnoses_come_back_in_the_order_of_their_roles() -> None:
    """The numbered ones first; those of one role as they were."""
    dx = (
        Diagnosis("R0602", "admitting"),
        Diagnosis("I10"),
        Diagnosis("J449", "principal"),
        Diagnosis("W19XXXA", "external_cause"),
        Diagnosis("E119"),
    )
    (back,) = read_837(write_837([replace(_hospital(), diagnoses=dx)], submission=SUBMISSION))
    assert [item.code for item in back.diagnoses] == ["J449", "I10", "E119", "R0602", "W19XXXA"]


def test_codes_without_a_field_are_kept_segment_by_segment() -> None:
    """An ICD-9 procedure, and an occurrence on a day that is none, survive as they stood."""
    kept = (
        OtherSegment("2300", ("HI", ("BR", "3891", "D8", "20251202"))),
        OtherSegment("2300", ("HI", ("BH", "11", "D8", "20251399"))),
    )
    claim = replace(_hospital(), other_segments=kept)
    (back,) = read_837(write_837([claim], submission=SUBMISSION))
    assert back.other_segments == kept
    assert back.institutional is not None
    assert back.institutional.procedures == back.institutional.occurrences == ()


def test_dates_that_have_a_field_move_into_it() -> None:
    """A statement, an admission and an earlier placement that stood among other dates."""
    days = DateRange(_DAY, date(2025, 12, 4))
    claim = replace(
        _hospital(statement=None, admission_date=None),
        other_dates=(QualifiedDate("434", days), QualifiedDate("435", one_day(_DAY))),
    )
    moved = canonical(claim).institutional
    assert moved is not None
    assert (moved.statement, moved.admission_date) == (days, _DAY)
    line = replace(_dentist().lines[0], dental=None, other_dates=(QualifiedDate("441", one_day(_DAY)),))
    claim = replace(_dentist(), lines=(line,), references=(Reference("G3", "PD1"),))
    assert canonical(claim).lines[0].dental == DentalLine(prior_placement=_DAY)
    assert canonical(claim).dental == replace(
        _dentist().dental or claim.dental, predetermination_number="PD1"
    )


@pytest.mark.parametrize(
    ("claim", "place", "reason"),
    [
        (_hospital(admission_hour="0815"), "institutional.admission_hour", "no day of admission"),
        (_hospital(values=(ValueCode("80", money(1)),) * 25), "institutional.values", "room for 24"),
        (_hospital(procedures=(CodedDate("0BJ08ZZ"),) * 26), "institutional.procedures", "room for 25"),
        (
            replace(_hospital(), diagnoses=(Diagnosis("I10", "reason_for_visit"),) * 4),
            "diagnoses",
            "room for 3",
        ),
        (replace(_hospital(), place_of_service="22"), "place_of_service", "type of bill"),
        (replace(_hospital(), dates=ClaimDates(onset=_DAY)), "dates.onset", "occurrence codes"),
        (replace(_hospital(), accident=Accident(("AA",))), "accident", "occurrence codes"),
        (replace(_hospital(), supervising=Provider(Name("A"))), "supervising", "no such provider"),
        (
            replace(_hospital(), lines=(ServiceLine(revenue_code="0250", pointers=(1,)),)),
            "lines[0].pointers",
            "no place",
        ),
        (replace(_dentist(), medical_record_number="M1"), "medical_record_number", "837D"),
        (replace(_dentist(), diagnoses=(Diagnosis("K029"),) * 5), "diagnoses", "room for 4"),
        (
            replace(_dentist(), diagnoses=(Diagnosis("K029", "admitting"),)),
            "diagnoses[0].role",
            "'admitting'",
        ),
        (_dentist(missing_teeth=(Tooth("1", ("M",)),)), "dental.missing_teeth[0].surfaces", "no surfaces"),
        (
            replace(_dentist(), lines=(ServiceLine(dental=DentalLine(oral_cavity=("00",) * 6)),)),
            "lines[0].dental.oral_cavity",
            "room for 5",
        ),
        (replace(_dentist(), lines=(ServiceLine(unit="MJ"),)), "lines[0].unit", "without a unit"),
    ],
)
def test_what_has_no_place_is_refused_by_the_name_of_the_field(claim: Claim, place: str, reason: str) -> None:
    """Nothing is dropped in silence."""
    with pytest.raises(InvalidValue) as refusal:
        write_837([claim], submission=SUBMISSION)
    assert refusal.value.where == f"claims[0].{place}"
    assert reason in refusal.value.message


def test_a_kept_segment_that_would_be_read_as_a_field_is_refused() -> None:
    """A condition code kept for want of a field has one: the reader would put it there."""
    for kept in (("HI", ("BG", "09")), ("ISA", "00"), ("CLM", "P2")):
        claim = replace(_hospital(), other_segments=(OtherSegment("2300", kept),))
        with pytest.raises(InvalidValue, match="read as something else") as refusal:
            write_837([claim], submission=SUBMISSION)
        assert refusal.value.where == "claims[0].other_segments"


def test_a_type_that_there_is_no_guide_for_is_refused() -> None:
    """By the types that there are."""
    with pytest.raises(InvalidValue, match=r"'pharmacy'.*professional, institutional, dental"):
        write_837([replace(_hospital(), claim_type="pharmacy")], submission=SUBMISSION)
