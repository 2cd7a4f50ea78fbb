"""What an 835 says arrives in the values, and nothing of it is lost."""

import io
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.exchange.remittance_835 import read_835, stream_835
from cleanclaim.primitives import UnreadableFile, UnsupportedVersion, decode_document, encode_document
from cleanclaim.remittance import Remittance
from tests.remittance.files import PAYEE_NPI, a_file, claim_rows, interchange, transaction
from tests.x12.samples import payment_file

RICH = (
    "LX*110212",
    f"TS3*{PAYEE_NPI}*11*20251231*1*1000****700**300",
    "TS2*2178.45*1919.71",
    "CLP*C1*19*1000*600*100*MA*ICN1*11*1*01*470*1.9*0.5",
    "CAS*CO*45*150*2*253*12.5**131*37.5",
    "NM1*QC*1*TESTER*TINA*Q***MI*MEM001",
    "NM1*IL*1*TESTER*TOM****MI*MEM002",
    "NM1*74*1*TESTERSON*TINA***C*MEM003",
    "NM1*82*1*HEALER*HAL****XX*1234567893",
    "NM1*TT*2*OTHER MUTUAL*****PI*OTH01",
    "MIA*0***700*MA01***************N1*N2",
    "REF*EA*MRN77",
    "DTM*232*20251101",
    "DTM*233*20251104",
    "DTM*050*20251110",
    "PER*CX*CLAIMS DESK*TE*8005550199",
    "AMT*AU*700",
    "QTY*CA*3",
    "SVC*HC:99213:25:GC*400*300*0450*1*HC:99214:25*2",
    "DTM*150*20251101",
    "DTM*151*20251102",
    "CAS*PR*1*60**2*40",
    "REF*6R*LINE1",
    "REF*HPI*1234567893",
    "AMT*B6*400",
    "QTY*ZK*1",
    "LQ*HE*N130",
    "LQ*RX*75",
    "SVC*HC:93000*600*500**1",
    "DTM*472*20251103",
    "CAS*CO*45*100",
    f"PLB*{PAYEE_NPI}*20251231*WO:ICN9*30*L6*-2.5",
)


def rich() -> Remittance:
    return read_835(a_file(*RICH, payment="572.50"))[0]


def test_the_payment_with_its_parties():
    remittance = rich()
    assert remittance.payment == Decimal("572.50")
    assert remittance.payment_method == "ACH"
    assert remittance.trace_number == "EFT0001"
    assert remittance.payer_trace_id == "1555555555"
    assert remittance.paid_on == date(2025, 12, 5)
    assert remittance.produced_on == date(2025, 12, 4)
    assert (remittance.payer_name, remittance.payer_id) == ("INVENTED HEALTH PLAN", "INV01")
    assert (remittance.payee_npi, remittance.payee_tax_id) == (PAYEE_NPI, "123456789")
    assert remittance.interchange == "000000001"


def test_the_claim_with_everything_around_it():
    (claim,) = rich().claims
    assert (claim.patient_control_number, claim.status) == ("C1", "19")
    assert (claim.charge, claim.paid, claim.patient_responsibility) == (1000, 600, 100)
    assert (claim.payer_claim_control_number, claim.facility_type, claim.drg) == ("ICN1", "11", "470")
    assert (claim.patient_last_name, claim.patient_first_name, claim.member_id) == (
        "TESTER",
        "TINA",
        "MEM001",
    )
    assert claim.rendering_npi == "1234567893"
    assert claim.crossover == "OTH01"
    assert [party.entity for party in claim.parties] == ["QC", "IL", "74", "82", "TT"]
    assert claim.statement is not None
    assert (claim.statement.start, claim.statement.end) == (date(2025, 11, 1), date(2025, 11, 4))
    assert claim.received == date(2025, 11, 10)
    assert claim.remarks == ("MA01", "N1", "N2")
    assert claim.group == "110212"
    assert ("PER", "CX", "CLAIMS DESK", "TE", "8005550199") in claim.others


