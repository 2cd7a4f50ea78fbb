"""An account: what is owed and why; a payment to the cent, once, and taken back without a trace lost."""

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec
import pytest
from django.test import Client

from cleanclaim.web.accounting.models import PatientPayment, Posting
from cleanclaim.web.accounting.selectors import patient_credit, patient_owes, trial_balance
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.demo.practice import DemoEncounter
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.forms import form_to
from tests.web.screens.conftest import As, Run, actions

OWED = Decimal("3.00")


@pytest.fixture
def patient(run: Run, clinic: Organization) -> Patient:
    """A patient who owes a copay of 3.00 on one paid claim."""
    run("E1009")
    with tenant(clinic.pk):
        return Patient.objects.get()


@pytest.fixture
def desk(patient: Patient, as_role: As) -> Client:
    """Whoever takes the payments."""
    return as_role(Role.BILLER)


def owed(clinic: Organization, patient: Patient) -> dict[str, Decimal]:
    with tenant(clinic.pk):
        assert sum(trial_balance().values()) == 0
        return patient_owes(patient.number)


def claim_state(clinic: Organization, number: str = "E1009") -> str:
    with tenant(clinic.pk):
        return Claim.objects.get(patient_control_number=number).state


def payments(clinic: Organization) -> int:
    with tenant(clinic.pk):
        return PatientPayment.objects.count()


def pay(client: Client, patient: Patient, amount: str, **more: str) -> object:
    fields = {"amount": amount, "method": "cash", "receipt": uuid4().hex[:12], **more}
    return client.post(f"/accounts/{patient.pk}/pay/", fields)


