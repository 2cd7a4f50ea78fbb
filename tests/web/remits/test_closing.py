"""A check is closed at difference zero or not at all, and PostgreSQL sees to it."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.test import Client

from cleanclaim.primitives import StateError
from cleanclaim.web.accounting.selectors import balance_with_payer, trial_balance
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.remits.check import check_of
from cleanclaim.web.remits.models import ClaimPayment, RecoupmentTie, Remittance
from cleanclaim.web.remits.services.close_remittance import close_remittance, reopen_remittance
from cleanclaim.web.remits.services.match_payment import declare_not_ours, take_back_match
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.denials.conftest import BILLER, post
from tests.web.forms import form_to
from tests.web.remits.test_matching import rows
from tests.web.screens.conftest import As, actions


@pytest.fixture
def clean(commercial: Claim, clinic: Organization, now: datetime) -> Remittance:
    """A remittance of which nothing waits."""
    with tenant(clinic.pk):
        return post(*rows(commercial, commercial.patient_control_number), payment="175", trace="T1", at=now)


@pytest.fixture
def unclear(commercial: Claim, clinic: Organization, now: datetime) -> Remittance:
    """A remittance with one payment of which the claim is not certain."""
    with tenant(clinic.pk):
        return post(*rows(commercial, "SOMETHINGELSE", theirs="OTHER1"), payment="175", trace="T2", at=now)


@pytest.fixture
def recouped(commercial: Claim, clinic: Organization, now: datetime) -> Remittance:
    """A check of 155.00: 175.00 for the claim less 20.00 that the payer takes back for it."""
    with tenant(clinic.pk):
        number = commercial.patient_control_number
        plb = f"PLB*1234567893*20251231*WO:{number}*20"
        return post(*rows(commercial, number), plb, payment="155", trace="T3", at=now)


def state(row: Remittance) -> bool:
    return Remittance.objects.get(pk=row.pk).closed_at is not None


def test_a_clean_remittance_takes_two_keys_open_and_close(
    clean: Remittance, clinic: Organization, biller: Client
) -> None:
    listing = biller.get("/remittances/").content.decode()
    row = re.search(r"<tr data-row.*?</tr>", listing, re.DOTALL)
    assert row is not None
    assert f'href="/remittances/{clean.pk}/" data-open' in row[0]  # Enter
    page = biller.get(f"/remittances/{clean.pk}/").content.decode()
    form = form_to(page, "/close/")
    assert 'data-key="C"' in page  # C
    assert biller.post(form.action, form.values).status_code == 302
    with tenant(clinic.pk):
        assert state(clean)
        event = clean.events.get()
        assert (event.what, event.made_by) == ("closed", "Some Body")
    assert "remittance.closed" in actions(clinic, clean.pk)
    assert "Closed" in biller.get(f"/remittances/{clean.pk}/").content.decode()


def test_after_closing_one_the_next_open_one_is_shown(
    clean: Remittance, unclear: Remittance, biller: Client
) -> None:
    answer = biller.post(f"/remittances/{clean.pk}/close/")
    assert answer.headers["Location"] == f"/remittances/{unclear.pk}/"
    page = biller.get(f"/remittances/{unclear.pk}/").content.decode()
    assert "Exceptions" in page
    assert "/close/" not in page


def test_what_waits_keeps_a_check_open_until_it_is_decided(
    unclear: Remittance, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        with pytest.raises(StateError, match=r"1 claim payments wait and 175\.00 is not explained"):
            close_remittance(remittance_id=unclear.pk, actor=BILLER, at=now)
        declare_not_ours(
            payment_id=ClaimPayment.objects.get().pk, reason="another practice", actor=BILLER, at=now
        )
        check = check_of(unclear)
        assert (check.posted, check.set_aside, check.difference) == (0, Decimal("175.00"), 0)
        close_remittance(remittance_id=unclear.pk, actor=BILLER, at=now)
        assert state(unclear)


def test_the_database_refuses_to_close_what_is_not_at_zero(
    unclear: Remittance, clinic: Organization, now: datetime
) -> None:
    with pytest.raises(IntegrityError, match="1 wait, the difference is"), tenant(clinic.pk):
        Remittance.objects.filter(pk=unclear.pk).update(closed_at=now, closed_by="a bug")
    with tenant(clinic.pk):
        assert not state(unclear)


def test_a_closed_check_does_not_change_until_it_is_reopened_with_a_reason(
    clean: Remittance, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        close_remittance(remittance_id=clean.pk, actor=BILLER, at=now)
        payment = ClaimPayment.objects.get()
        with pytest.raises(StateError, match="closed"):
            take_back_match(payment_id=payment.pk, reason="wrong", actor=BILLER, at=now)
    for statement in (
        "UPDATE remits_remittance SET payment = 1",
        "UPDATE remits_remittance SET state = 'received'",
        "UPDATE remits_claimpayment SET claim_id = NULL",
    ):
        with pytest.raises(DatabaseError, match="closed"), tenant(clinic.pk), connection.cursor() as cursor:
            cursor.execute(statement)
    with tenant(clinic.pk):
        reopen_remittance(remittance_id=clean.pk, reason="wrong sister", actor=BILLER, at=now)
        take_back_match(payment_id=payment.pk, reason="wrong sister", actor=BILLER, at=now)
        assert [each.what for each in clean.events.order_by("made_at", "what")] == ["closed", "reopened"]


def test_an_auditor_sees_but_does_not_close(clean: Remittance, clinic: Organization, as_role: As) -> None:
    auditor = as_role(Role.AUDITOR)
    assert "/close/" not in auditor.get(f"/remittances/{clean.pk}/").content.decode()
    assert auditor.post(f"/remittances/{clean.pk}/close/").status_code == 403
    with tenant(clinic.pk):
        assert not state(clean)


def test_a_recoupment_is_proposed_for_its_claim_and_tied_by_a_person(
    recouped: Remittance, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    number = commercial.patient_control_number
    page = biller.get(f"/remittances/{recouped.pk}/").content.decode()
    assert "To explain" in page
    form = form_to(page, "/tie/")
    assert form.values["number"] == number
    assert form.values["amount"] == "20.00"
    too_much = {**form.values, "amount": "20.01"}
    assert biller.post(form.action, too_much).status_code == 422
    assert biller.post(form.action, form.values).status_code == 302
    with tenant(clinic.pk):
        assert balance_with_payer(number, commercial.payer_id) == Decimal("20.00")
        assert trial_balance()["provider_adjustment"] == 0
        assert Claim.objects.get(pk=commercial.pk).state == "paid"
        open_kinds = set(WorkItem.objects.filter(closed_at=None).values_list("kind", flat=True))
        assert open_kinds == {"review"}
        tie = RecoupmentTie.objects.get()
    assert "Explained" in biller.get(f"/remittances/{recouped.pk}/").content.decode()
    untie = {"tie": str(tie.pk), "reason": "another claim"}
    assert biller.post(form.action.replace("/tie/", "/untie/"), untie).status_code == 302
    with tenant(clinic.pk):
        assert balance_with_payer(number, commercial.payer_id) == 0
        assert trial_balance()["provider_adjustment"] == Decimal("20.00")


def test_an_adjustment_about_no_claim_is_explained_in_words(
    recouped: Remittance, clinic: Organization, biller: Client
) -> None:
    with tenant(clinic.pk):
        row = recouped.provider_adjustments.get()
    address = f"/remittances/adjustments/{row.pk}/tie/"
    assert biller.post(address, {"what": "explain", "reason": ""}).status_code == 422
    assert biller.post(address, {"what": "explain", "reason": "a levy of the state"}).status_code == 302
    with tenant(clinic.pk):
        assert not WorkItem.objects.filter(kind="provider_adjustment", closed_at=None).exists()
    assert biller.post(address, {"what": "explain", "reason": "again"}).status_code == 422


def test_a_check_with_a_recoupment_closes_at_zero(
    recouped: Remittance, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        check = check_of(recouped)
        assert (check.posted, check.difference) == (Decimal("155.00"), 0)
        close_remittance(remittance_id=recouped.pk, actor=BILLER, at=now)
        assert state(recouped)
