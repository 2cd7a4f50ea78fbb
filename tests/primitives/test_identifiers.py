"""NPI and TIN: which are right, and which rule a wrong one breaks."""

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import NPI, TIN, InvalidValue, luhn_is_valid

_NINE = st.integers(100_000_000, 299_999_999).map(str)


def test_the_check_digit_of_the_customary_example_is_right() -> None:
    """1234567893 is the number that guides use as an example (the CMS note was not opened here)."""
    assert NPI.parse("1234567893").value == "1234567893"
    assert NPI.from_nine("123456789") == NPI("1234567893")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("123456789", "ten digits"),
        ("12345678930", "ten digits"),
        ("123456789X", "ten digits"),
        ("1234567893\n", "ten digits"),
        ("\u0661234567893", "ten digits"),
        ("3234567893", "begin with 1 or 2"),
        ("1234567890", "check digit"),
        ("", "ten digits"),
    ],
)
def test_a_wrong_npi_is_refused_by_the_rule_that_it_breaks(text: str, rule: str) -> None:
    """The person can see what to look for."""
    with pytest.raises(InvalidValue, match=rule):
        NPI.parse(text)


@given(_NINE, st.integers(0, 9), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(nine: str, position: int, change: int) -> None:
    """The law of the check digit."""
    right = NPI.from_nine(nine).value
    wrong = str((int(right[position]) + change) % 10)
    assert not luhn_is_valid("80840" + right[:position] + wrong + right[position + 1 :])


def test_a_taxpayer_number_loses_its_dashes_and_keeps_its_kind() -> None:
    """As REF EI or SY carries it."""
    assert TIN.parse("20-1234567") == TIN("201234567", "EI")
    assert TIN.parse("201-23-4567", "SY") == TIN("201234567", "SY")


@pytest.mark.parametrize("text", ["", "12345678", "000000000", "999999999", "20123456A"])
def test_what_is_no_taxpayer_number_is_refused(text: str) -> None:
    """Nine digits, not all alike."""
    with pytest.raises(InvalidValue, match="nine digits"):
        TIN.parse(text)


def test_a_wrong_social_security_number_is_not_repeated_in_the_message() -> None:
    """Errors may be logged."""
    with pytest.raises(InvalidValue) as refusal:
        TIN.parse("20-123-45", "SY")
    assert "20-123" not in str(refusal.value)
