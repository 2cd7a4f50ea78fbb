"""What payers answer: eligibility (271), claim status (277), review of services (278)."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.claim import Name, OtherSegment, QualifiedDate, Reference
from cleanclaim.exchange.acknowledgements import Status
from cleanclaim.exchange.inquiries import (
    Outcome,
    Party,
    Procedure,
    Rejection,
    ReviewDiagnosis,
    read_claim_status,
    read_eligibility,
    read_eligibility_requests,
    read_review_requests,
    read_reviews,
    read_status_requests,
)
from cleanclaim.primitives import CleanclaimError, DateRange, UnreadableFile, money, one_day
from cleanclaim.x12 import Envelope, Row, validate, write_interchange

_AT = datetime(2025, 12, 16, 8, 15)  # noqa: DTZ001 - an interchange's time has no zone
_KINDS = {"271": ("HB", "005010X279A1"), "277": ("HN", "005010X212"), "278": ("HI", "005010X217")}


def _file(set_id: str, text: str) -> bytes:
    """An answer of a payer, from its segments; the file is valid at levels 1 and 2."""
    functional_id, version = _KINDS[set_id]
    envelope = Envelope(
        "ZZ", "PAYER1", "ZZ", "LBS001", 7, _AT, "P", functional_id, "PAYER1", "LBS001", version
    )
    rows: list[Row] = [tuple(line.strip().split("*")) for line in text.strip().splitlines()]
    bodies = [(set_id, [tuple(_marked(value) for value in row) for row in rows])]
    data = write_interchange(envelope, bodies)
    assert [problem.message for problem in validate(data, levels=(1, 2))] == []
    return data


def _marked(value: str) -> str:
    from cleanclaim.x12 import composite, repeated

    if "^" in value:
        return repeated(*value.split("^"))
    return composite(*value.split(":")) if ":" in value else value


_COVERED = """
    BHT*0022*11*E1*20251216*0815
    HL*1**20*1
    NM1*PR*2*EVERGREEN MUTUAL*****PI*71000
    PER*IC*MEMBER SERVICES*TE*8005550100
    HL*2*1*21*1
    NM1*1P*2*HARBOR CLINIC*****XX*1234560019
    HL*3*2*22*1
    NM1*IL*1*CALDERON*ESME****MI*INV2
    HL*4*3*23*0
    TRN*1*PAYERS1*9PAYER0001
    TRN*2*ELG1*9DEMO00001
    NM1*03*1*CALDERON*HUGO
    REF*6P*GRP77
    DMG*D8*20160821*M
    INS*N*19
    DTP*346*D8*20250101
    EB*1**30*HM*GOLD PLAN
    EB*B*IND*98^UC***27*25*****Y
    MSG*NOT FOR PREVENTIVE CARE
    EB*A*IND*98***27**0.2****N
    EB*C*IND*30***23*500*****W
    EB*C*IND*30***29*120.5*****W
    EB*F**AE***23***P6*20*Y**HC:97110
    HSD*VS*20***23*1
    DTP*348*D8*20250101
    EB*R**30
    REF*1L*OTHER9
    LS*2120
    NM1*PR*2*SUMMIT PLAN*****PI*72000
    PER*IC**TE*8005550177
    LE*2120
    EB*MC**30*HM
    LS*2120
    NM1*Y2*2*STATE MANAGED CARE*****PI*73000
    LE*2120
