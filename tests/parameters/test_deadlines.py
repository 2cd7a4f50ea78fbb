"""Until when: appeals, reopenings, overpayments, with each step and its authority."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cleanclaim.parameters import (
    NotKnown,
    appeal_levels,
    deadline,
    filing_limit,
    load_parameters,
    look_back_day,
    overpayment_deadline,
    payer_deadline,
    payer_rule,
    reconsideration_that_stops_recoupment,
    recoupment,
    reopening_deadline,
    secondary_payer_rules,
    shipped_parameters,
)
from cleanclaim.parameters.deadlines import reckon
from cleanclaim.parameters.holidays import is_working_day
from cleanclaim.parameters.loading import SHIPPED
from cleanclaim.parameters.terms import DeadlineTerms
from cleanclaim.primitives import DecodeError, InvalidValue

DAY = date(2026, 3, 2)
KNOWN = shipped_parameters()


def test_medicare_has_five_levels_of_appeal_in_their_order() -> None:
    levels = appeal_levels(KNOWN, "medicare", DAY)
    assert not isinstance(levels, NotKnown)
    assert [(level.key, level.terms.days) for level in levels] == [
        ("redetermination", 120),
        ("reconsideration", 180),
        ("hearing", 60),
        ("council", 60),
        ("court", 60),
    ]
    assert all(level.sources for level in levels)


def test_receipt_is_presumed_five_days_after_the_notice() -> None:
    """A remittance of March 2 is received on March 7; 120 days later it is July 5, a Sunday."""
    levels = appeal_levels(KNOWN, "medicare", DAY)
    assert not isinstance(levels, NotKnown)
    found = deadline(levels[0], date(2026, 3, 2))
    assert found.last_day == date(2026, 7, 5)
    assert not is_working_day(found.last_day)
    assert found.filed_when == "received"
    assert "presumed 5 days later, on 2026-03-07" in found.steps[1]
    assert found.verified


def test_evidence_of_receipt_goes_before_the_presumption() -> None:
    levels = appeal_levels(KNOWN, "medicare", DAY)
    assert not isinstance(levels, NotKnown)
    assert deadline(levels[0], DAY, date(2026, 3, 20)).last_day == date(2026, 3, 20) + timedelta(days=120)
    with pytest.raises(InvalidValue, match="cannot have been received"):
        deadline(levels[0], DAY, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("on", "amount", "enough"),
    [
        (date(2025, 12, 31), "190.00", True),
        (date(2026, 1, 1), "190.00", False),
        (date(2026, 12, 31), "200.00", True),
        (date(2027, 1, 1), "5000.00", None),
        (date(2024, 6, 1), "5000.00", None),
    ],
)
def test_a_hearing_wants_the_amount_of_the_year_in_which_it_is_asked_for(
    on: date, amount: str, enough: bool | None
) -> None:
    """A year that is not on record is not known, never taken from the year before."""
    levels = appeal_levels(KNOWN, "medicare", on)
    assert not isinstance(levels, NotKnown)
    assert levels[2].meets_least_amount(Decimal(amount)) is enough
    assert levels[0].meets_least_amount(Decimal("0.01")) is True


def test_a_payers_own_levels_go_before_the_rule_for_its_kind() -> None:
    own = appeal_levels(KNOWN, "commercial", DAY, payer_id="DEMOSUM")
    assert not isinstance(own, NotKnown)
    assert [(level.name, level.terms.days) for level in own] == [
        ("Claim reconsideration", 90),
        ("Formal appeal", 60),
    ]
    assert isinstance(appeal_levels(KNOWN, "commercial", DAY), NotKnown)
    medicare = appeal_levels(KNOWN, "medicare", DAY, payer_id="DEMOMCR")
    assert not isinstance(medicare, NotKnown)
    assert len(medicare) == 5


def test_a_determination_is_reopened_within_a_year_or_four_for_good_cause() -> None:
    leap = date(2024, 2, 29)
    plain = reopening_deadline(KNOWN, "medicare", leap)
    cause = reopening_deadline(KNOWN, "medicare", leap, good_cause=True)
    assert not isinstance(plain, NotKnown)
    assert not isinstance(cause, NotKnown)
    assert (plain.last_day, cause.last_day) == (date(2025, 2, 28), date(2028, 2, 29))
    assert isinstance(reopening_deadline(KNOWN, "commercial", leap), NotKnown)


def test_an_overpayment_goes_back_within_sixty_days() -> None:
    found = overpayment_deadline(KNOWN, "medicare", date(2025, 3, 1))
    assert not isinstance(found, NotKnown)
    assert found.last_day == date(2025, 4, 30)
    assert look_back_day(KNOWN, "medicare", date(2025, 3, 1)) == date(2019, 3, 1)


def test_an_investigation_suspends_the_clock() -> None:
    """Begun on day 10, 50 days are left; it ends on May 1, so June 20 is the last day."""
    identified = date(2025, 3, 1)
    ended = overpayment_deadline(
        KNOWN,
        "medicare",
        identified,
        investigation_began=date(2025, 3, 11),
        investigation_ended=date(2025, 5, 1),
    )
    going_on = overpayment_deadline(KNOWN, "medicare", identified, investigation_began=date(2025, 3, 11))
    assert not isinstance(ended, NotKnown)
    assert not isinstance(going_on, NotKnown)
    assert ended.last_day == date(2025, 6, 20)
    assert going_on.last_day == identified + timedelta(days=180 + 50)


@given(
    began=st.integers(0, 60),
    lasted=st.integers(0, 400),
    identified=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)
def test_a_suspension_never_shortens_the_time_nor_goes_beyond_its_limit(
    began: int, lasted: int, identified: date
) -> None:
    start = identified + timedelta(days=began)
    found = overpayment_deadline(
        KNOWN,
        "medicare",
        identified,
        investigation_began=start,
        investigation_ended=start + timedelta(days=lasted),
    )
    assert not isinstance(found, NotKnown)
    assert identified + timedelta(days=60) <= found.last_day <= identified + timedelta(days=240)


def test_an_investigation_that_cannot_be_is_refused() -> None:
    for began, ended in (
        (date(2025, 2, 28), None),
        (date(2025, 5, 1), None),
        (date(2025, 3, 5), date(2025, 3, 4)),
    ):
        with pytest.raises(InvalidValue, match="investigation"):
            overpayment_deadline(
                KNOWN, "medicare", date(2025, 3, 1), investigation_began=began, investigation_ended=ended
            )


def test_before_2025_nothing_suspended_the_clock() -> None:
    found = overpayment_deadline(KNOWN, "medicare", date(2024, 3, 1), investigation_began=date(2024, 3, 5))
    assert isinstance(found, NotKnown)


def test_a_demand_letter_starts_four_clocks() -> None:
    found = recoupment(KNOWN, "medicare", date(2025, 3, 3))
    assert not isinstance(found, NotKnown)
    assert found.rebuttal.last_day == date(2025, 3, 18)
    assert not isinstance(found.redetermination, NotKnown)
    assert found.redetermination.last_day == date(2025, 4, 2)
    assert (found.interest_begins, found.begins) == (date(2025, 4, 2), date(2025, 4, 12))
    again = reconsideration_that_stops_recoupment(KNOWN, "medicare", date(2025, 5, 1))
    assert not isinstance(again, NotKnown)
    assert again.last_day == date(2025, 6, 30)
    assert isinstance(recoupment(KNOWN, "commercial", date(2025, 3, 3)), NotKnown)


def test_reasons_for_which_medicare_is_second_name_their_bound_and_code() -> None:
    rules = {rule.reason: rule for rule in secondary_payer_rules(KNOWN, DAY)}
    assert rules["working_aged"].employees_at_least == 20
    assert (rules["end_stage_renal_disease"].months, rules["disability"].insurance_type) == (30, "43")
    assert all(rule.sources for rule in rules.values())


def test_a_payers_rules_are_read_out_of_its_file() -> None:
    assert payer_rule(KNOWN, "DEMOSUM", "frequency_codes", DAY) == ("1", "7", "8")
    assert isinstance(payer_rule(KNOWN, "60054", "frequency_codes", DAY), NotKnown)
    dispute = payer_deadline(KNOWN, "DEMOSUM", "underpayment_dispute", DAY)
    assert not isinstance(dispute, NotKnown)
    assert dispute.last_day == DAY + timedelta(days=180)
    assert isinstance(payer_deadline(KNOWN, "DEMOSUM", "nothing", DAY), NotKnown)


def test_a_practice_adds_payers_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "payer" / "own"
    own.mkdir(parents=True)
    (own / "acme.yaml").write_text(
        "payer_id:\n  description: Id.\n  unit: code\n"
        "  references: [{source: Provider agreement 2025, exhibit A}]\n"
        '  values:\n    2025-01-01: "ACME1"\n'
        "filing_days:\n  description: Filing.\n  unit: days\n"
        "  references: [{source: Provider agreement 2025, section 4}]\n"
        "  values:\n    2025-01-01: 95\n"
        "reopening:\n  any_reason:\n    description: Corrections.\n    unit: deadline\n"
        "    references: [{source: Provider agreement 2025, section 5}]\n    values:\n"
        "      2025-01-01: {months: 6, counts_from: decision, filed_when: sent}\n"
    )
    known = load_parameters(SHIPPED, tmp_path)
    limit = filing_limit(known, "commercial", DAY, payer_id="ACME1")
    assert not isinstance(limit, NotKnown)
    assert (limit.days, limit.sources[0].source) == (95, "Provider agreement 2025")
    reopened = reopening_deadline(known, "commercial", date(2025, 8, 31), payer_id="ACME1")
    assert not isinstance(reopened, NotKnown)
    assert reopened.last_day == date(2026, 2, 28)


def test_a_last_day_moves_only_where_the_rule_says_so() -> None:
    stays = DeadlineTerms(days=1, counts_from="decision", filed_when="received")
    moves = DeadlineTerms(days=1, counts_from="decision", filed_when="received", moves_to_working_day=True)
    friday = date(2026, 7, 2)  # July 3, 2026 is Independence Day as observed
    assert reckon(stays, friday).last_day == date(2026, 7, 3)
    assert reckon(moves, friday).last_day == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("{days: 1, months: 2, counts_from: decision, filed_when: sent}", "exactly one of"),
        ("{counts_from: decision, filed_when: sent}", "exactly one of"),
        ("{days: -1, counts_from: decision, filed_when: sent}", "Expected `int`"),
        ("{days: 1, counts_from: birthday, filed_when: sent}", "birthday"),
        ("{days: 1, counts_from: decision, filed_when: sent, presumed_receipt_days: 5}", "from receipt"),
        ("{days: 1, counts_from: decision, filed_when: sent, weeks: 2}", "weeks"),
        ("{days: 1, counts_from: decision}", "filed_when"),
        ("60", "Its fields are days"),
    ],
)
def test_a_deadline_that_could_be_misread_is_refused_with_its_line(
    tmp_path: Path, value: str, says: str
) -> None:
    (tmp_path / "rules.yaml").write_text(
        f"first:\n  description: x\n  unit: deadline\n  invented: true\n  values:\n    2020-01-01: {value}\n"
    )
    with pytest.raises(DecodeError) as caught:
        load_parameters(tmp_path)
    assert says in str(caught.value)
    assert "rules.yaml, line 6" in str(caught.value)
    assert "Its fields are" in str(caught.value)


def test_members_and_advantage_plans_have_levels_of_their_own() -> None:
    member = appeal_levels(KNOWN, "member", DAY)
    assert not isinstance(member, NotKnown)
    internal, external = (deadline(level, date(2026, 1, 30)) for level in member)
    assert (internal.last_day, external.last_day) == (date(2026, 7, 29), date(2026, 5, 30))
    assert not external.verified
    plan = appeal_levels(KNOWN, "medicare_advantage", DAY)
    assert not isinstance(plan, NotKnown)
    assert [level.order for level in plan] == [1, 3]
    assert deadline(plan[0], date(2026, 1, 1)).last_day == date(2026, 3, 7)
