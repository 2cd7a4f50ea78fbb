"""A payment plan is agreed with a patient, or ended."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cleanclaim.primitives import InvalidValue, Money, StateError, show_money
from cleanclaim.web.accounting.models import Instalment, PaymentPlan
from cleanclaim.web.accounting.selectors import patient_owes
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.patients.models import Patient

MOST = 60
"""Instalments of a plan."""


def agree_plan(
    *, patient: Patient, total: Money, parts: int, first_due: date, actor: Actor, at: datetime
) -> PaymentPlan:
    """Agree on monthly instalments of a total that the patient owes; cents left over come first.

    Raises ``InvalidValue`` for a total beyond what is owed, a number of parts that cannot be, a first
    day that is past, and while another plan runs.
    """
    locked = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    owed = sum(patient_owes(locked.number).values(), Decimal(0))
    if not 0 < total <= owed:
        raise InvalidValue(
            f"the plan is for {show_money(total)}, owed are {show_money(owed)}.", where="Amount"
        )
    if not 1 <= parts <= MOST or total < Decimal(parts) / 100:
        raise InvalidValue(f"a plan has 1 to {MOST} instalments.", where="Instalments")
    if first_due < at.date():
        raise InvalidValue("the first day is past.", where="First day")
    if PaymentPlan.objects.filter(patient=locked, ended_on=None).exists():
        raise StateError("a plan runs already.", fix="End it first.")
    plan = PaymentPlan.objects.create(
        patient=locked, agreed_on=at.date(), total=total, made_by=actor.name[:80]
    )
    cents = int(total * 100)
    Instalment.objects.bulk_create(
        Instalment(
            organization_id=plan.organization_id,
            plan=plan,
            position=number + 1,
            due=months_after(first_due, number),
            amount=Decimal(cents // parts + (1 if number < cents % parts else 0)) / 100,
        )
        for number in range(parts)
    )
    record(actor=actor, action="plan.agreed", subject=plan, at=at, details={"parts": parts})
    return plan


def end_plan(*, plan_id: UUID, reason: str, actor: Actor, at: datetime) -> PaymentPlan:
    """End a plan; what is owed stays owed. Raises ``InvalidValue`` without a reason."""
    said = " ".join(reason.split())
    if not said:
        raise InvalidValue("a plan is ended with a reason.", where="Reason")
    plan = PaymentPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if plan.ended_on is not None:
        raise StateError("it has ended already.")
    plan.ended_on, plan.ended_because = at.date(), said[:200]
    plan.save(update_fields=["ended_on", "ended_because"])
    record(actor=actor, action="plan.ended", subject=plan, at=at)
    return plan


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, the month's last day where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for wanted in range(day.day, 27, -1):
        try:
            return date(year, month + 1, wanted)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
