"""A payment plan: parts to the cent, kept or broken by what was paid, ended with a reason."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.models import PatientPayment, PaymentPlan
from cleanclaim.web.accounting.plans import Keeping, standing_of
from cleanclaim.web.accounting.services.agree_plan import agree_plan, end_plan, months_after
from cleanclaim.web.accounting.services.take_payment import take_back_payment, take_payment
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from tests.web.accounting.test_decisions import decided
from tests.web.denials.conftest import BILLER
from tests.web.forms import form_to

__all__ = ["decided"]

FIRST = date(2025, 12, 31)


def agree(claim: Claim, now: datetime, total: str = "20.00", parts: int = 3) -> PaymentPlan:
    return agree_plan(
        patient=claim.patient, total=Decimal(total), parts=parts, first_due=FIRST, actor=BILLER, at=now
    )


def pay(claim: Claim, amount: str, at: datetime, receipt: str) -> PatientPayment:
    return take_payment(
        patient=claim.patient,
        receipt=receipt,
        amount=Decimal(amount),
        method="cash",
        reference="",
        actor=BILLER,
        at=at,
    )


def test_parts_add_up_and_fall_on_the_last_day_of_short_months(
    decided: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        parts = list(agree(decided, now).instalments.order_by("position"))
        assert [part.amount for part in parts] == [Decimal("6.67"), Decimal("6.67"), Decimal("6.66")]
        assert [part.due for part in parts] == [FIRST, date(2026, 1, 31), date(2026, 2, 28)]


def test_kept_late_broken_and_kept_again_by_what_is_paid(
    decided: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        plan = agree(decided, now)

        def keeping(day: date) -> Keeping:
            return standing_of(plan, day).keeping

        assert keeping(FIRST - timedelta(days=1)) is Keeping.KEPT
        assert keeping(FIRST + timedelta(days=1)) is Keeping.LATE
        assert keeping(FIRST + timedelta(days=10)) is Keeping.BROKEN
        payment = pay(decided, "6.67", now, "A1")
        assert keeping(FIRST + timedelta(days=10)) is Keeping.KEPT
        assert standing_of(plan, FIRST).next_part.due == date(2026, 1, 31)  # type: ignore[union-attr]
        take_back_payment(payment=payment, reason="bounced", actor=BILLER, at=now)
        assert keeping(FIRST + timedelta(days=10)) is Keeping.BROKEN
        pay(decided, "20.00", now, "A2")
        assert keeping(FIRST + timedelta(days=400)) is Keeping.FULFILLED


def test_agreed_and_ended_on_the_account(
    decided: Claim, clinic: Organization, biller: Client, now: datetime
) -> None:
    account = f"/accounts/{decided.patient_id}/"
    form = form_to(biller.get(account).content.decode(), "/plan/")
    assert biller.post(form.action, form.values).status_code == 302
    page = biller.get(account).content.decode()
    assert "Payment plan" in page
    assert "Kept" in page
    assert decided.patient.last_name in biller.get("/accounts/plans/").content.decode()
    assert biller.post(form.action, form.values).status_code == 422, "one runs already"
    ending = form_to(page, "/end/")
    assert biller.post(ending.action, {"reason": ""}).status_code == 422
    assert biller.post(ending.action, {"reason": "moved away"}).status_code == 302
    with tenant(clinic.pk):
        plan = PaymentPlan.objects.get()
        assert plan.ended_because == "moved away"
        with pytest.raises(StateError, match="ended already"):
            end_plan(plan_id=plan.pk, reason="again", actor=BILLER, at=now)


@pytest.mark.parametrize(
    ("total", "parts"), [("20.01", 3), ("0.00", 1), ("20.00", 0), ("20.00", 61), ("0.02", 3)]
)
def test_a_plan_that_cannot_be_is_refused(
    total: str, parts: int, decided: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        with pytest.raises(InvalidValue):
            agree(decided, now, total, parts)
        assert not PaymentPlan.objects.exists()


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_after_is_that_day_or_the_last_of_the_month(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).month != found.month
