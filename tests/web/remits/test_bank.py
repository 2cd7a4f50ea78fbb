"""The bank's file, the payer's 835 and our books agree, or the screen says where they do not."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.remits.models import BankDeposit, Remittance
from cleanclaim.web.remits.services.fund_remittance import import_bank_file
from cleanclaim.web.tenancy import tenant
from tests.exchange.test_bank_files import bai2
from tests.web.denials.conftest import BILLER, post
from tests.web.forms import form_to
from tests.web.remits.test_matching import rows
from tests.web.screens.conftest import As, actions


@pytest.fixture
def announced(commercial: Claim, clinic: Organization, now: datetime) -> Remittance:
    """A remittance of 175.00 under trace EFT00077, to be paid on 2025-12-05."""
    with tenant(clinic.pk):
        sent = rows(commercial, commercial.patient_control_number)
        return post(*sent, payment="175", trace="EFT00077", at=now)


def csv(*lines: str) -> bytes:
    return "\n".join(("Date,Amount,Trace,Description", *lines)).encode()


def take_in(client: Client, content: bytes) -> str:
    answer = client.post(
        "/remittances/bank/file/", {"file": SimpleUploadedFile("bank.txt", content)}, follow=True
    )
    return answer.content.decode()


def test_trace_and_amount_tie_a_deposit_to_its_remittance(
    announced: Remittance, clinic: Organization, biller: Client
) -> None:
    assert "EFT00077" in biller.get("/remittances/bank/").content.decode()
    page = take_in(biller, bai2((142, 17500, "HCCLAIMPMT TRN*1*EFT00077*1555555555~")))
    assert "1 deposits are new" in page
    assert "1 remittances found their deposit" in page
    assert "Every remittance has its deposit" in page
    with tenant(clinic.pk):
        row = Remittance.objects.get()
        assert row.deposit == BankDeposit.objects.get()
        assert row.events.get().what == "funded"
    assert "remittance.funded" in actions(clinic, announced.pk)
    assert "Funded" in biller.get(f"/remittances/{announced.pk}/").content.decode()


def test_the_same_money_in_two_files_is_one_deposit(
    announced: Remittance, clinic: Organization, now: datetime
) -> None:
    first = csv("2025-12-05,175.00,EFT00077,ACH", "2025-12-05,10.00,,LOCKBOX", "2025-12-05,10.00,,LOCKBOX")
    again = csv("2025-12-05,10.00,,LOCKBOX", "2025-12-05,175.00,EFT00077,ACH", "2025-12-06,9.00,X,ACH")
    with tenant(clinic.pk):
        assert import_bank_file(name="a", content=first, actor=BILLER, at=now).new == 3
        assert import_bank_file(name="a", content=first, actor=BILLER, at=now).new == 0
        done = import_bank_file(name="b", content=again, actor=BILLER, at=now)
        assert (done.new, done.known) == (1, 2)
        assert BankDeposit.objects.count() == 4


def test_a_deposit_that_comes_before_its_remittance_finds_it(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        import_bank_file(name="a", content=csv("2025-12-05,175.00,EFT00077,ACH"), actor=BILLER, at=now)
        sent = rows(commercial, commercial.patient_control_number)
        post(*sent, payment="175", trace="EFT00077", at=now)
        assert Remittance.objects.get().deposit is not None


def test_what_is_likely_is_proposed_and_a_person_ties_it(
    announced: Remittance, clinic: Organization, biller: Client
) -> None:
    page = take_in(biller, csv("2025-12-05,175.00,,INVENTED HEALTH CLAIM PMT"))
    assert "the amount is equal and the days are near" in page
    assert "INVENTED" in page
    form = form_to(page, "/fund/")
    assert biller.post(form.action, form.values).status_code == 302
    with tenant(clinic.pk):
        assert Remittance.objects.get().deposit is not None
    address = f"/remittances/{announced.pk}/unfund/"
    assert biller.post(address, {"reason": ""}).status_code == 422
    assert biller.post(address, {"reason": "another payer"}).status_code == 302
    with tenant(clinic.pk):
        assert Remittance.objects.get().deposit is None


def test_another_amount_under_the_trace_is_never_tied_by_itself(
    announced: Remittance, clinic: Organization, biller: Client
) -> None:
    page = take_in(biller, csv("2025-12-05,170.00,EFT00077,ACH"))
    assert "175.00 was announced" in page
    with tenant(clinic.pk):
        row, deposit = Remittance.objects.get(), BankDeposit.objects.get()
        assert row.deposit is None
    answer = biller.post(f"/remittances/{row.pk}/fund/", {"deposit": str(deposit.pk)})
    assert answer.status_code == 422
    assert "does not carry" in answer.content.decode()


def test_a_file_that_is_none_is_told_with_its_place(clinic: Organization, biller: Client) -> None:
    for content, told in (
        (b"\x00\x01", "no bank file"),
        (csv("2025-12-05,many,,x"), "row 2"),
        (b"01,A,B,251205,1,1,,,2/\n", "cut short"),
    ):
        answer = biller.post("/remittances/bank/file/", {"file": SimpleUploadedFile("x", content)})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    with tenant(clinic.pk):
        assert not BankDeposit.objects.exists()


def test_who_may_only_look_takes_nothing_in(clinic: Organization, as_role: As) -> None:
    auditor = as_role(Role.AUDITOR)
    assert "Take the bank" not in auditor.get("/remittances/bank/").content.decode()
    sent = {"file": SimpleUploadedFile("x", csv("2025-12-05,1.00,,x"))}
    assert auditor.post("/remittances/bank/file/", sent).status_code == 403
    with tenant(clinic.pk):
        assert not BankDeposit.objects.exists()


def test_amounts_are_exact(clinic: Organization, now: datetime) -> None:
    with tenant(clinic.pk):
        import_bank_file(name="a", content=csv('2025-12-05,"$1,234.05",,x'), actor=BILLER, at=now)
        assert BankDeposit.objects.get().amount == Decimal("1234.05")