def test_a_cas_holds_up_to_six_adjustments():
    (claim,) = rich().claims
    assert [(each.carc, each.amount, each.quantity) for each in claim.adjustments] == [
        ("45", Decimal("150.00"), Decimal(2)),
        ("253", Decimal("12.50"), None),
        ("131", Decimal("37.50"), None),
    ]
    six = "CAS*CO*1*1*1*2*2*2*3*3*3*4*4*4*5*5*5*6*6*6"
    (remittance,) = read_835(a_file("CLP*C1*1*21*0**12*I", six, payment="0"))
    assert [each.carc for each in remittance.claims[0].adjustments] == ["1", "2", "3", "4", "5", "6"]


def test_the_line_with_what_was_billed_and_what_was_paid():
    line, other = rich().claims[0].lines
    assert (line.code, line.modifiers) == ("99213", ("25", "GC"))
    assert (line.submitted_code, line.submitted_modifiers) == ("99214", ("25",))
    assert (line.units, line.submitted_units, line.revenue_code) == (1, 2, "0450")
    assert line.allowed == Decimal("400.00")
    assert line.control_number == "LINE1"
    assert (line.remarks, line.drug_remarks) == (("N130",), ("75",))
    assert line.dates is not None
    assert (line.dates.start, line.dates.end) == (date(2025, 11, 1), date(2025, 11, 2))
    assert other.position == 2
    assert other.dates is not None
    assert other.dates.start == date(2025, 11, 3)


def test_provider_adjustments_come_in_pairs_with_their_sign():
    assert [(each.reason, each.reference, each.amount) for each in rich().provider_adjustments] == [
        ("WO", "ICN9", Decimal("30.00")),
        ("L6", "", Decimal("-2.50")),
    ]


def test_the_payers_summaries_stay_with_their_group():
    (group,) = rich().groups
    assert group.number == "110212"
    assert group.provider_summary[0] == PAYEE_NPI
    assert group.supplemental_summary == ("2178.45", "1919.71")


def test_a_remittance_writes_and_reads_back_equal():
    remittance = rich()
    assert decode_document(encode_document(remittance), Remittance) == remittance


def test_bank_accounts_are_left_out():
    text = encode_document(rich()).decode()
    assert "999999992" not in text


def test_several_transactions_and_interchanges_are_several_remittances():
    first = transaction(*claim_rows("C1", "10", "10"), payment="10")
    second = transaction(*claim_rows("C2", "20", "20"), payment="20", number="0002", trace="EFT0002")
    third = transaction(*claim_rows("C3", "30", "30"), payment="30", trace="EFT0003")
    data = interchange(first, second) + b"\n" + interchange(third, control_number="000000002")
    found = read_835(data)
    assert [(each.position, each.payment, each.interchange) for each in found] == [
        (1, 10, "000000001"),
        (2, 20, "000000001"),
        (3, 30, "000000002"),
    ]


def test_a_composite_joined_with_another_character_than_declared_is_understood():
    rows = ("CLP*C1*1*10*10**12*I", "SVC*HC>99213>25*10*10**1")
    (remittance,) = read_835(a_file(*rows, payment="10"))
    assert remittance.claims[0].lines[0].code == "99213"
    assert remittance.claims[0].lines[0].modifiers == ("25",)


def test_a_date_that_is_none_is_kept_as_text():
    rows = ("CLP*C1*1*10*10**12*I", "DTM*232*20251399")
    (remittance,) = read_835(a_file(*rows, payment="10"))
    assert remittance.claims[0].statement is None
    assert remittance.claims[0].qualified_dates == (("232", "20251399"),)


def test_4010_is_refused_by_name():
    data = interchange(transaction(payment="0"), version="004010X091A1")
    with pytest.raises(UnsupportedVersion, match="004010X091A1"):
        read_835(data, where="old.835")


