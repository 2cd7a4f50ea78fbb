"""Deposits and remittances: certain only by trace and amount; the rest is proposed with its reason."""

from datetime import date
from decimal import Decimal

from cleanclaim.posting import Announced, Deposit, match_deposits

DAY = date(2025, 12, 5)


def deposit(amount: str, trace: str = "", words: str = "", key: str = "d") -> Deposit:
    return Deposit(key, DAY, Decimal(amount), trace, words)


def announced(key: str, amount: str, trace: str, payer: str = "", on: date = DAY) -> Announced:
    return Announced(key, trace, Decimal(amount), on, payer)


def test_trace_and_amount_are_certain_whatever_zeros_lead() -> None:
    (match,) = match_deposits([deposit("10.00", "EFT-7")], [announced("r", "10.00", "00EFT7")])
    assert match.certain


def test_remittances_of_one_trace_are_carried_together() -> None:
    both = [announced("a", "4.00", "T1234"), announced("b", "6.00", "T1234")]
    (match,) = match_deposits([deposit("10.00", "T1234")], both)
    assert (match.certain, [each.key for each in match.remittances]) == (True, ["a", "b"])


def test_a_trace_among_the_banks_words_counts() -> None:
    (match,) = match_deposits(
        [deposit("10.00", words="HCCLAIMPMT EFT00099")], [announced("r", "10.00", "EFT00099")]
    )
    assert match.certain


def test_another_amount_is_no_match_but_a_question() -> None:
    (match,) = match_deposits([deposit("9.99", "T1")], [announced("r", "10.00", "T1")])
    assert not match.certain
    assert "10.00 was announced" in match.because


def test_an_equal_amount_is_proposed_the_named_payer_first_and_only_near() -> None:
    rows = [
        announced("a", "10.00", "X1", "Summit Mutual"),
        announced("b", "10.00", "X2", "Northwind Health"),
        announced("c", "10.00", "X3", "Northwind Health", date(2025, 11, 1)),
    ]
    (match,) = match_deposits([deposit("10.00", words="NORTHWIND PMT")], rows)
    assert [each.key for each in match.remittances] == ["b", "a"]
    assert "NORTHWIND" in match.because


def test_a_remittance_is_carried_once() -> None:
    deposits = [deposit("10.00", "T1", key="first"), deposit("10.00", "T1", key="second")]
    found = match_deposits(deposits, [announced("r", "10.00", "T1")])
    assert [(each.deposit.key, each.certain) for each in found] == [("first", True)]
