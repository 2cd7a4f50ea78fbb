"""Payers that go by Medicare's tables deny by what is loaded, and by nothing that is not."""

from pathlib import Path

import pytest

from cleanclaim.codesets import open_store
from cleanclaim.edits.example_tables import store_with
from cleanclaim.simulator import Memory, Payer, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from tests.simulator.scenario import NOW, Bill, Line, sent

PAIRS = (
    "PTP_PRACTITIONER 99214/71046 modifier_indicator=1",
    "PTP_PRACTITIONER 99214/85025 modifier_indicator=0",
    "MUE_PRACTITIONER 97110 units=4 adjudication=3",
    "MUE_PRACTITIONER 99214 units=1 adjudication=2",
)


@pytest.fixture
def house(tmp_path: Path) -> Payer:
    """A payer with these rows and nothing else loaded."""
    return built_in_payer(store=store_with(PAIRS, open_store(tmp_path)))


def denied(house: Payer, *bills: Bill, memory: Memory | None = None, number: int = 1) -> list[list[str]]:
    """Which reasons each line of the last claim is denied for; empty for a line that is paid."""
    memory = memory or Memory()
    answers = house.answer(sent(*bills, control_number=number), now=NOW, memory=memory)
    memory.apply(answers.changes)
    claims = [step for step in answers.changes.steps if isinstance(step, DecidedClaim)]
    assert claims, answers.said
    return [[carc for _, carc, _ in line.adjustments] if line.denied else [] for line in claims[-1].lines]


def visit(*modifiers: str) -> Line:
    """An office visit."""
    return Line("99214", "200.00", modifiers=modifiers)


def film(*modifiers: str) -> Line:
    """A film of the chest."""
    return Line("71046", "60.00", modifiers=modifiers)


def test_the_second_code_of_a_pair_is_denied(house: Payer) -> None:
    assert denied(house, Bill(payer="medicare", lines=(visit(), film()))) == [[], ["236"]]


def test_a_modifier_sets_the_pair_apart_where_the_table_allows_it(house: Payer) -> None:
    assert denied(house, Bill(payer="medicare", lines=(visit("25"), film("59")))) == [[], []]
    hopeless = Bill(payer="medicare", lines=(visit("25"), Line("85025", "30.00", modifiers=("59",))))
    assert denied(house, hopeless) == [[], ["236"]]


def test_a_pair_over_two_claims_of_a_day_is_seen(house: Payer) -> None:
    memory = Memory()
    assert denied(house, Bill("A", "medicare", lines=(visit(),)), memory=memory) == [[]]
    assert denied(house, Bill("B", "medicare", lines=(film(),)), memory=memory, number=2) == [["236"]]


def test_units_are_counted_over_the_claims_of_the_day(house: Payer) -> None:
    therapy = Line("97110", "120.00", "3", modifiers=("GP",))
    memory = Memory()
    assert denied(house, Bill("A", "medicare", lines=(therapy,)), memory=memory) == [[]]
    again = Line("97110", "80.00", "2", modifiers=("GP",))
    assert denied(house, Bill("B", "medicare", lines=(again,)), memory=memory, number=2) == [["151"]]


def test_a_payer_that_does_not_go_by_the_table_pays(house: Payer) -> None:
    assert denied(house, Bill(payer="summit", lines=(visit(), film()))) == [[], []]
    assert denied(house, Bill(payer="northwind", lines=(Line("97110", "300.00", "6"),))) == [[]]


def test_what_is_not_loaded_denies_nothing(tmp_path: Path) -> None:
    empty = built_in_payer(store=open_store(tmp_path))
    assert denied(empty, Bill(payer="medicare", lines=(visit(), film()))) == [[], []]