def test_another_transaction_is_refused_clearly():
    data = a_file(payment="0").replace(b"ST*835*", b"ST*837*")
    with pytest.raises(UnreadableFile, match="837, not 835") as caught:
        read_835(data, where="claims.837")
    assert str(caught.value).startswith("claims.837: ")


@pytest.mark.parametrize("cut", [40, 300, -12])
def test_a_truncated_file_is_refused(cut):
    with pytest.raises(UnreadableFile):
        read_835(a_file(*claim_rows("C1", "10", "10"), payment="10")[:cut])


@pytest.mark.parametrize("amount", ["ten", "1.005", "1E3", "NaN", "1,000", "--5", "99999999999999999999"])
def test_what_is_not_an_amount_in_whole_cents_is_refused_with_its_place(amount):
    with pytest.raises(UnreadableFile, match=r"segment \d+: CLP04"):
        read_835(a_file(f"CLP*C1*1*10*{amount}**12*I", payment="10"))


def test_text_where_an_amount_belongs_is_not_repeated_in_the_message():
    with pytest.raises(UnreadableFile) as caught:
        read_835(a_file("CLP*C1*1*TESTER*10**12*I", payment="10"))
    assert "TESTER" not in str(caught.value)


def test_a_transaction_without_a_payment_segment_is_refused():
    data = a_file(payment="0", bpr="REF*EV*X")
    with pytest.raises(UnreadableFile, match="no BPR"):
        read_835(data)


@pytest.mark.parametrize(
    ("sent", "amount"), [("80.", "80.00"), (".5", "0.50"), ("-0", "0.00"), ("1.50000", "1.50")]
)
def test_the_ways_x12_writes_a_number(sent, amount):
    (remittance,) = read_835(a_file(payment=sent))
    assert remittance.payment == Decimal(amount)
    assert str(remittance.payment) == amount


def test_a_file_that_lost_a_claim_without_money_is_refused_with_both_counts():
    """Every sum still adds up without it: only the count shows that it was there."""
    zero = claim_rows("C2", "100", "0", "CAS*CO*97*100")
    whole = a_file(*claim_rows("C1", "10", "10"), *zero, payment="10")
    assert len(read_835(whole)[0].claims) == 2
    lost = whole.replace(("~".join(zero) + "~").encode(), b"")
    has, says = whole.count(b"~") - 4 - len(zero), whole.count(b"~") - 4
    with pytest.raises(
        UnreadableFile, match=f"lost.835, segment .*has {has} segments, but its SE says {says}: segments may"
    ):
        read_835(lost, where="lost.835")


def test_a_file_that_lost_a_whole_transaction_is_refused():
    first = transaction(*claim_rows("C1", "10", "10"), payment="10")
    second = transaction(*claim_rows("C2", "20", "20"), payment="20", number="0002", trace="EFT0002")
    lost = interchange(first, second).replace(second.encode(), b"")
    with pytest.raises(UnreadableFile, match="has 1 transaction, but its GE says 2"):
        read_835(lost)


def test_claim_payments_come_one_at_a_time_with_their_payment() -> None:
    """The same claims as in the whole remittance, each before the rest is read; then what stands around."""
    whole = read_835(payment_file())[0]
    *claims, (last, none) = stream_835(io.BytesIO(payment_file()))
    assert tuple(claim for _, claim in claims) == whole.claims
    assert none is None
    assert {(head.payment, head.trace_number, head.payer_name, head.payee_npi) for head, _ in claims} == {
        (whole.payment, whole.trace_number, whole.payer_name, whole.payee_npi)
    }
    assert msgspec.structs.replace(last, claims=whole.claims) == whole


def test_a_claim_payment_comes_before_its_file_breaks_off() -> None:
    found = stream_835(payment_file()[: payment_file().rindex(b"SE*")])
    assert next(found)[1] is not None
    with pytest.raises(UnreadableFile, match="SE is missing"):
        next(found)
