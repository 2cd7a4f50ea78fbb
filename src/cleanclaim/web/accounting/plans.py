"""Payment plans: whether they are kept, asked of the payments, never stored."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec
from django.db.models import Sum

from cleanclaim.primitives import ZERO, Money
from cleanclaim.web.accounting.models import Instalment, PatientPayment, PaymentPlan


class Keeping(StrEnum):
    """How a plan stands on a day."""

    KEPT = "kept"
    LATE = "late"  # a due day has passed, within the days of grace
    BROKEN = "broken"
    FULFILLED = "fulfilled"
    ENDED = "ended"


class PlanStanding(msgspec.Struct, frozen=True):
    """A plan on a day: dollars due until then, paid since it was agreed, the next part, how it stands."""

    plan: PaymentPlan
    instalments: Sequence[Instalment]
    due: Money
    paid: Money
    next_part: Instalment | None
    keeping: Keeping


def standing_of(plan: PaymentPlan, today: date) -> PlanStanding:
    """Return how a plan stands on a day."""
    parts = list(plan.instalments.order_by("position"))
    paid = paid_since(plan)
    due = _due(parts, today)
    return PlanStanding(plan, parts, due, paid, _next(parts, paid), _keeping(plan, parts, paid, today))


def paid_since(plan: PaymentPlan) -> Decimal:
    """Return what the patient has paid since the plan was agreed; what was taken back does not count."""
    rows = PatientPayment.objects.filter(
        patient=plan.patient_id, taken_at__date__gte=plan.agreed_on, entry__reversed_by=None
    )
    return Decimal(rows.aggregate(total=Sum("amount"))["total"] or ZERO)


def _due(parts: Sequence[Instalment], today: date) -> Decimal:
    return sum((part.amount for part in parts if part.due <= today), ZERO)


def _next(parts: Sequence[Instalment], paid: Decimal) -> Instalment | None:
    """Return the first part that the payments do not cover."""
    covered = ZERO
    for part in parts:
        covered += part.amount
        if covered > paid:
            return part
    return None


def _keeping(plan: PaymentPlan, parts: Sequence[Instalment], paid: Decimal, today: date) -> Keeping:
    if paid >= plan.total:
        return Keeping.FULFILLED
    if plan.ended_on is not None:
        return Keeping.ENDED
    if paid < _due(parts, today - timedelta(days=plan.grace_days)):
        return Keeping.BROKEN
    return Keeping.LATE if paid < _due(parts, today - timedelta(days=1)) else Keeping.KEPT