"""


def test_a_member_sees_what_is_covered_and_what_it_costs() -> None:
    """Copay, coinsurance, deductible and what is left of it, a limit with an authorization."""
    (answer,) = read_eligibility(_file("271", _COVERED))
    assert answer.is_active
    assert answer.traces == ("ELG1", "PAYERS1")
    assert answer.insured.patient.name == Name("CALDERON", "HUGO")
    assert (answer.insured.member_id, answer.insured.relationship) == ("INV2", "19")
    assert answer.insured.patient.references == (Reference("6P", "GRP77"),)
    assert answer.dates == (QualifiedDate("346", one_day(date(2025, 1, 1))),)
    assert answer.payer is not None
    assert answer.payer.contact is not None
    assert answer.payer.contact.numbers == (("TE", "8005550100"),)
    (copay,) = answer.benefits_of("B", service_type="98", in_network=True)
    assert (copay.amount, copay.period, copay.messages) == (money(25), "27", ("NOT FOR PREVENTIVE CARE",))
    assert answer.benefits_of("B", in_network=False) == ()
    (coinsurance,) = answer.benefits_of("A")
    assert (coinsurance.percent, coinsurance.in_network) == (Decimal("0.2"), "N")
    whole, left = answer.benefits_of("C", in_network=True)
    assert (whole.period, whole.amount, left.period, left.amount) == ("23", money(500), "29", money("120.50"))
    (limit,) = answer.benefits_of("F")
    assert (limit.quantity, limit.quantity_qualifier, limit.authorization_required) == (
        Decimal(20),
        "P6",
        "Y",
    )
    assert limit.procedure == Procedure("HC", "97110")
    assert limit.other_segments == (OtherSegment("2110", ("HSD", "VS", "20", "", "", "23", "1")),)


def test_other_payers_and_managed_care_are_found_for_coordination() -> None:
    """Who pays first, and which organization a Medicaid member is enrolled with."""
    (answer,) = read_eligibility(_file("271", _COVERED))
    assert [(party.role, party.name.last, party.identifier) for party in answer.other_payers] == [
        ("PR", "SUMMIT PLAN", "72000"),
        ("Y2", "STATE MANAGED CARE", "73000"),
    ]


@pytest.mark.parametrize(
    ("benefits", "active"),
    [
        ("EB*6**30", False),
        ("EB*1**30\nEB*6**35", True),
        ("EB*6**30\nEB*1**98", False),
        ("EB*B**98*****25", None),
    ],
)
def test_the_whole_plan_decides_whether_coverage_is_in_force(benefits: str, active: bool | None) -> None:
    """An active part of an inactive plan is no coverage; amounts alone say nothing."""
    text = _COVERED[: _COVERED.index("EB*1")] + benefits
    (answer,) = read_eligibility(_file("271", text.replace("*****25", "***27*25")))
    assert answer.is_active is active


def test_a_rejection_says_whose_data_it_is_about() -> None:
    """AAA at the member's level; and at the provider's, where nobody is named."""
    text = _COVERED[: _COVERED.index("REF*6P")] + "AAA*N**75*C\nDMG*D8*20160821*M"
    (answer,) = read_eligibility(_file("271", text))
    assert answer.rejections == (Rejection("dependent", "75", "C"),)
    assert answer.is_active is None
    text = _COVERED[: _COVERED.index("HL*3")].replace("HL*2*1*21*1", "HL*2*1*21*0") + "AAA*Y**50*N"
    (answer,) = read_eligibility(_file("271", text))
    assert answer.rejections == (Rejection("provider", "50", "N", was_valid=True),)
    assert answer.insured.member_id == ""


_STATUS = """
    BHT*0010*08*S1*20251216*0815*DG
    HL*1**20*1
    NM1*PR*2*EVERGREEN MUTUAL*****PI*71000
    HL*2*1*21*1
    NM1*41*2*LARCH BILLING*****46*LBS001
    HL*3*2*19*1
    NM1*1P*2*HARBOR CLINIC*****XX*1234560019
    HL*4*3*22*0
    NM1*IL*1*ABBADI*ADA****MI*INV1
    TRN*2*STA1
    STC*F1:65*20251210**190*150*20251209**20251212*CHK77*F1:107:PR
    REF*1K*ICN77
    REF*EJ*PCN1001
    DTP*472*D8*20251202
    SVC*HC:99214:25*190*150****1
    STC*F1:65*20251210
    REF*FJ*PCN1001L1
    DTP*472*D8*20251202
    HL*5*3*22*1
    NM1*IL*1*CALDERON*ESME****MI*INV2
    HL*6*5*23
    NM1*QC*1*CALDERON*HUGO
    TRN*2*STA2
    STC*P1:20*20251210**80
    REF*EJ*PCN1002
