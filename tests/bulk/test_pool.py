"""Mapping over many inputs: order kept, errors at their place, inputs drawn as needed."""

import itertools

import pytest

from cleanclaim.bulk import map_many
from cleanclaim.primitives import InvalidValue, money, show_money


def cents(text: str) -> str:
    return show_money(money(text))


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_inputs(workers: int) -> None:
    inputs = [str(number) for number in range(40)]
    assert list(map_many(cents, inputs, workers=workers)) == [f"{number}.00" for number in range(40)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_at_its_inputs_turn(workers: int) -> None:
    results = map_many(cents, ["1", "2", "three"], workers=workers)
    assert [next(results), next(results)] == ["1.00", "2.00"]
    with pytest.raises(InvalidValue, match="'three' is not an amount"):
        next(results)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_endless_iterable_is_drawn_only_as_far_as_needed(workers: int) -> None:
    endless = (str(number) for number in itertools.count())
    assert list(itertools.islice(map_many(cents, endless, workers=workers), 3)) == ["0.00", "1.00", "2.00"]
