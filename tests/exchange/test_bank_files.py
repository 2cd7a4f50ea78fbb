"""Banks' reports in BAI2 and CSV: credits to the cent, debits counted, nothing of the account kept."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.exchange.bank_files import read_bank_file
from cleanclaim.primitives import UnreadableFile


def bai2(*details: tuple[int, int, str], control: int | None = None, funds: str = "Z") -> bytes:
    """A file of one account on 2025-12-05; details are type, cents and text."""
    total = sum(cents for _, cents, _ in details) + 1000 if control is None else control
    lines = [
        "01,122099999,123456789,251205,0800,1,80,,2/",
        "02,123456789,122099999,1,251205,,USD,2/",
        "03,0975312468,,010,1000,,/",
        *(f"16,{kind},{cents},{funds},BANK1,CUST1,{text}" for kind, cents, text in details),
        f"49,{total},{len(details) + 2}/",
        f"98,{total},1,{len(details) + 4}/",
        f"99,{total},1,{len(details) + 6}/",
    ]
    return "\n".join(lines).encode()


def test_credits_are_read_and_debits_left_out() -> None:
    read = read_bank_file(bai2((142, 17500, "HCCLAIMPMT TRN*1*EFT77*1555555555~"), (455, 900, "RENT")))
    (credit,) = read.credits
    assert (credit.on, credit.amount, credit.trace) == (date(2025, 12, 5), Decimal("175.00"), "EFT77")
    assert credit.references == ("BANK1", "CUST1")
    assert (read.debits, read.doubts) == (1, ())
    assert "0975312468" not in repr(read)


def test_a_record_goes_on_in_the_next_line() -> None:
    content = bai2((142, 100, "FIRST PART/\n88,TRN*1*EFT9*1555555555"))
    (credit,) = read_bank_file(content).credits
    assert credit.trace == "EFT9"
    assert credit.text.startswith("FIRST PART")


@pytest.mark.parametrize("funds", ["Z", "0", "V,251206,0900", "S,1,2,3", "D,2,0,50,1,50", ""])
def test_every_form_of_funds_type_is_stepped_over(funds: str) -> None:
    (credit,) = read_bank_file(bai2((165, 5, "TEXT"), funds=funds)).credits
    assert (credit.references, credit.text) == (("BANK1", "CUST1"), "TEXT")


def test_a_control_total_that_differs_is_told() -> None:
    read = read_bank_file(bai2((142, 100, "X"), control=5))
    assert len(read.credits) == 1
    assert "control total is 5, its records add up to 1100" in read.doubts[0]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Date,Amount,Trace,Description", '12/05/2025,"1,234.50",T1,PAYER'),
        ("Posting Date;Credit;Debit;Trace Number;Details", "2025-12-05;$1234.50;;T1;PAYER"),
        ("POST DATE\tAMOUNT\tADDENDA", "12/05/25\t1234.50\tPAYER TRN*1*T1*1555555555~"),
    ],
)
def test_csv_of_several_banks(heading: str, row: str) -> None:
    (credit,) = read_bank_file(f"{heading}\r\n{row}\r\n".encode("utf-8-sig")).credits
    assert (credit.on, credit.amount, credit.trace) == (date(2025, 12, 5), Decimal("1234.50"), "T1")
    assert "PAYER" in credit.text


def test_csv_debits_are_counted_however_they_are_written() -> None:
    read = read_bank_file(b"Date,Amount\n2025-12-05,-5.00\n2025-12-05,(5.00)\n2025-12-05,0\n\n")
    assert (read.credits, read.debits) == ((), 3)
    assert read_bank_file(b"Date,Credit,Debit\n2025-12-05,,5.00").debits == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no bank file"),
        (b"a,b\n1,2", "no column for the day"),
        (b"Date,Amount\n2025-12-05,1.005", "parts of a cent"),
        (b"Date,Amount\n05.12.2025,1", "in no form that is known"),
        (b"Date,Amount\n2025-12-05,", "no amount"),
        (b"Date,Amount\n2025-12-05,NaN", "dollars and cents"),
        (b"01,A,B,251205/\n16,142,100,Z,,,X\n99,1,1,1/", "no group header"),
        (bai2((142, 100, "X"))[:-30], "cut short"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read_bank_file(content, where="bank.csv")


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("01," + text).encode()))
def test_anything_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert read_bank_file(content).debits >= 0