"""


def test_the_status_of_a_claim_has_its_payment_and_its_lines() -> None:
    """Finalized with a cheque; the child's claim is still pending."""
    paid, pending = read_claim_status(_file("277", _STATUS))
    assert paid.is_finalized
    assert paid.statuses == (Status("F1", "65"), Status("F1", "107", "PR"))
    assert (paid.charge, paid.paid, paid.payment_number) == (money(190), money(150), "CHK77")
    assert (paid.on, paid.finalized_on) == (date(2025, 12, 10), date(2025, 12, 9))
    assert paid.payment_on == date(2025, 12, 12)
    assert (paid.trace, paid.payer_claim_control_number, paid.patient_control_number) == (
        "STA1",
        "ICN77",
        "PCN1001",
    )
    (line,) = paid.lines
    assert (line.code, line.modifiers, line.paid, line.control_number) == (
        "99214",
        ("25",),
        money(150),
        "PCN1001L1",
    )
    assert not pending.is_finalized
    assert pending.insured is not None
    assert pending.insured.patient.name == Name("CALDERON", "HUGO")
    assert pending.insured.member_id == "INV2"


def test_a_status_about_a_provider_or_receiver_is_one_of_its_own() -> None:
    """The payer does not know the provider: no claim is answered."""
    text = _STATUS[: _STATUS.index("HL*4")].replace("HL*3*2*19*1", "HL*3*2*19*0")
    (answer,) = read_claim_status(_file("277", f"{text}TRN*1*0\nSTC*E0:24:1P*20251216"))
    assert (answer.level, answer.statuses, answer.insured) == ("provider", (Status("E0", "24", "1P"),), None)
    assert answer.provider == Party("1P", Name("HARBOR CLINIC", is_organization=True), "1234560019")


_REVIEW = """
    BHT*0007*11*R1*20251216*0815*18
    HL*1**20*1
    NM1*X3*2*EVERGREEN MUTUAL*****PI*71000
    HL*2*1*21*1
    NM1*1P*2*HARBOR CLINIC*****XX*1234560019
    HL*3*2*22*1
    NM1*IL*1*ABBADI*ADA****MI*INV1
    HL*4*3*EV*1
    TRN*1*PAYERS1*9PAYER0001
    TRN*2*REV1*9DEMO00001
    UM*HS*I*2*11:B
    HCR*A6*AUTH0002
    REF*NT*ADM5
    DTP*007*RD8*20251201-20260228
    HI*ABK:M1711*ABF:E119:D8:20251101
    HSD*VS*12
    MSG*CALL BEFORE THE LAST VISIT
    NM1*SJ*1*HSIEH*HUGO****XX*1234560027
    PRV*PE*PXC*207R00000X
    HL*5*4*SS*0
    HCR*A1*AUTH0002
    DTP*472*D8*20251216
    SV1*HC:97110*400*UN*12
    HL*6*4*SS*0
    AAA*Y**T4*C
    HCR*A3**0Y
    SV1*HC:97140**UN*12
"""


