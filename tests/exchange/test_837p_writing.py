"""What a submission of claims looks like on the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from cleanclaim.claim import (
    Address,
    Adjustment,
    Claim,
    Contact,
    Coverage,
    Diagnosis,
    LineAdjudication,
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
from cleanclaim.exchange import read_837, write_837p
from cleanclaim.primitives import NPI, InvalidValue, UnreadableFile, money, one_day
from cleanclaim.x12 import Delimiters, read_transactions
from tests.exchange.submissions import SUBMISSION

_DAY = date(2025, 12, 2)
_HOME = Address("7 INVENTED AVE", "", "DENVER", "CO", "802021234")
_PRACTICE = Provider(
    name=Name(last="HARBOR CLINIC", is_organization=True),
    npi=NPI.from_nine("123456001").value,
    tax_id="201234567",
    address=_HOME,
)
_ADA = Person(Name("ABBADI", "ADA"), birth_date=date(1961, 4, 9), sex="F", address=_HOME)
_ESME = Person(Name("CALDERON", "ESME"), birth_date=date(1985, 2, 3), sex="F", address=_HOME)
_HUGO = Person(Name("CALDERON", "HUGO"), birth_date=date(2016, 8, 21), sex="M", address=_HOME)
_PLAN = Payer("EVERGREEN MUTUAL", "71000")


def _claim(number: str = "PCN1", **changes: Any) -> Claim:
    claim = Claim(
        patient_control_number=number,
        place_of_service="11",
        billing_provider=_PRACTICE,
        patient=_ADA,
        coverages=(Coverage(payer=_PLAN, member_id="INV1", filing_indicator="CI"),),
        diagnoses=(Diagnosis("E119", "principal"),),
        lines=(
            ServiceLine(
                "99213", charge=money("100.50"), units=Decimal(1), dates=one_day(_DAY), pointers=(1,)
            ),
        ),
    )
    return msgspec.structs.replace(claim, **changes)


def _child(number: str) -> Claim:
    coverage = Coverage(
        payer=_PLAN, member_id="INV2", relationship="19", subscriber=_ESME, filing_indicator="CI"
    )
    return _claim(number, patient=_HUGO, coverages=(coverage,))


def _rows(*claims: Claim) -> list[str]:
    (transaction,) = read_transactions(write_837p(claims, submission=SUBMISSION))
    return ["*".join(segment.row) for segment in transaction.segments]


def _having(rows: list[str], *starts: str) -> list[str]:
    return [row for row in rows if row.startswith(starts)]


def test_claims_of_one_family_share_their_levels_and_every_parent_says_whether_it_has_children() -> None:
    """Two visits of a child and one of a woman who is insured herself: one provider, two subscribers."""
    rows = _rows(_child("PCN1"), _child("PCN2"), _claim("PCN3"))
    assert _having(rows, "HL", "CLM") == [
        "HL*1**20*1",
        "HL*2*1*22*1",
        "HL*3*2*23*0",
        "CLM*PCN1*100.5***11:B:1*Y*A*Y*Y",
        "CLM*PCN2*100.5***11:B:1*Y*A*Y*Y",
        "HL*4*1*22*0",
        "CLM*PCN3*100.5***11:B:1*Y*A*Y*Y",
    ]
    assert _having(rows, "SBR", "PAT", "NM1*IL", "NM1*QC") == [
        "SBR*P********CI",
        "NM1*IL*1*CALDERON*ESME****MI*INV2",
        "PAT*19",
        "NM1*QC*1*CALDERON*HUGO",
        "SBR*P*18*******CI",
        "NM1*IL*1*ABBADI*ADA****MI*INV1",
    ]


def test_another_billing_provider_begins_another_level() -> None:
    """Order is kept: a provider who comes again has a second level."""
    other = msgspec.structs.replace(_PRACTICE, npi=NPI.from_nine("123456002").value)
    rows = _rows(_claim("PCN1"), _claim("PCN2", billing_provider=other), _claim("PCN3"))
    assert [row.split("*")[1] for row in _having(rows, "CLM")] == ["PCN1", "PCN2", "PCN3"]
    assert len([row for row in rows if row.startswith("HL") and row.split("*")[3] == "20"]) == 3


def test_all_numbers_follow_from_the_control_number() -> None:
    """ISA13, GS06, ST02 and BHT03, so that nothing can be sent twice unnoticed."""
    data = write_837p([_claim()], submission=SUBMISSION)
    (transaction,) = read_transactions(data)
    assert transaction.interchange.control_number == "000000042"
    assert transaction.group.control_number == "42"
    assert transaction.control_number == "0001"
    assert "*".join(transaction.segments[1].row) == "BHT*0019*00*0000000420001*20251215*0930*CH"
    assert write_837p([_claim()], submission=SUBMISSION) == data


def test_a_replacement_names_the_claim_that_it_replaces() -> None:
    """Frequency 7 in CLM05 and the payer's number in REF F8."""
    coverage = Coverage(payer=_PLAN, member_id="INV1", payer_claim_control_number="ICN7")
    rows = _rows(_claim(claim_frequency_code="7", coverages=(coverage,)))
    assert _having(rows, "CLM", "REF*F8") == ["CLM*PCN1*100.5***11:B:7*Y*A*Y*Y", "REF*F8*ICN7"]


