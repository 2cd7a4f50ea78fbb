"""Facts and units on which procedures rest."""

import pytest
from hypothesis import given, strategies as st

from cleanclaim.coding.procedures.facts import count_of, digit_modifiers, lengths, side_modifiers
from cleanclaim.coding.procedures.therapy import units_by_eight_minutes, units_each


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("a 2.5 cm laceration", [2.5]),
        ("25 mm wound", [2.5]),
        ("1.2 x 0.8 cm lesion", [1.2]),
        ("2 inch cut", [5.08]),
        ("5-0 nylon", []),
        (".5 cm papule", [0.5]),
    ],
)
def test_lengths_are_read_in_centimetres(text: str, cm: list[float]) -> None:
    assert [one.cm for one in lengths(text)] == cm


@pytest.mark.parametrize(
    ("text", "noun", "number"),
    [
        ("six actinic keratoses were treated", "keratoses", 6),
        ("aks x 4", "aks", 4),
        ("20 skin tags", "tags", 20),
        ("several warts", "warts", None),
    ],
)
def test_numbers_are_read_from_words_and_numerals(text: str, noun: str, number: int | None) -> None:
    found = count_of(noun, text)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("right great toenail", ["T5"]),
        ("left great toe", ["TA"]),
        ("left thumb", ["FA"]),
        ("right index finger", ["F6"]),
        ("left ring finger", ["F3"]),
        ("right fifth toe", ["T9"]),
        ("ring finger", []),
    ],
)
def test_digits_have_their_modifier_only_with_a_side(text: str, modifiers: list[str]) -> None:
    assert [name for name, _ in digit_modifiers(text)] == modifiers


def test_sides() -> None:
    assert [name for name, _ in side_modifiers("both knees")] == ["50"]
    assert [name for name, _ in side_modifiers("left knee")] == ["LT"]
    assert side_modifiers("the knee") == ()


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ([7], [0]),
        ([8], [1]),
        ([22], [1]),
        ([23], [2]),
        ([24, 23], [2, 1]),
        ([20, 20], [2, 1]),
        ([33, 7], [2, 1]),
        ([18, 13, 10, 8], [1, 1, 1, 0]),
        ([7, 7, 7], [1, 0, 0]),
    ],
)
def test_the_eight_minute_rule(minutes: list[int], units: list[int]) -> None:
    assert units_by_eight_minutes(minutes) == units


@given(st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_units_never_exceed_what_the_total_allows(minutes: list[int]) -> None:
    units = units_by_eight_minutes(minutes)
    assert sum(units) == (sum(minutes) + 7) // 15
    assert all(one * 15 - 15 < spent for one, spent in zip(units, minutes, strict=True))
    assert all(each <= (spent + 7) // 15 for each, spent in zip(units_each(minutes), minutes, strict=True))
