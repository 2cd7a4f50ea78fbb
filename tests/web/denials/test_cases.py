"""A denial becomes a case when its remittance is posted, and lives until its dollars have an end."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.selectors import balance_with_payer, trial_balance
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.answer_cases import withdraw_denial_cases
from cleanclaim.web.denials.services.decide_case import (
    answer_case,
    bill_patient,
    change_facts,
    take_step,
    take_step_back,
    write_off_case,
)
from cleanclaim.web.denials.services.move_case import locked_case
from cleanclaim.web.denials.working import work_up_row
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow.denials import Action
from tests.web.denials.conftest import BILLER, answer_rows, post

DENIED = (("140.00", "CAS*CO*45*70"), ("0", "CAS*CO*50*25"))
"""The first line is paid, the second refused as not necessary."""


def test_a_denied_line_becomes_a_case_with_owner_reason_and_day(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        remittance = post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        assert (case.code, case.amount, case.billed_line) == ("CO-50", Decimal("25.00"), 2)
        assert (case.cause, case.state, case.payer_id) == ("medical_necessity", "open", "DEMONWH")
        assert case.remittance == remittance
        assert case.due is not None
        item = WorkItem.objects.get(kind="denial")
        assert case.work_item == item
        assert (item.amount, item.due, item.claim) == (case.amount, case.due, commercial)
        assert [event.event for event in case.events.all()] == ["opened"]
        assert balance_with_payer(commercial.patient_control_number, "DEMONWH") == Decimal("25.00")


def test_contract_and_cost_sharing_are_no_denials(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        rows = answer_rows(commercial, ("120.00", "CAS*CO*45*70~CAS*PR*3*20"), ("25", ""))
        post(*rows, payment="145.00", trace="T1", at=now)
        assert not DenialCase.objects.exists()
        assert not WorkItem.objects.filter(kind="denial").exists()


def test_a_remittance_that_is_posted_again_opens_nothing_twice(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    from cleanclaim.web.remits.services.post_remittance import post_remittance

    with tenant(clinic.pk):
        remittance = post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        post_remittance(remittance_id=remittance.pk, at=now)
        assert DenialCase.objects.count() == WorkItem.objects.filter(kind="denial").count() == 1


def test_paid_after_all_ends_the_case_with_what_came(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    later = now + timedelta(days=20)
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        take_step(case_id=case.pk, action=Action.APPEAL, detail="by the portal", actor=BILLER, at=now)
        case.refresh_from_db()
        assert case.state == "appealed"
        assert case.work_item is not None
        assert case.work_item.deferred_until == (now + timedelta(days=60)).date()
        post(
            *answer_rows(commercial, *DENIED, status="22"),
            *answer_rows(commercial, DENIED[0], ("20.00", "CAS*CO*45*5")),
            payment="20.00",
            trace="T2",
            at=later,
        )
        case.refresh_from_db()
        assert (case.state, case.recovered) == ("recovered", Decimal("20.00"))
        assert not WorkItem.objects.filter(kind="denial", closed_at=None).exists()
        assert balance_with_payer(commercial.patient_control_number, "DEMONWH") == 0


def test_denied_again_goes_on_in_the_same_case_and_the_next_level_opens(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    later = now + timedelta(days=20)
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        take_step(case_id=case.pk, action=Action.APPEAL, detail="by letter", actor=BILLER, at=now)
        answer_case(
            case_id=case.pk,
            upheld=True,
            recovered=None,
            detail="stays as it is",
            level_order=1,
            decided_on=later.date(),
            actor=BILLER,
            at=later,
        )
        case.refresh_from_db()
        assert case.state == "upheld"
        step = work_up_row(case, later.date()).step(Action.APPEAL)
        assert step is not None
        assert (step.level, step.allowed) == ("second", True)
        post(
            *answer_rows(commercial, *DENIED, status="22"),
            *answer_rows(commercial, *DENIED),
            payment="0",
            trace="T2",
            at=later,
        )
        assert DenialCase.objects.get().pk == case.pk
        case.refresh_from_db()
        assert case.remittance.trace_number == "T2"
        assert case.events.filter(event="denied_again").exists()


def test_another_reason_ends_the_old_case_and_opens_a_new_one(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        other = (DENIED[0], ("0", "CAS*CO*97*25"))
        post(
            *answer_rows(commercial, *DENIED, status="22"),
            *answer_rows(commercial, *other),
            payment="0",
            trace="T2",
            at=now + timedelta(days=3),
        )
        assert sorted(DenialCase.objects.values_list("code", "state")) == [
            ("CO-50", "withdrawn"),
            ("CO-97", "open"),
        ]
        assert WorkItem.objects.filter(kind="denial", closed_at=None).count() == 1


def test_a_posting_that_is_taken_back_ends_its_cases(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        remittance = post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        assert withdraw_denial_cases(remittance=remittance, reason="posted by mistake", at=now) == 1
        assert DenialCase.objects.get().state == "withdrawn"
        assert not WorkItem.objects.filter(kind="denial", closed_at=None).exists()


def test_a_write_off_is_booked_by_its_reason_and_only_once(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        write_off_case(case_id=case.pk, reason="denial", why="too little to appeal", actor=BILLER, at=now)
        case.refresh_from_db()
        assert (case.state, case.recovered) == ("written_off", 0)
        assert trial_balance()["write_off"] == Decimal("25.00")
        assert balance_with_payer(commercial.patient_control_number, "DEMONWH") == 0
        with pytest.raises(StateError):
            write_off_case(case_id=case.pk, reason="denial", why="again", actor=BILLER, at=now)
        assert trial_balance()["write_off"] == Decimal("25.00")


def test_what_is_the_providers_liability_never_goes_to_the_patient(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        with pytest.raises(StateError, match="Only what stands under PR"):
            bill_patient(case_id=case.pk, why="it is theirs", actor=BILLER, at=now)
        assert "receivable_patient" not in trial_balance()
        case.refresh_from_db()
        assert case.state == "open"


def test_what_stands_under_pr_goes_to_the_patient_unless_somebody_knows_better(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        rows = answer_rows(commercial, DENIED[0], ("0", "CAS*PR*204*25"))
        post(*rows, payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.filter(code="PR-204").first()
        if case is None:  # the classification books it to the patient at once: nothing to decide
            assert trial_balance()["receivable_patient"] == Decimal("25.00")
            return
        known = {"notice_signed": False, "restricted": False, "ptp_indicator": ""}
        change_facts(case_id=case.pk, qmb=True, surprise_bill=False, **known, actor=BILLER, at=now)
        with pytest.raises(StateError, match="Qualified Medicare Beneficiary"):
            bill_patient(case_id=case.pk, why="it is theirs", actor=BILLER, at=now)
        change_facts(case_id=case.pk, qmb=False, surprise_bill=False, **known, actor=BILLER, at=now)
        bill_patient(case_id=case.pk, why="not a benefit of the plan", actor=BILLER, at=now)
        assert trial_balance()["receivable_patient"] == Decimal("25.00")
        case.refresh_from_db()
        assert case.state == "patient"


def test_a_step_that_a_guardrail_forbids_is_not_taken(
    medicare: Claim, clinic: Organization, now: datetime
) -> None:
    """Medicare's timely filing carries no appeal."""
    with tenant(clinic.pk):
        rows = answer_rows(medicare, ("150", ""), ("0", "CAS*CO*29*35"), filing="MB")
        post(*rows, payment="150", trace="T1", at=now)
        case = DenialCase.objects.get()
        assert case.cause == "timely_filing"
        with pytest.raises(StateError, match="no right of appeal"):
            take_step(case_id=case.pk, action=Action.APPEAL, detail="try", actor=BILLER, at=now)
        case.refresh_from_db()
        assert case.state == "open"
        with pytest.raises(InvalidValue):
            take_step(case_id=case.pk, action=Action.REOPEN, detail=" ", actor=BILLER, at=now)