def test_the_second_payer_learns_what_the_first_has_paid_and_why_not_more() -> None:
    """Loops 2320, 2330 and 2430, adjustments by group."""
    line = _claim().lines[0]
    decision = LineAdjudication(
        payer_id="71000",
        paid=money("60.25"),
        code="99213",
        units=Decimal(1),
        adjudicated_on=date(2025, 12, 10),
        adjustments=(
            Adjustment("CO", "45", money("20.25")),
            Adjustment("PR", "1", money(5)),
            Adjustment("CO", "94", money("-5")),
            Adjustment("PR", "2", money(20), Decimal(1)),
        ),
    )
    first = Coverage(
        payer=_PLAN, member_id="INV1", filing_indicator="CI", prior_payment=PriorPayment(paid=money("60.25"))
    )
    second = Coverage(
        sequence="S", payer=Payer("SUMMIT PLAN", "72000"), member_id="INV9", filing_indicator="CI"
    )
    claim = _claim(
        coverages=(first, second),
        billed_coverage=1,
        lines=(msgspec.structs.replace(line, adjudications=(decision,)),),
    )
    rows = _rows(claim)
    assert _having(rows, "SBR", "AMT", "OI", "NM1*PR", "SVD", "CAS", "DTP*573") == [
        "SBR*S*18*******CI",
        "NM1*PR*2*SUMMIT PLAN*****PI*72000",
        "SBR*P*18*******CI",
        "AMT*D*60.25",
        "OI***Y***Y",
        "NM1*PR*2*EVERGREEN MUTUAL*****PI*71000",
        "SVD*71000*60.25*HC:99213**1",
        "CAS*CO*45*20.25**94*-5",
        "CAS*PR*1*5**2*20*1",
        "DTP*573*D8*20251210",
    ]


def test_twelve_diagnoses_stand_in_one_segment() -> None:
    """The principal one first, with its own qualifier."""
    codes = ("E119", "I10", "K219", "N390", "J209", "E785", "M5450", "J069", "D649", "F411", "R519", "E039")
    dx = tuple(Diagnosis(code, "other" if n else "principal") for n, code in enumerate(codes))
    (row,) = _having(_rows(_claim(diagnoses=dx)), "HI")
    assert row == "HI*ABK:E119*" + "*".join(f"ABF:{code}" for code in codes[1:])


def test_a_line_without_a_number_of_its_own_gets_one_that_the_remittance_will_quote() -> None:
    """REF 6R, always; the claim that is read back has it."""
    assert _having(_rows(_claim("PCN9")), "REF*6R") == ["REF*6R*PCN9L1"]
    long = "N" * 30
    assert _having(_rows(_claim(long)), "REF*6R") == ["REF*6R*1"]


def test_a_text_with_a_delimiter_in_it_is_sent_with_other_delimiters() -> None:
    """Nobody has to rewrite a note because it names a time of day."""
    claim = _claim(notes=(Note("ADD", "SEEN AT 10:30 * URGENT"),))
    data = write_837p([claim], submission=SUBMISSION)
    (transaction,) = read_transactions(data)
    assert transaction.interchange.delimiters == Delimiters(element="|", component=">")
    assert read_837(data)[0].notes == claim.notes