def status(answer: object) -> int:
    return answer.status_code  # type: ignore[attr-defined,no-any-return]


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_who_owes_most_is_listed_and_anybody_is_found(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    assert "Reyes" in desk.get("/accounts/").content.decode()
    for words in ("reyes", "Rey", patient.number):
        assert desk.post("/accounts/", {"words": words}).headers["Location"] == "/accounts/"
        page = desk.get("/accounts/").content.decode()
        assert "Reyes" in page
        assert "3.00" in page
    desk.post("/accounts/", {"words": "nobody at all"})
    assert "Nobody is called that" in desk.get("/accounts/").content.decode()
    desk.post("/accounts/", {"clear": "1"})
    assert "Reyes" in desk.get("/accounts/").content.decode()
    assert actions(clinic).count("accounts.listed") == 6


def test_the_ledger_ends_with_what_is_owed(desk: Client, patient: Patient, clinic: Organization) -> None:
    page = desk.get(f"/accounts/{patient.pk}/").content.decode()
    strip = dict(re.findall(r"<dt>([^<]+)</dt><dd><span[^>]*>([^<]+)</span>", page))
    assert strip == {"Payers owe": "0.00", "Patient owes": "3.00", "Balance": "3.00"}
    assert actions(clinic, patient.pk)[-1] == "account.viewed"


def test_what_is_paid_to_the_cent_closes_the_claim_and_its_work(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    assert claim_state(clinic) == "paid"
    form = form_to(desk.get(f"/accounts/{patient.pk}/").content.decode(), "/pay/")
    fields = {name: value for name, value in form.values.items() if name != "keep"}
    assert status(desk.post(form.action, {**fields, "amount": "1.99"})) == 302
    assert owed(clinic, patient) == {"E1009": Decimal("1.01")}
    assert claim_state(clinic) == "paid"
    with tenant(clinic.pk):
        assert WorkItem.objects.get(kind="patient_balance", closed_at=None).amount == Decimal("1.01")
    receipt = desk.post(
        form.action, {**fields, "receipt": "second", "amount": "$1.01", "method": "check"}, follow=True
    )
    assert "Receipt" in said(receipt)
    assert "1.01" in said(receipt)
    assert owed(clinic, patient) == {}
    assert claim_state(clinic) == "closed"
    with tenant(clinic.pk):
        assert not WorkItem.objects.filter(kind="patient_balance", closed_at=None).exists()
        payment = PatientPayment.objects.get(receipt="second")
    assert actions(clinic, payment.pk) == ["payment.taken", "payment.viewed"]


def test_a_form_that_is_sent_twice_books_once(desk: Client, patient: Patient, clinic: Organization) -> None:
    first = pay(desk, patient, "2.00", receipt="AAA")
    again = pay(desk, patient, "2.00", receipt="AAA")
    assert first.headers["Location"] == again.headers["Location"]  # type: ignore[attr-defined]
    assert payments(clinic) == 1
    assert owed(clinic, patient) == {"E1009": Decimal("1.00")}


def test_another_amount_on_a_used_receipt_is_not_taken_for_the_first(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    """Back to the form, another amount, sent again: it must not look as if it had been booked."""
    pay(desk, patient, "2.00", receipt="AAA")
    again = pay(desk, patient, "1.00", receipt="AAA")
    assert status(again) == 422
    assert "receipt" in said(again)
    assert payments(clinic) == 1


def test_more_than_is_owed_is_refused_or_kept_as_a_credit(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    refused = pay(desk, patient, "10.00")
    assert status(refused) == 422
    assert "7.00 would be left over" in said(refused)
    assert payments(clinic) == 0
    assert status(pay(desk, patient, "10.00", keep="1")) == 302
    with tenant(clinic.pk):
        assert patient_credit(patient.number) == Decimal("7.00")
    assert "credit of" in desk.get(f"/accounts/{patient.pk}/").content.decode()
    assert claim_state(clinic) == "closed"


REFUSED = (
    ({"amount": ""}, "not a number"),
    ({"amount": "three"}, "not a number"),
    ({"amount": "NaN"}, "not a number"),
    ({"amount": "0"}, "above nothing"),
    ({"amount": "-1.00"}, "above nothing"),
    ({"amount": "0.005"}, "above nothing"),
    ({"amount": "1e9"}, "above nothing"),
    ({"method": "shells"}, "not a way to pay"),
    ({"reference": "4111 1111 1111 1111"}, "card"),
    ({"reference": "slip 5500-0000-0000-0004"}, "card"),
)
"""What is entered, and what is said of it."""


def test_a_payment_that_cannot_be_is_told_in_a_sentence_and_books_nothing(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    for fields, words in REFUSED:
        answer = pay(desk, patient, **{"amount": "1.00", **fields})
        assert status(answer) == 422, fields
        assert words in said(answer), fields
    assert payments(clinic) == 0
    assert owed(clinic, patient) == {"E1009": OWED}


def test_taken_back_everything_stands_as_before_and_the_claim_is_open_again(
    desk: Client, patient: Patient, clinic: Organization
) -> None:
    with tenant(clinic.pk):
        before = trial_balance()
    receipt = pay(desk, patient, "3.00").headers["Location"]  # type: ignore[attr-defined]
    assert claim_state(clinic) == "closed"
    form = form_to(desk.get(receipt).content.decode(), "/take-back/")
    assert desk.post(form.action, {"reason": " "}).status_code == 422
    assert claim_state(clinic) == "closed"
    assert "Taken back" in desk.post(form.action, {"reason": "bounced"}, follow=True).content.decode()
    with tenant(clinic.pk):
        assert {kind: amount for kind, amount in trial_balance().items() if amount} == {
            kind: amount for kind, amount in before.items() if amount
        }
        assert Posting.objects.filter(entry__memo__contains="bounced").exists()
        assert WorkItem.objects.get(kind="patient_balance", closed_at=None).amount == OWED
    assert claim_state(clinic) == "paid"
    assert desk.post(form.action, {"reason": "bounced again"}).status_code == 422
    assert "/take-back/" not in desk.get(receipt).content.decode()
    assert owed(clinic, patient) == {"E1009": OWED}


def test_the_oldest_claim_is_paid_first(
    run: Run, clinic: Organization, as_role: As, encounters: dict[str, DemoEncounter]
) -> None:
    row = encounters["E1006"]
    again = msgspec.structs.replace(row.encounter, number="E1006B", date_of_service=date(2025, 12, 10))
    encounters["E1006B"] = msgspec.structs.replace(row, encounter=again)
    run("E1006")
    run("E1006B")
    with tenant(clinic.pk):
        patient = Patient.objects.get()
        before = patient_owes(patient.number)
    assert list(before) == ["E1006", "E1006B"]
    desk = as_role(Role.BILLER)
    assert status(pay(desk, patient, str(before["E1006"] + Decimal("0.01")))) == 302
    assert owed(clinic, patient) == {"E1006B": before["E1006B"] - Decimal("0.01")}
    assert (claim_state(clinic, "E1006"), claim_state(clinic, "E1006B")) == ("closed", "paid")


def test_who_may_look_is_offered_no_payment(patient: Patient, as_role: As) -> None:
    auditor = as_role(Role.AUDITOR)
    page = auditor.get(f"/accounts/{patient.pk}/").content.decode()
    assert "/pay/" not in page
    assert status(pay(auditor, patient, "1.00")) == 403
