"""A paper remittance is typed with its balance shown, and posted through the same door as an 835."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.claims.models import Claim, ReceivedFile
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.patients.models import Payer
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import tenant
from tests.web.forms import form_to
from tests.web.screens.conftest import As, actions

SCAN = b"%PDF-1.4 an invented explanation of benefits"


def begin(client: Client, clinic: Organization, payer_id: str, **fields: Any) -> Any:
    with tenant(clinic.pk):
        payer = Payer.objects.get(payer_id=payer_id)
    sent = {
        "payer": str(payer.pk),
        "trace": "CHK 1001",
        "amount": "175.00",
        "day": "2025-12-10",
        "picture": SimpleUploadedFile("scan.pdf", SCAN),
        **fields,
    }
    return client.post("/remittances/paper/", sent)


@pytest.fixture
def draft(commercial: Claim, clinic: Organization, biller: Client) -> Remittance:
    """A draft of 175.00."""
    assert begin(biller, clinic, commercial.payer_id).status_code == 302
    with tenant(clinic.pk):
        return Remittance.objects.get()


def fill_in(client: Client, draft: Remittance, claim: Claim) -> dict[str, str]:
    """Look our claim up and type the payer's answer into its lines."""
    address = f"/remittances/{draft.pk}/paper/"
    page = client.post(address, {"number": claim.patient_control_number, "look_up": "1"}).content.decode()
    fields = form_to(page, "/paper/").values
    assert (fields["code-1"], fields["charge-1"]) == ("99214", "210.00")
    assert (fields["code-2"], fields["charge"]) == ("83036:QW", "235.00")
    fields |= {"paid": "175.00", "paid-1": "150.00", "adjustments-1": "CO-45 60.00", "paid-2": "25.00"}
    return {name: value for name, value in fields.items() if name != "look_up"}


def test_typed_checked_and_posted_like_an_835(
    draft: Remittance, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    fields = fill_in(biller, draft, commercial)
    assert biller.post(f"/remittances/{draft.pk}/paper/", fields).status_code == 302
    page = biller.get(f"/remittances/{draft.pk}/paper/").content.decode()
    confirm = form_to(page, "/confirm/")
    assert biller.post(confirm.action, confirm.values).headers["Location"] == f"/remittances/{draft.pk}/"
    with tenant(clinic.pk):
        row = Remittance.objects.get()
        assert (row.state, row.source, row.entered_by) == ("posted", "paper", "Some Body")
        payment = ClaimPayment.objects.get()
        assert (payment.claim, payment.paid) == (commercial, Decimal("175.00"))
        assert trial_balance()["unapplied"] == 0
        assert row.file.content() == SCAN
        assert SCAN not in bytes(row.file.sealed_content)
        assert row.events.get().what == "confirmed"
    told = actions(clinic, draft.pk)
    assert [
        each for each in told if each in ("remittance.begun", "remittance.typed", "remittance.confirmed")
    ] == [
        "remittance.begun",
        "remittance.typed",
        "remittance.confirmed",
    ]


def test_the_balance_is_told_as_it_is_typed_and_nothing_is_saved(
    draft: Remittance, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    fields = fill_in(biller, draft, commercial)
    address = f"/remittances/{draft.pk}/paper/balance/"

    def left(answer: str) -> str:
        return re.findall(r'class="money[^"]*">([^<]+)<', answer)[3]

    good = biller.post(address, fields).content.decode()
    assert "This claim adds up" in good
    assert left(good) == "0.00"
    bad = biller.post(address, {**fields, "adjustments-1": "CO-45 59.00"}).content.decode()
    assert "adds up." in bad
    assert "This claim adds up" not in bad
    odd = biller.post(address, {**fields, "adjustments-1": "sixty dollars"}).content.decode()
    assert "adjustments are typed like" in odd
    with tenant(clinic.pk):
        assert Remittance.objects.get().value().claims == ()


def test_what_does_not_add_up_is_neither_kept_nor_posted(
    draft: Remittance, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    fields = fill_in(biller, draft, commercial)
    answer = biller.post(f"/remittances/{draft.pk}/paper/", {**fields, "paid-1": "151.00"})
    assert answer.status_code == 422
    assert "does not add up" in answer.content.decode()
    denied = {**fields, "paid": "25.00", "paid-1": "0", "adjustments-1": "CO-50 210.00"}
    assert biller.post(f"/remittances/{draft.pk}/paper/", denied).status_code == 302
    page = biller.get(f"/remittances/{draft.pk}/paper/").content.decode()
    assert "/confirm/" not in page
    answer = biller.post(f"/remittances/{draft.pk}/paper/confirm/")
    assert answer.status_code == 422
    assert "its claims are 25.00" in answer.content.decode()
    with tenant(clinic.pk):
        assert Remittance.objects.get().state == "draft"
        assert not ClaimPayment.objects.exists()
    biller.post(f"/remittances/{draft.pk}/paper/remove/", {"position": "1"})
    with tenant(clinic.pk):
        assert Remittance.objects.get().value().claims == ()
    biller.post(f"/remittances/{draft.pk}/paper/remove/", {"discard": "1"})
    with tenant(clinic.pk):
        assert not Remittance.objects.exists()
        assert ReceivedFile.objects.filter(kind="paper").exists()


def test_a_check_that_is_here_already_is_asked_about(
    draft: Remittance, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    fields = fill_in(biller, draft, commercial)
    biller.post(f"/remittances/{draft.pk}/paper/", fields)
    biller.post(f"/remittances/{draft.pk}/paper/confirm/")
    begin(biller, clinic, commercial.payer_id)
    with tenant(clinic.pk):
        second = Remittance.objects.get(state="draft")
    biller.post(f"/remittances/{second.pk}/paper/", fields)
    answer = biller.post(f"/remittances/{second.pk}/paper/confirm/")
    assert answer.status_code == 422
    assert "here already" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"picture": SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>")}, "no PDF"),
        ({"picture": ""}, "neither a picture nor a place"),
        ({"amount": "1.005"}, "dollars and cents"),
        ({"day": "2031-01-01"}, "ahead"),
        ({"trace": "  "}, "a check has a number"),
        ({"payer": "nobody"}, "no payer"),
    ],
)
def test_a_header_that_cannot_be_begins_nothing(
    fields: dict[str, Any], told: str, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    answer = begin(biller, clinic, commercial.payer_id, **fields)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    with tenant(clinic.pk):
        assert not Remittance.objects.exists()


def test_the_picture_comes_as_a_file_to_be_saved(
    draft: Remittance, clinic: Organization, biller: Client, as_role: As
) -> None:
    answer = biller.get(f"/remittances/{draft.pk}/paper/picture/")
    assert answer.content == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "remittance.picture_viewed" in actions(clinic, draft.pk)
    assert as_role(Role.CODER).get(f"/remittances/{draft.pk}/paper/picture/").status_code == 403
    assert as_role(Role.AUDITOR).post("/remittances/paper/").status_code == 403
