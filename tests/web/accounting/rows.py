"""One row of everything about money, for tests that go to every screen."""

from datetime import datetime
from decimal import Decimal

from cleanclaim.web.accounting.services.agree_plan import agree_plan
from cleanclaim.web.accounting.services.decide_money import Wish, decide_on_claim
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.remits.models import ProviderAdjustment
from tests.web.path.conftest import FRONT_DESK


def money_ids(claim: Claim, at: datetime) -> dict[str, str]:
    """Write a cent off, agree on a plan, adjust a check by nothing; in an open tenant."""
    payment = claim.payments.select_related("remittance").get()
    wish = Wish(
        kind="write_off",
        debtor="patient",
        amount=Decimal("0.01"),
        note="small",
        reference="d1",
        reason="small_balance",
    )
    decision = decide_on_claim(claim_id=claim.pk, wish=wish, actor=FRONT_DESK, at=at)
    plan = agree_plan(
        patient=claim.patient,
        total=Decimal("1.00"),
        parts=2,
        first_due=at.date(),
        actor=FRONT_DESK,
        at=at,
    )
    adjustment = ProviderAdjustment.objects.create(
        remittance=payment.remittance, position=1, reason="CT", amount=0
    )
    return {
        "claim_payment_id": str(payment.pk),
        "adjustment_id": str(adjustment.pk),
        "decision_id": str(decision.pk),
        "plan_id": str(plan.pk),
    }