def test_an_authorization_has_its_number_its_days_and_what_was_changed() -> None:
    """Certified with changes: one service in full, one denied with its reason."""
    (answer,) = read_reviews(_file("278", _REVIEW.replace("AAA*Y**T4*C\n    HCR*A3**0Y", "HCR*A3**0Y")))
    assert answer.outcome is Outcome.MODIFIED
    assert answer.decision is not None
    assert answer.decision.authorization == "AUTH0002"
    assert answer.traces == ("REV1", "PAYERS1")
    assert answer.dates == (QualifiedDate("007", DateRange(date(2025, 12, 1), date(2026, 2, 28))),)
    assert answer.diagnoses == (
        ReviewDiagnosis("M1711", "ABK"),
        ReviewDiagnosis("E119", "ABF", one_day(date(2025, 11, 1))),
    )
    assert answer.delivery is not None
    assert answer.delivery.quantity == Decimal(12)
    assert (answer.messages, answer.references) == (
        ("CALL BEFORE THE LAST VISIT",),
        (Reference("NT", "ADM5"),),
    )
    (doctor,) = answer.providers
    assert (doctor.name.last, doctor.taxonomy, doctor.function) == ("HSIEH", "207R00000X", "PE")
    granted, denied = answer.services
    assert granted.decision is not None
    assert granted.decision.outcome is Outcome.CERTIFIED
    assert (granted.service.code, granted.service.charge, granted.service.units) == ("97110", money(400), 12)
    assert granted.service.dates == one_day(date(2025, 12, 16))
    assert denied.decision is not None
    assert (denied.decision.outcome, denied.decision.reason) == (Outcome.DENIED, "0Y")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("A1", Outcome.CERTIFIED),
        ("A2", Outcome.PARTLY_CERTIFIED),
        ("A4", Outcome.PENDED),
        ("C", Outcome.CANCELLED),
        ("CT", Outcome.ASK_PAYER),
        ("NA", Outcome.NOT_NEEDED),
    ],
)
def test_every_decision_has_its_word(code: str, outcome: Outcome) -> None:
    """What HCR01 says."""
    text = _REVIEW[: _REVIEW.index("HL*5")].replace("HL*4*3*EV*1", "HL*4*3*EV*0").replace("A6*AUTH0002", code)
    (answer,) = read_reviews(_file("278", text))
    assert answer.outcome is outcome


def test_a_request_that_reached_no_event_is_answered_by_its_rejections() -> None:
    """The member is not known; and a file of requests alone has no answers."""
    text = _REVIEW[: _REVIEW.index("HL*4")].replace("HL*3*2*22*1", "HL*3*2*22*0")
    (answer,) = read_reviews(_file("278", f"{text}AAA*N**75*C"))
    assert answer.rejections == (Rejection("subscriber", "75", "C"),)
    assert (answer.outcome, answer.services, answer.insured.member_id) == (Outcome.UNKNOWN, (), "INV1")


@pytest.mark.parametrize("read", [read_eligibility, read_claim_status, read_reviews])
def test_another_file_is_refused_by_what_it_holds(read: Callable[..., Any]) -> None:
    """Not read as an empty answer."""
    set_id = "277" if read is not read_claim_status else "271"
    text = _STATUS if set_id == "277" else _COVERED
    with pytest.raises(UnreadableFile, match=f"but {set_id} "):
        read(_file(set_id, text), where="other.x12")


_READERS: dict[str, tuple[Callable[..., tuple[Any, ...]], ...]] = {
    "270": (read_eligibility_requests,),
    "271": (read_eligibility,),
    "276": (read_status_requests,),
    "277": (read_claim_status,),
    "278": (read_reviews, read_review_requests),
}


@pytest.mark.shared
@pytest.mark.parametrize("set_id", _READERS)
def test_every_shared_question_and_answer_is_read(shared_dir: Path, set_id: str) -> None:
    """Every file of 005010 says something about somebody, or about why it does not."""
    with (shared_dir / "x12" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        names = [
            row["file"]
            for row in csv.DictReader(file)
            if row["transaction"] == set_id and row["gs08"].startswith("005010")
        ]
    assert len(names) >= 8
    for name in names:
        data = (shared_dir / "x12" / "files" / name).read_bytes()
        try:
            found = [value for read in _READERS[set_id] for value in read(data)]
        except CleanclaimError as error:
            pytest.fail(f"{name}: {error}")
        assert found, name
        for value in found:
            insured = value.insured
            known = insured is not None and (insured.member_id or insured.patient.name.last)
            assert known or getattr(value, "rejections", ()) or getattr(value, "statuses", ()), name
