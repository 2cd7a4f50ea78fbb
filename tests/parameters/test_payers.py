"""Payers, their plans and members, and until when they take a claim."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from cleanclaim.parameters import (
    FilingLimit,
    NotKnown,
    demo_member_id,
    filing_limit,
    last_filing_day,
    payer_ids,
    payer_kind_of,
    payer_terms,
    plan_of_member,
    shipped_parameters,
)
from cleanclaim.parameters.holidays import federal_holidays, is_working_day

DAY = date(2025, 12, 1)


def test_every_built_in_payer_has_complete_terms() -> None:
    parameters = shipped_parameters()
    kinds = {}
    for payer_id in payer_ids(parameters, DAY):
        terms = payer_terms(parameters, payer_id, DAY)
        assert not isinstance(terms, NotKnown)
        kinds[payer_id] = terms.kind
    assert kinds == {
        "DEMOMCR": "medicare",
        "DEMOMCD": "medicaid",
        "DEMONWH": "commercial",
        "DEMOSUM": "commercial",
    }


def test_an_unknown_payer_is_not_known() -> None:
    assert isinstance(payer_terms(shipped_parameters(), "60054", DAY), NotKnown)


def test_a_plan_states_what_it_leaves_to_the_member() -> None:
    terms = payer_terms(shipped_parameters(), "DEMONWH", DAY)
    assert not isinstance(terms, NotKnown)
    gold = next(plan for plan in terms.plans if plan.name == "gold")
    assert (gold.deductible, gold.coinsurance, gold.copay["office_visit"]) == (
        Decimal("500.00"),
        Decimal(10),
        Decimal("25.00"),
    )


@given(number=st.integers(0, 99_999_999), position=st.integers(0, 8), digit=st.sampled_from("0123456789"))
def test_a_member_id_with_one_wrong_digit_is_nobodys(number: int, position: int, digit: str) -> None:
    terms = payer_terms(shipped_parameters(), "DEMONWH", DAY)
    assert not isinstance(terms, NotKnown)
    for plan in terms.plans:
        member = demo_member_id(plan, number)
        assert plan_of_member(terms, member) == plan
        at = len(plan.member_prefix) + position
        wrong = member[:at] + digit + member[at + 1 :]
        assert wrong == member or plan_of_member(terms, wrong) is None


@pytest.mark.parametrize(
    ("indicator", "kind"), [("MB", "medicare"), ("MC", "medicaid"), ("CI", "commercial")]
)
def test_a_filing_indicator_names_a_kind_of_payer(indicator: str, kind: str) -> None:
    assert payer_kind_of(shipped_parameters(), indicator, DAY) == kind


@pytest.mark.parametrize("indicator", ["", "ZZ", "QQ"])
def test_other_filing_indicators_name_none(indicator: str) -> None:
    assert isinstance(payer_kind_of(shipped_parameters(), indicator, DAY), NotKnown)


@pytest.mark.parametrize(
    ("service", "last"),
    [
        (date(2024, 3, 4), date(2025, 3, 4)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 3, 1), date(2025, 3, 3)),  # a Saturday moves to Monday
        (date(2023, 12, 25), date(2024, 12, 26)),  # Christmas moves on
    ],
)
def test_medicare_takes_claims_for_one_calendar_year(service: date, last: date) -> None:
    limit = filing_limit(shipped_parameters(), "medicare", service)
    assert isinstance(limit, FilingLimit)
    assert last_filing_day(limit, service) == last


def test_federal_rules_limit_no_commercial_payer() -> None:
    assert isinstance(filing_limit(shipped_parameters(), "commercial", DAY), NotKnown)


def test_months_end_on_the_last_day_a_month_has() -> None:
    assert last_filing_day(FilingLimit(months=6), date(2025, 8, 31)) == date(2026, 2, 28)


def test_holidays_of_2021_and_2022_are_those_observed() -> None:
    assert federal_holidays(2021) >= {
        date(2021, 6, 18),
        date(2021, 7, 5),
        date(2021, 12, 24),
        date(2021, 12, 31),
    }
    assert len(federal_holidays(2021)) == 12  # New Year's Day of 2022 is observed in 2021
    assert len(federal_holidays(2022)) == 10
    assert date(2019, 6, 19) not in federal_holidays(2019)
    assert is_working_day(date(2025, 11, 28))
    assert not is_working_day(date(2025, 11, 27))
