"""What a claim says of itself."""

from datetime import date
from decimal import Decimal

import pytest

from cleanclaim.claim import (
    Claim,
    Coverage,
    Diagnosis,
    InstitutionalDetails,
    Name,
    Person,
    ServiceLine,
)
from cleanclaim.primitives import DateRange, money, one_day

_ADA, _ESME = Person(Name("ABBADI", "ADA")), Person(Name("CALDERON", "ESME"))


def test_the_subscriber_is_the_patient_unless_the_billed_coverage_names_another() -> None:
    """The second coverage is billed: its subscriber counts."""
    coverages = (Coverage(member_id="A"), Coverage("S", member_id="B", relationship="01", subscriber=_ESME))
    assert Claim(patient=_ADA, coverages=coverages).subscriber == _ADA
    second = Claim(patient=_ADA, coverages=coverages, billed_coverage=1)
    assert (second.subscriber, second.coverage.member_id) == (_ESME, "B")


@pytest.mark.parametrize("billed", [-1, 1, 9])
def test_a_billed_coverage_that_is_not_there_is_an_empty_one(billed: int) -> None:
    """A claim holds what was sent; asking it never fails."""
    assert Claim(coverages=(Coverage(member_id="A"),), billed_coverage=billed).coverage == Coverage()


def test_lines_point_at_principal_and_other_diagnoses_only() -> None:
    """An admitting diagnosis has no number."""
    dx = (Diagnosis("R079", "admitting"), Diagnosis("I2510", "principal"), Diagnosis("I10"))
    assert [d.code for d in Claim(diagnoses=dx).numbered_diagnoses] == ["I2510", "I10"]


def test_the_charge_is_what_was_sent_or_else_the_sum_of_the_lines() -> None:
    """A wrong total stays visible."""
    lines = (ServiceLine(charge=money("1.10")), ServiceLine(), ServiceLine(charge=money("2.20")))
    assert Claim(lines=lines).charge == money("3.30")
    sent = Claim(lines=lines, total_charge=Decimal("9.999"))
    assert (sent.charge, sent.charge_of_lines) == (money("10.00"), money("3.30"))


def test_service_dates_run_from_the_first_to_the_last_line_or_are_the_statements() -> None:
    """Nothing is known without dates."""
    lines = (
        ServiceLine(dates=one_day(date(2025, 12, 3))),
        ServiceLine(),
        ServiceLine(dates=DateRange(date(2025, 12, 1), date(2025, 12, 2))),
    )
    assert Claim(lines=lines).service_dates == DateRange(date(2025, 12, 1), date(2025, 12, 3))
    assert Claim().service_dates is None
    statement = DateRange(date(2025, 11, 1), date(2025, 11, 30))
    stay = Claim(lines=lines, institutional=InstitutionalDetails(statement=statement))
    assert stay.service_dates == statement
