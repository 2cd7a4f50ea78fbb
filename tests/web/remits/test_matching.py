"""What is not certain waits for a person, who sees why each claim may be meant, and decides."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.remits.services.match_payment import confirm_match, declare_not_ours, take_back_match
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.denials.conftest import BILLER, post
from tests.web.forms import form_to, forms_of
from tests.web.screens.conftest import As, actions

LINES = (
    "SVC*HC:99214*210*150**1",
    "DTM*472*20251201",
    "CAS*CO*45*60",
    "SVC*HC:83036:QW*25*25**1",
    "DTM*472*20251201",
)


def rows(
    claim: Claim, number: str, *, theirs: str = "ICN9", last: str = "", lines: tuple[str, ...] = LINES
) -> tuple[str, ...]:
    """The answer to the claim of 235.00 (60.00 contractual, 175.00 paid) under any number."""
    patient = claim.patient
    member = claim.value().coverage.member_id
    return (
        f"CLP*{number}*1*235*175*0*12*{theirs}*11*1",
        f"NM1*QC*1*{last or patient.last_name.upper()}*{patient.first_name.upper()}****MI*{member}",
        *lines,
    )


def the_payment() -> ClaimPayment:
    return ClaimPayment.objects.select_related("remittance").get()


@pytest.fixture
def waiting(commercial: Claim, clinic: Organization, now: datetime) -> ClaimPayment:
    """A payment of 175.00 under a number that is nobody's."""
    with tenant(clinic.pk):
        post(*rows(commercial, "SOMETHINGELSE"), payment="175", trace="T9", at=now)
        return the_payment()


