"""Money: two decimals, nothing invented, no cent lost."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import InvalidValue, money, show_money, split_cents

_WHOLE_CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
_WEIGHTS = st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("given_value", "shown"),
    [
        ("12", "12.00"),
        (7, "7.00"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("1.1", "1.10"),
    ],
)
def test_an_amount_has_two_decimals_and_halves_go_away_from_zero(given_value: str | int, shown: str) -> None:
    """What is shown is what is booked; there is no negative zero."""
    assert str(money(given_value)) == shown
    assert show_money(money(given_value)) == shown


@pytest.mark.parametrize(
    "wrong", ["NaN", "Infinity", "-Infinity", "sNaN", "12,50", "", "$5", "1e16", "9" * 17]
)
def test_what_cannot_be_booked_is_refused(wrong: str) -> None:
    """Neither infinite nor larger than a ledger holds, nor any text."""
    with pytest.raises(InvalidValue):
        money(wrong)


def test_a_float_is_refused_because_it_is_not_the_amount_that_was_meant() -> None:
    """0.1 + 0.2 is not 0.3."""
    with pytest.raises(InvalidValue, match="float"):
        money(0.1)  # type: ignore[arg-type]


def test_a_third_of_a_dollar_thrice_is_the_dollar() -> None:
    """The cent that is left over goes to the first part."""
    assert split_cents(money(1), [Decimal(1)] * 3) == (money("0.34"), money("0.33"), money("0.33"))


@given(_WHOLE_CENTS, _WEIGHTS)
def test_a_split_conserves_every_cent(total: Decimal, weights: list[Decimal]) -> None:
    """The parts sum to the total exactly, whatever the weights."""
    parts = split_cents(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(_WHOLE_CENTS, _WEIGHTS)
def test_a_split_gives_nobody_more_than_a_cent_beside_the_exact_share(
    total: Decimal, weights: list[Decimal]
) -> None:
    """Fair to the cent, and never of the other sign."""
    whole = sum(weights)
    if not whole:
        return
    for part, weight in zip(split_cents(total, weights), weights, strict=True):
        assert abs(part - total * weight / whole) < Decimal("0.01")
        assert part * total >= 0


def test_without_weight_the_first_part_takes_all() -> None:
    """A payment over lines that are all free of charge still has to stand somewhere."""
    assert split_cents(money("-5.01"), [Decimal(0), Decimal(0)]) == (money("-5.01"), money(0))


@pytest.mark.parametrize("weights", [[], [Decimal(1), Decimal(-1)]])
def test_a_split_over_nothing_or_by_negative_weights_is_refused(weights: list[Decimal]) -> None:
    """There is no right answer."""
    with pytest.raises(InvalidValue):
        split_cents(money(1), weights)