def test_a_step_is_taken_back_and_a_case_opened_again_by_a_person(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        take_step(case_id=case.pk, action=Action.APPEAL, detail="by letter", actor=BILLER, at=now)
        take_step_back(case_id=case.pk, reason="it was not sent", actor=BILLER, at=now)
        case.refresh_from_db()
        assert case.state == "working"
        assert case.work_item is not None
        assert case.work_item.deferred_until is None
        answer_case(
            case_id=case.pk, upheld=False, recovered=Decimal(10), detail="said so", actor=BILLER, at=now
        )
        case.refresh_from_db()
        assert case.closed_at is not None
        take_step_back(case_id=case.pk, reason="nothing came", actor=BILLER, at=now)
        case = locked_case(case.pk)
        assert (case.state, case.closed_at, case.recovered) == ("working", None, None)
        assert WorkItem.objects.filter(kind="denial", closed_at=None).count() == 1


def test_after_five_outcomes_our_own_past_says_what_to_expect(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        assert case.expected is None
        for number in range(5):
            if number:
                take_step_back(case_id=case.pk, reason="again", actor=BILLER, at=now)
            answer_case(case_id=case.pk, upheld=False, recovered=Decimal(10), detail="", actor=BILLER, at=now)
        template = DenialCase.objects.get()
        for position in range(2, 6):
            template.pk, template.position, template.work_item = None, position, None
            template.save(force_insert=True)
        other = post(*answer_rows(commercial, *DENIED, number="ICN2"), payment="140.00", trace="T2", at=now)
        new = DenialCase.objects.get(remittance=other)
        assert new.expected == Decimal("10.00")
        assert new.expected_basis == "5 past denials: CO-50 from DEMONWH"


def test_another_organization_sees_no_case(
    commercial: Claim, clinic: Organization, other_organization: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
    with tenant(other_organization.pk):
        assert not DenialCase.objects.exists()
