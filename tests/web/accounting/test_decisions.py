"""What people decide about money: never more than there is, once, with a reason, and undone exactly."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import MoneyDecision, Posting
from cleanclaim.web.accounting.selectors import patient_credit, payer_credit, trial_balance
from cleanclaim.web.accounting.services.decide_money import Wish, decide_on_claim, refund_credit
from cleanclaim.web.accounting.services.take_payment import take_payment
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.denials.conftest import BILLER, answer_rows, post
from tests.web.forms import forms_of
from tests.web.screens.conftest import As, actions

SHARED = (("130.00", "CAS*CO*45*60~CAS*PR*2*20"), ("25.00", ""))


@pytest.fixture
def decided(commercial: Claim, clinic: Organization, now: datetime) -> Claim:
    """The claim of 235.00 with 155.00 paid, 60.00 contractual, and 20.00 that the patient owes."""
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHARED), payment="155", trace="T1", at=now)
        return Claim.objects.select_related("patient").get(pk=commercial.pk)


def wish(kind: str, amount: str, debtor: str = "patient", **more: str) -> Wish:
    return Wish(
        kind=kind, debtor=debtor, amount=Decimal(amount), note="a note", reference=uuid4().hex, **more
    )


def owes(claim: Claim) -> Decimal:
    return Owed([claim.patient_control_number]).by_patient(claim.patient_control_number)


def test_a_write_off_by_reason_settles_the_claim_and_taken_back_opens_it(
    decided: Claim, clinic: Organization, biller: Client
) -> None:
    page = biller.get(f"/accounts/claims/{decided.pk}/").content.decode()
    form = next(each for each in forms_of(page) if each.values.get("what") == "write_off")
    fields = {**form.values, "reason": "small_balance", "note": "below the limit"}
    assert fields["amount"] == "20.00"
    assert biller.post(form.action, fields).status_code == 302
    assert biller.post(form.action, fields).status_code == 302, "sent twice"
    with tenant(clinic.pk):
        decision = MoneyDecision.objects.get()
        assert (decision.reason, decision.note, decision.made_by) == (
            "small_balance",
            "below the limit",
            "Some Body",
        )
        assert Posting.objects.get(account="write_off").reason == "small_balance"
        assert owes(decided) == 0
        assert Claim.objects.get(pk=decided.pk).state == "closed"
        assert not WorkItem.objects.filter(kind="patient_balance", closed_at=None).exists()
    assert "money.write_off" in actions(clinic, decision.pk)
    back = f"/accounts/decisions/{decision.pk}/take-back/"
    assert biller.post(back, {"reason": ""}).status_code == 422
    assert biller.post(back, {"reason": "paid after all"}).status_code == 302
    assert biller.post(back, {"reason": "again"}).status_code == 422
    with tenant(clinic.pk):
        assert owes(decided) == Decimal("20.00")
        assert trial_balance()["write_off"] == 0
        assert Claim.objects.get(pk=decided.pk).state == "paid"
        assert WorkItem.objects.filter(kind="patient_balance", closed_at=None).exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (wish("write_off", "20.01", reason="other"), "owed are 20.00"),
        (wish("write_off", "5.00", reason="because"), "no reason to write off"),
        (wish("write_off", "0.00", reason="other"), "cannot be"),
        (wish("transfer", "5.00", to="NOBODYSPAYER"), "not one of the claim's"),
        (wish("refund", "1.00"), "the credit is -20.00"),
        (wish("apply", "1.00"), "the credit is 0.00"),
        (wish("gift", "1.00"), "not a decision"),
        (wish("write_off", "1.00", "NOBODYSPAYER", reason="other"), "not one of the claim's"),
    ],
)
def test_what_cannot_be_is_refused_and_books_nothing(
    asked: Wish, told: str, decided: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        before = trial_balance()
        with pytest.raises(InvalidValue, match=told):
            decide_on_claim(claim_id=decided.pk, wish=asked, actor=BILLER, at=now)
        assert trial_balance() == before


def test_a_transfer_to_the_payer_and_back(decided: Claim, clinic: Organization, now: datetime) -> None:
    number, payer = decided.patient_control_number, decided.payer_id
    with tenant(clinic.pk):
        decide_on_claim(claim_id=decided.pk, wish=wish("transfer", "15.00", to=payer), actor=BILLER, at=now)
        assert Owed([number]).by_payer(number, payer) == Decimal("15.00")
        assert owes(decided) == Decimal("5.00")
        assert WorkItem.objects.get(kind="patient_balance", closed_at=None).amount == Decimal("5.00")
        decide_on_claim(
            claim_id=decided.pk,
            wish=wish("transfer", "15.00", payer, to="patient"),
            actor=BILLER,
            at=now,
        )
        assert owes(decided) == Decimal("20.00")


def test_a_patients_credit_is_listed_used_and_refunded(
    decided: Claim, clinic: Organization, biller: Client, now: datetime
) -> None:
    with tenant(clinic.pk):
        take_payment(
            patient=decided.patient,
            receipt="R1",
            amount=Decimal("30.00"),
            method="cash",
            reference="",
            applied={},
            keep_rest=True,
            actor=BILLER,
            at=now,
        )
    page = biller.get("/accounts/credits/").content.decode()
    assert decided.patient.last_name in page
    with tenant(clinic.pk):
        decide_on_claim(claim_id=decided.pk, wish=wish("apply", "20.00"), actor=BILLER, at=now)
        assert owes(decided) == 0
        assert patient_credit(decided.patient.number) == Decimal("10.00")
        with pytest.raises(InvalidValue, match=r"the credit is 10\.00"):
            refund_credit(wish=wish("refund", "10.01"), patient=decided.patient, actor=BILLER, at=now)
    form = next(
        each
        for each in forms_of(biller.get("/accounts/credits/").content.decode())
        if each.values.get("patient") == str(decided.patient_id)
    )
    assert biller.post(form.action, {**form.values, "note": "check 99"}).status_code == 302
    with tenant(clinic.pk):
        assert patient_credit(decided.patient.number) == 0
        assert trial_balance()["patient_cash"] == Decimal("20.00")


def test_what_a_payer_paid_too_much_is_refunded_from_the_claim(
    decided: Claim, clinic: Organization, biller: Client, now: datetime
) -> None:
    number, payer = decided.patient_control_number, decided.payer_id
    with tenant(clinic.pk):
        again = answer_rows(decided, ("200.00", "CAS*CO*45*10"), ("25.00", ""), number="ICN2")
        post(*again, payment="225", trace="T2", at=now)
        credit = -Owed([number]).by_payer(number, payer)
        assert credit > 0
    assert number in biller.get("/accounts/credits/").content.decode()
    with tenant(clinic.pk):
        decide_on_claim(claim_id=decided.pk, wish=wish("refund", str(credit), payer), actor=BILLER, at=now)
        assert Owed([number]).by_payer(number, payer) == 0
        assert payer_credit(payer) == 0


def test_roles_decide_as_the_matrix_says(decided: Claim, clinic: Organization, as_role: As) -> None:
    auditor = as_role(Role.AUDITOR)
    page = auditor.get(f"/accounts/claims/{decided.pk}/").content.decode()
    assert "20.00" in page
    assert not [form for form in forms_of(page) if form.action.endswith("/decide/")]
    fields = {"what": "write_off", "who": "patient", "amount": "20.00", "note": "x", "reference": "r1"}
    assert auditor.post(f"/accounts/claims/{decided.pk}/decide/", fields).status_code == 403
    assert auditor.post("/accounts/credits/refund/", fields).status_code == 403
    assert as_role(Role.CODER).get("/accounts/credits/").status_code == 403
    with tenant(clinic.pk):
        assert not MoneyDecision.objects.exists()


def test_another_organization_decides_nothing(
    decided: Claim, other_organization: Organization, now: datetime
) -> None:
    with tenant(other_organization.pk), pytest.raises(Claim.DoesNotExist):
        decide_on_claim(
            claim_id=decided.pk, wish=wish("write_off", "1.00", reason="other"), actor=BILLER, at=now
        )


def test_a_decision_cannot_be_changed_in_the_database(
    decided: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        decide_on_claim(
            claim_id=decided.pk, wish=wish("write_off", "1.00", reason="other"), actor=BILLER, at=now
        )
    for table in ("moneydecision", "closedmonth", "balancesnapshot", "instalment"):
        for statement in (f"DELETE FROM accounting_{table}", f"UPDATE accounting_{table} SET id = id"):
            with pytest.raises(DatabaseError), tenant(clinic.pk), connection.cursor() as cursor:
                cursor.execute(statement)
