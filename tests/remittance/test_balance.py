"""Remittances that add up, and each way in which one does not."""

from decimal import Decimal

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.remittance import balance
from tests.remittance.files import PAYEE_NPI, a_file, claim_rows, interchange, transaction


def differences(*rows: str, payment: str, **options: str) -> list[tuple[str, Decimal, Decimal]]:
    (remittance,) = read_835(a_file(*rows, payment=payment, **options))
    return [(each.level, each.expected, each.found) for each in balance(remittance)]


def test_a_plain_payment_adds_up():
    rows = claim_rows("C1", "100", "80", "CAS*CO*45*10", "CAS*PR*3*10")
    assert differences(*rows, payment="80") == []


def test_the_payment_is_not_the_sum_of_its_claims():
    rows = claim_rows("C1", "100", "80", "CAS*CO*45*20")
    assert differences(*rows, payment="80.01") == [("transaction", Decimal("80.00"), Decimal("80.01"))]


def test_a_claim_is_off_by_a_cent_and_so_is_its_line():
    rows = claim_rows("C1", "100.01", "80", "CAS*CO*45*20")
    assert differences(*rows, payment="80") == [
        ("claim", Decimal("100.00"), Decimal("100.01")),
        ("line", Decimal("100.00"), Decimal("100.01")),
    ]


def test_a_line_is_off_while_the_claim_adds_up():
    rows = ("CLP*C1*1*100*80*0*12*ICN1*11*1", "SVC*HC:99213*90*80**1", "CAS*CO*45*20")
    assert differences(*rows, payment="80") == [("line", Decimal("100.00"), Decimal("90.00"))]


def test_a_claim_without_lines_balances_by_its_own_adjustments():
    rows = ("CLP*C1*1*211366.97*138018.4**MA*ICN1*11*1", "CAS*CO*45*73348.57")
    assert differences(*rows, payment="138018.40") == []


def test_claim_and_line_adjustments_add_up_together():
    rows = (
        "CLP*C1*1*800*450*300*12*ICN1",
        "CAS*CO*45*50",
        "SVC*HC:99211*800*500",
        "CAS*PR*1*300",
    )
    assert differences(*rows, payment="450") == []


@pytest.mark.parametrize(
    ("plb", "payment"),
    [
        (f"PLB*{PAYEE_NPI}*20251231*WO:ICN9*30", "50"),
        (f"PLB*{PAYEE_NPI}*20251231*L6*-1.27", "81.27"),
        (f"PLB*{PAYEE_NPI}*20251231*WO:ICN9*30*L6*-0.50*FB:X*-20", "70.50"),
        (f"PLB*{PAYEE_NPI}*20251231*WO:ICN9*100", "-20"),
    ],
)
def test_a_positive_plb_reduces_the_payment_and_a_negative_one_raises_it(plb, payment):
    rows = (*claim_rows("C1", "100", "80", "CAS*CO*45*20"), plb)
    assert differences(*rows, payment=payment) == []


def test_reversal_and_correction_in_one_payment():
    rows = (
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22"),
        *claim_rows("C1", "100", "80", "CAS*CO*45*20"),
    )
    assert differences(*rows, payment="20") == []


def test_the_debit_flag_names_who_moves_money_not_its_sign():
    rows = claim_rows("C1", "100", "80", "CAS*CO*45*20")
    bpr = "BPR*I*80*D*ACH*CCP************20251205"
    assert differences(*rows, payment="80", bpr=bpr) == []


def test_a_payment_of_nothing_adds_up():
    rows = claim_rows("C1", "100", "0", "CAS*CO*16*100", status="4")
    assert differences(*rows, payment="0", method="NON") == []


def test_the_place_names_transaction_claim_and_line():
    good = transaction(*claim_rows("C1", "100", "80", "CAS*CO*45*20"), payment="80")
    bad = transaction(
        *claim_rows("C2", "100", "100"),
        *claim_rows("C3", "50", "20", "CAS*CO*45*29.99"),
        payment="120",
        number="0002",
        trace="EFT0002",
    )
    first, second = read_835(interchange(good, bad))
    assert balance(first) == ()
    claim, line = balance(second)
    assert (claim.where, claim.claim, claim.line) == ("CLP03 of claim 2", 2, None)
    assert (line.where, line.claim, line.line) == ("SVC02 of claim 2, line 1", 2, 1)
    assert claim.amount == Decimal("0.01")