def test_delimiters_that_were_asked_for_are_not_changed_behind_ones_back() -> None:
    """The file is refused instead, with the place."""
    submission = msgspec.structs.replace(SUBMISSION, delimiters=Delimiters())
    with pytest.raises(InvalidValue, match=r"NTE02.*contains '\*'"):
        write_837p([_claim(notes=(Note("ADD", "A*B"),))], submission=submission)


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"diagnoses": (Diagnosis("E119"),) * 13}, "claims[0].diagnoses", "room for 12"),
        ({"diagnoses": (Diagnosis("E119", poa="Y"),)}, "claims[0].diagnoses[0].poa", "present-on-admission"),
        ({"claim_type": "dental"}, "claims[0].claim_type", "'dental'"),
        ({"lines": (ServiceLine(),) * 51}, "claims[0].lines", "room for 50"),
        ({"lines": (ServiceLine(pointers=(1, 2, 3, 4, 5)),)}, "claims[0].lines[0].pointers", "room for 4"),
        ({"lines": (ServiceLine(revenue_code="0450"),)}, "claims[0].lines[0].revenue_code", "no place"),
        ({"billed_coverage": 3}, "claims[0].billed_coverage", "no coverage 3"),
        ({"patient": Person(Name("山田"))}, "claims[0].patient.name.last", "extended sets"),
        ({"other_segments": (OtherSegment("9999", ("K3", "A")),)}, "claims[0].other_segments[0]", "no loop"),
        ({"lines": (ServiceLine(charge=Decimal("NaN")),)}, "claims[0].lines[0].charge", "not a number"),
        (
            {"coverages": (Coverage(relationship="18", subscriber=_ESME),)},
            "claims[0].coverages[0].subscriber",
            "another person",
        ),
    ],
)
def test_what_an_837p_cannot_carry_is_refused_by_the_name_of_the_field(
    changes: dict[str, Any], place: str, reason: str
) -> None:
    """Nothing is dropped in silence, and no name of a person stands in the message."""
    with pytest.raises(InvalidValue) as refusal:
        write_837p([_claim(**changes)], submission=SUBMISSION)
    assert refusal.value.where == place
    assert reason in refusal.value.message
    assert "ZOË" not in str(refusal.value)


def test_wrong_values_are_sent_as_they_are() -> None:
    """A bad NPI, no date, an unknown qualifier: edits judge them, the writer does not."""
    claim = _claim(
        billing_provider=msgspec.structs.replace(_PRACTICE, npi="123"),
        lines=(ServiceLine("99213", charge=money(1), control_number="A"),),
        total_charge=money(7),
        references=(Reference("QQ", "X"),),
        other_dates=(QualifiedDate("888", one_day(_DAY)),),
    )
    assert read_837(write_837p([claim], submission=SUBMISSION)) == (claim,)


def test_a_submission_without_a_number_to_call_or_without_claims_is_refused() -> None:
    """Loop 1000A needs a contact."""
    mute = msgspec.structs.replace(SUBMISSION, contact=Contact("NOBODY"))
    with pytest.raises(InvalidValue, match="no telephone"):
        write_837p([_claim()], submission=mute)
    with pytest.raises(InvalidValue, match="no claim"):
        write_837p([], submission=SUBMISSION)


def test_more_claims_than_a_transaction_may_hold_go_into_the_next() -> None:
    """5,000 a transaction; their order goes on."""
    claims = [_claim(f"P{n}", lines=()) for n in range(5001)]
    transactions = list(read_transactions(write_837p(claims, submission=SUBMISSION)))
    assert [t.control_number for t in transactions] == ["0001", "0002"]
    assert [s.get(1) for s in transactions[1].segments if s.id == "CLM"] == ["P5000"]


def test_several_interchanges_in_one_file_are_all_read() -> None:
    """Clearinghouses join files."""
    later = msgspec.structs.replace(SUBMISSION, control_number=43, at=datetime(2025, 12, 16))  # noqa: DTZ001
    data = write_837p([_claim("PCN1")], submission=SUBMISSION) + write_837p(
        [_claim("PCN2")], submission=later
    )
    assert [claim.patient_control_number for claim in read_837(data)] == ["PCN1", "PCN2"]


def test_a_level_with_a_wrong_parent_loses_no_claim() -> None:
    """The claim belongs to the level above it in the file."""
    data = write_837p([_child("PCN1")], submission=SUBMISSION).replace(b"HL*3*2*23*0", b"HL*3*77*23*0")
    (claim,) = read_837(data)
    assert claim.patient.name == _HUGO.name
    assert claim.subscriber.name == _ESME.name
    assert claim.billing_provider.npi == _PRACTICE.npi


def test_a_separator_other_than_the_declared_one_is_recognised() -> None:
    """Some senders declare ``:`` in ISA16 and write ``>``."""
    data = write_837p([_claim()], submission=SUBMISSION)
    head, body = data[:120], data[120:].replace(b":", b">")
    assert read_837(head + body) == read_837(data)


def test_a_file_without_claims_is_refused_by_what_it_holds() -> None:
    """A truncated file is not read half, and no 837 is no claim."""
    data = write_837p([_claim()], submission=SUBMISSION)
    with pytest.raises(UnreadableFile, match=r"is missing|breaks off"):
        read_837(data[: len(data) // 2], where="half.837")
    with pytest.raises(UnreadableFile, match=r"X12|ISA"):
        read_837(b"hello", where="letter.txt")