def test_a_number_of_ours_posts_by_itself_each_line_on_its_billed_line(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    turned = (*LINES[3:], *LINES[:3])
    with tenant(clinic.pk):
        post(
            *rows(commercial, commercial.patient_control_number, lines=turned),
            payment="175",
            trace="T1",
            at=now,
        )
        payment = the_payment()
        assert (payment.claim, payment.matched_by) == (commercial, "control_number")
        paid = Posting.objects.filter(account="receivable_payer", reason="payment").order_by("line")
        assert [(each.line, each.credit) for each in paid] == [(1, Decimal("150.00")), (2, Decimal("25.00"))]


def test_the_payers_own_number_finds_the_claim_too(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        Claim.objects.filter(pk=commercial.pk).update(payer_claim_control_number="ICN9")
        post(*rows(commercial, "UNREADABLE"), payment="175", trace="T1", at=now)
        payment = the_payment()
        assert (payment.claim, payment.matched_by) == (commercial, "payer_number")


def test_another_patients_money_under_our_number_is_not_taken(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        foreign = ("SVC*HC:70450*999*999**1", "DTM*472*20251201")
        sent = rows(commercial, commercial.patient_control_number, last="ZZYZX", lines=foreign)
        sent = (sent[0].replace("*235*175*", "*999*999*"), *sent[1:])
        post(*sent, payment="999", trace="T1", at=now)
        assert the_payment().claim is None
        assert WorkItem.objects.filter(kind="unmatched", closed_at=None).exists()


def test_a_dropped_modifier_is_told_on_the_check(
    commercial: Claim, clinic: Organization, now: datetime, biller: Client
) -> None:
    dropped = (*LINES[:3], "SVC*HC:83036*25*25**1", "DTM*472*20251201")
    with tenant(clinic.pk):
        row = post(
            *rows(commercial, commercial.patient_control_number, lines=dropped),
            payment="175",
            trace="T1",
            at=now,
        )
    page = biller.get(f"/remittances/{row.pk}/").content.decode()
    assert "modifier QW dropped" in page


def test_the_queue_shows_the_candidate_and_why_and_one_key_posts_it(
    waiting: ClaimPayment, commercial: Claim, clinic: Organization, biller: Client
) -> None:
    assert "SOMETHINGELSE" in biller.get("/remittances/unmatched/").content.decode()
    page = biller.get(f"/remittances/payments/{waiting.pk}/").content.decode()
    for why in ("the member number is the same", "the days of service are the same", "2 of 2 procedures"):
        assert why in page
    form = form_to(page, "/confirm/")
    assert form.values["claim"] == str(commercial.pk)
    assert biller.post(form.action, form.values).status_code == 302
    with tenant(clinic.pk):
        payment = the_payment()
        assert (payment.claim, payment.matched_by) == (commercial, "person")
        assert trial_balance()["unapplied"] == 0
        assert Owed([commercial.patient_control_number]).is_settled(commercial.patient_control_number)
        assert Claim.objects.get(pk=commercial.pk).state == "closed"
        decision = payment.decisions.get()
        assert (decision.what, decision.claim, decision.made_by) == ("matched", commercial, "Some Body")
        assert decision.score
        assert not WorkItem.objects.filter(kind="unmatched", closed_at=None).exists()
    assert "claim_payment.matched" in actions(clinic, payment.pk)


def test_a_match_that_was_wrong_leaves_every_account_as_before_and_can_be_made_again(
    waiting: ClaimPayment, commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        before = trial_balance()
        confirm_match(payment_id=waiting.pk, claim_id=commercial.pk, actor=BILLER, at=now)
        take_back_match(payment_id=waiting.pk, reason="wrong sister", actor=BILLER, at=now)
        after = {kind: amount for kind, amount in trial_balance().items() if kind in before or amount}
        assert after == before
        assert the_payment().claim is None
        assert Claim.objects.get(pk=commercial.pk).state == "reversed"
        assert WorkItem.objects.filter(kind="unmatched", closed_at=None).count() == 1
        confirm_match(payment_id=waiting.pk, claim_id=commercial.pk, actor=BILLER, at=now)
        assert trial_balance()["unapplied"] == 0
        assert [each.what for each in the_payment().decisions.order_by("made_at", "pk")].count("matched") == 2


def test_what_is_not_ours_is_set_aside_with_its_reason(
    waiting: ClaimPayment, clinic: Organization, biller: Client, now: datetime
) -> None:
    address = f"/remittances/payments/{waiting.pk}/not-ours/"
    assert biller.post(address, {"reason": " "}).status_code == 422
    assert biller.post(address, {"reason": "a practice across the street"}).status_code == 302
    with tenant(clinic.pk):
        payment = the_payment()
        assert payment.matched_by == "not_ours"
        item = WorkItem.objects.get(kind="review", closed_at=None)
        assert "return it" in item.reason
        assert item.amount == Decimal("175.00")
        with pytest.raises(StateError, match="decided"):
            declare_not_ours(payment_id=payment.pk, reason="again", actor=BILLER, at=now)


def test_a_claim_that_no_payer_has_cannot_be_matched(
    waiting: ClaimPayment, commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        Claim.objects.filter(pk=commercial.pk).update(state="held")
        entries = JournalEntry.objects.count()
        with pytest.raises(InvalidValue, match="has not gone to any payer"):
            confirm_match(payment_id=waiting.pk, claim_id=commercial.pk, actor=BILLER, at=now)
        assert JournalEntry.objects.count() == entries


def test_who_may_only_look_is_offered_no_decision_and_refused_one(
    waiting: ClaimPayment, commercial: Claim, clinic: Organization, as_role: As
) -> None:
    auditor = as_role(Role.AUDITOR)
    page = auditor.get(f"/remittances/payments/{waiting.pk}/").content.decode()
    assert "100 points" in page
    assert not [form for form in forms_of(page) if "/remittances/" in form.action]
    answer = auditor.post(f"/remittances/payments/{waiting.pk}/confirm/", {"claim": str(commercial.pk)})
    assert answer.status_code == 403
    with tenant(clinic.pk):
        assert the_payment().claim is None


def test_what_the_payer_said_cannot_be_changed_in_the_database(
    waiting: ClaimPayment, clinic: Organization
) -> None:
    for statement in (
        "UPDATE remits_claimpayment SET paid = 1",
        "UPDATE remits_claimpayment SET remittance_id = gen_random_uuid()",
        "DELETE FROM remits_claimpayment",
        "DELETE FROM remits_paymentdecision",
        "UPDATE remits_provideradjustment SET amount = 1",
    ):
        with pytest.raises(DatabaseError), tenant(clinic.pk), connection.cursor() as cursor:
            cursor.execute(statement)
    with tenant(clinic.pk):
        assert Remittance.objects.get().payment == Decimal("175.00")


def test_another_organization_finds_no_candidate_and_no_payment(
    waiting: ClaimPayment, other_organization: Organization, now: datetime
) -> None:
    with tenant(other_organization.pk):
        assert not ClaimPayment.objects.exists()
        with pytest.raises(ClaimPayment.DoesNotExist):
            declare_not_ours(payment_id=waiting.pk, reason="mine", actor=BILLER, at=now)
