"""Denials worked up: verdicts first, then steps with their days, as a biller meets them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.specimens import coverage_of, professional_specimen
from cleanclaim.edits.registry import edit_of
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.parameters import Deadline, NotKnown, shipped_parameters
from cleanclaim.primitives import money
from cleanclaim.remittance import Cause, listed_carcs
from cleanclaim.workflow.denials import (
    GUARDRAILS,
    PLAYBOOKS,
    Action,
    DenialFacts,
    DenialOutcome,
    could_have_caught,
    denial_cases,
    edits_by_answer,
    expected_recovery,
    facts_of,
    group_cases,
)
from tests.remittance.files import a_file, claim_rows

CLAIM = Claim(patient_control_number="C1")
MEDICARE = DenialFacts(
    payer_kind="medicare",
    decided_on=date(2025, 12, 5),
    today=date(2025, 12, 8),
    service_date=date(2025, 11, 18),
    frequency_codes=("1",),
)
PLAN = DenialFacts(
    payer_kind="commercial",
    payer_id="DEMOMCD",
    decided_on=date(2025, 12, 5),
    today=date(2025, 12, 8),
    service_date=date(2025, 11, 18),
    frequency_codes=("1", "7", "8"),
)


def cases(*cas, facts=PLAN, paid="0", charge="100", **options):
    rows = claim_rows("C1", charge, paid, *cas, **options)
    (remittance,) = read_835(a_file(*rows, payment=paid))
    return denial_cases(remittance.claims[0], facts, shipped_parameters())


def with_facts(facts, **changes):
    return DenialFacts(**{name: getattr(facts, name) for name in facts.__struct_fields__} | changes)


def step(case, action):
    return next(each for each in case.steps if each.action is action)


def test_contract_cost_sharing_prior_payer_and_reversals_are_no_cases():
    assert cases("CAS*CO*45*40", "CAS*PR*1*60") == ()
    assert cases("CAS*OA*23*80", paid="20", status="2") == ()
    assert cases("CAS*CO*97*-100", charge="-100", status="22") == ()


def test_an_unprocessable_claim_is_sent_new_and_nothing_else():
    (case,) = cases("CAS*CO*16*100", facts=MEDICARE, filing="MB", remarks=("MA130", "N290"))
    assert case.next_step.action is Action.NEW_CLAIM
    assert case.due == date(2026, 11, 18)
    assert case.forbids(Action.APPEAL)
    assert case.forbids(Action.REOPEN)
    assert case.forbids(Action.WRITE_OFF)


def test_n211_closes_the_appeal_and_says_why():
    (case,) = cases("CAS*CO*50*100", facts=MEDICARE, filing="MB", remarks=("N211",))
    appeal = step(case, Action.APPEAL)
    assert not appeal.allowed
    assert "no-appeal-rights" in appeal.forbidden_by


def test_late_for_medicare_is_not_appealed_and_never_the_patients():
    (case,) = cases("CAS*CO*29*100", facts=MEDICARE, filing="MB")
    assert case.forbids(Action.APPEAL)
    assert case.forbids(Action.BILL_PATIENT)
    assert case.next_step.action is Action.REOPEN


def test_medical_necessity_goes_to_redetermination_within_its_days():
    (case,) = cases("CAS*CO*50*100", facts=MEDICARE, filing="MB", remarks=("N115",))
    appeal = step(case, Action.APPEAL)
    assert (appeal.level, appeal.allowed) == ("redetermination", True)
    assert isinstance(appeal.deadline, Deadline)
    # 5 December 2025 + 5 days presumed + 120 days
    assert appeal.deadline.last_day == date(2026, 4, 9)
    assert any("405.942" in source.source for source in appeal.deadline.sources)
    assert len(appeal.deadline.steps) >= 3


def test_an_appeal_whose_day_has_passed_is_not_offered():
    late = with_facts(MEDICARE, today=date(2026, 4, 10))
    (case,) = cases("CAS*CO*50*100", facts=late, filing="MB")
    assert "too-late" in step(case, Action.APPEAL).forbidden_by


def test_after_two_levels_the_hearing_needs_enough_at_stake():
    third = with_facts(MEDICARE, appealed=2)
    (small,) = cases("CAS*CO*50*100", facts=third, filing="MB")
    assert step(small, Action.APPEAL).forbidden_by == ("too-little-at-stake",)
    (large,) = cases("CAS*CO*50*1000", facts=third, filing="MB", charge="1000")
    assert step(large, Action.APPEAL).allowed


def test_a_pair_with_indicator_0_gets_no_modifier_and_no_appeal():
    never = with_facts(MEDICARE, ptp_indicator="0", frequency_codes=("1", "7"))
    (case,) = cases("CAS*CO*97*100", facts=never, filing="MB", remarks=("M15",))
    assert case.next_step.action is Action.WRITE_OFF
    may = with_facts(never, ptp_indicator="1")
    (case,) = cases("CAS*CO*97*100", facts=may, filing="MB", remarks=("M15",))
    assert case.next_step.action is Action.CORRECT


def test_a_bundling_denial_of_medicare_is_never_the_patients_whatever_the_notice():
    (case,) = cases("CAS*PR*97*100", facts=with_facts(MEDICARE, notice_signed=True), filing="MB")
    assert case.forbids(Action.BILL_PATIENT)
    assert "coding-denial" in {rail.id for rail in case.guardrails}


@pytest.mark.parametrize("group", ["CO", "OA", "PI"])
@pytest.mark.parametrize("carc", ["50", "96", "27", "119", "204", "22", "197", "45", "999"])
def test_what_is_not_under_pr_is_never_billed_to_the_patient(group, carc):
    for case in cases(f"CAS*{group}*{carc}*100", facts=with_facts(PLAN, notice_signed=True)):
        assert case.forbids(Action.BILL_PATIENT)


@pytest.mark.parametrize(
    ("changes", "rail"),
    [
        ({"qmb": True}, "qmb"),
        ({"surprise_bill": True}, "surprise-bill"),
        ({"medicaid": True}, "medicaid-payment-in-full"),
    ],
)
def test_protected_patients_are_not_billed_even_under_pr(changes, rail):
    (case,) = cases("CAS*PR*204*100", facts=with_facts(PLAN, **changes))
    assert rail in step(case, Action.BILL_PATIENT).forbidden_by


def test_a_medicare_necessity_denial_under_pr_needs_the_signed_notice():
    (case,) = cases("CAS*PR*50*100", facts=MEDICARE, filing="MB")
    assert "no-notice" in step(case, Action.BILL_PATIENT).forbidden_by
    (case,) = cases("CAS*PR*50*100", facts=with_facts(MEDICARE, notice_signed=True), filing="MB")
    assert step(case, Action.BILL_PATIENT).allowed


def test_a_surprise_bill_is_disputed_with_the_plan():
    (case,) = cases("CAS*PR*45*40", paid="60", remarks=("N864",))
    assert case.next_step.action is Action.DISPUTE
    assert case.forbids(Action.BILL_PATIENT)


def test_a_payer_without_replacement_claims_gets_a_reopening():
    (case,) = cases("CAS*CO*181*100", facts=MEDICARE, filing="MB")
    assert "no-replacement-claims" in step(case, Action.CORRECT).forbidden_by
    assert case.next_step.action is Action.REOPEN
    assert case.due == date(2026, 12, 5)


def test_a_replacement_has_the_payers_own_last_day():
    (case,) = cases("CAS*CO*181*100")
    assert case.next_step.action is Action.CORRECT
    assert case.due == date(2026, 6, 3)


def test_the_payers_own_file_says_whether_it_takes_replacements():
    (case,) = cases("CAS*CO*181*100", facts=with_facts(PLAN, frequency_codes=None))
    assert case.next_step.action is Action.CORRECT


def test_a_duplicate_is_looked_for_before_anything_is_sent():
    (case,) = cases("CAS*CO*18*100")
    assert case.next_step.action is Action.FIND_ORIGINAL
    assert case.forbids(Action.NEW_CLAIM)
    assert case.forbids(Action.WRITE_OFF)


def test_coordination_bills_the_next_payer_unless_this_one_has_passed_it_on():
    (case,) = cases("CAS*CO*22*100", facts=with_facts(PLAN, next_payer=True))
    assert step(case, Action.BILL_NEXT_PAYER).allowed
    (case,) = cases("CAS*CO*22*100", facts=with_facts(PLAN, next_payer=True, forwarded=True))
    assert step(case, Action.BILL_NEXT_PAYER).forbidden_by == ("forwarded",)
    (case,) = cases("CAS*CO*22*100")
    assert step(case, Action.BILL_NEXT_PAYER).forbidden_by == ("no-next-payer",)


def test_a_restricted_visit_is_not_sent_to_anybody():
    (case,) = cases("CAS*CO*252*100", facts=with_facts(PLAN, restricted=True))
    assert "patient-restriction" in step(case, Action.SEND_RECORDS).forbidden_by


def test_a_payer_of_whom_nothing_is_known_has_an_unknown_day_and_no_invented_one():
    unknown = with_facts(PLAN, payer_id="NOBODY", frequency_codes=None)
    (case,) = cases("CAS*CO*50*100", facts=unknown)
    assert isinstance(step(case, Action.APPEAL).deadline, NotKnown)


def test_several_denials_of_one_claim_are_several_cases_at_their_lines():
    found = cases("CAS*CO*97*60", "CAS*CO*252*40")
    assert [(case.line, case.code, case.amount) for case in found] == [
        (1, "CO-97", Decimal("60.00")),
        (1, "CO-252", Decimal("40.00")),
    ]


def test_every_cause_has_a_playbook_and_every_guardrail_a_different_id():
    assert set(PLAYBOOKS) == set(Cause)
    ids = [rail.id for _, rail in GUARDRAILS]
    assert len(ids) == len(set(ids))


def outcomes(count, recovered, *, payer="P1", code="CO-50", cause=Cause.MEDICAL_NECESSITY):
    return [DenialOutcome(payer, code, cause, money("100"), money(recovered))] * count


def test_recovery_is_the_share_of_dollars_that_came_back_before():
    history = outcomes(3, "80") + outcomes(3, "0") + outcomes(20, "100", payer="P2")
    found = expected_recovery(
        history, payer="P1", code="CO-50", cause=Cause.MEDICAL_NECESSITY, amount=money("250.01")
    )
    assert (found.amount, found.share, found.count) == (money("100.00"), Fraction(2, 5), 6)
    assert "P1" in found.basis


def test_recovery_falls_back_to_the_code_then_the_cause_then_says_nothing():
    few = outcomes(4, "80") + outcomes(4, "0", payer="P2")
    by_code = expected_recovery(
        few, payer="P1", code="CO-50", cause=Cause.MEDICAL_NECESSITY, amount=money("10")
    )
    assert (by_code.count, by_code.amount) == (8, money("4.00"))
    by_cause = expected_recovery(
        few, payer="P1", code="CO-55", cause=Cause.MEDICAL_NECESSITY, amount=money("10")
    )
    assert by_cause.count == 8
    assert expected_recovery(few, payer="P1", code="CO-97", cause=Cause.BUNDLING, amount=money("10")) is None


def test_an_outcome_above_what_was_refused_does_not_promise_more_than_all():
    found = expected_recovery(
        outcomes(5, "300"), payer="P1", code="CO-50", cause=Cause.MEDICAL_NECESSITY, amount=money("10")
    )
    assert found.amount == money("10.00")


def test_the_edits_that_predict_an_answer_are_named_those_that_spoke_first():
    code, ids = next(
        (code, ids) for code, ids in edits_by_answer().items() if len(ids) > 1 and code.isdigit()
    )
    found = could_have_caught(code)
    assert {each.edit for each in found} == set(ids)
    assert all(code in each.codes and not each.spoke for each in found)
    last = edit_of(found[-1].edit)
    spoken = last.finding(CLAIM, "lines[0].code", "An invented finding.")
    (first, *_) = could_have_caught(code, findings=[spoken], line=1)
    assert (first.edit, first.spoke) == (last.id, True)
    assert not any(each.spoke for each in could_have_caught(code, findings=[spoken], line=2))


def test_no_edit_claims_a_code_that_nobody_predicts():
    assert could_have_caught("999") == ()


def billed(*kinds, modifiers=()):
    specimen = professional_specimen()
    return msgspec.structs.replace(
        specimen,
        coverages=tuple(coverage_of(kind, sequence="PST"[index]) for index, kind in enumerate(kinds)),
        lines=(msgspec.structs.replace(specimen.lines[0], modifiers=modifiers),),
    )


def told(claim, *rows, payment="0", **given):
    (remittance,) = read_835(a_file(*rows, payment=payment))
    days = {"decided_on": date(2025, 12, 5), "today": date(2025, 12, 8)}
    return facts_of(claim, remittance.claims[0], parameters=shipped_parameters(), **days, **given)


DENIED = ("CLP*SPECIMEN1*1*125*0*125*MB*P*11*1", "SVC*HC:99213*125*0**1", "CAS*PR*50*125")


def test_the_facts_come_from_claim_and_answer():
    found = told(billed("medicare", "medicaid"), *DENIED)
    assert (found.payer_kind, found.payer_id, found.service_date) == ("medicare", "99001", date(2025, 11, 18))
    assert (found.next_payer, found.medicaid, found.forwarded, found.notice_lines) == (
        True,
        True,
        False,
        frozenset(),
    )
    passed_on = told(billed("medicare", "medicaid"), DENIED[0], "MOA***MA07", *DENIED[1:])
    assert passed_on.forwarded


def test_a_notice_on_the_line_lets_the_patient_be_billed_for_that_line():
    with_notice = told(billed("medicare", modifiers=("GA",)), *DENIED)
    assert with_notice.notice_lines == frozenset({1})
    (case,) = cases("CAS*PR*50*100", facts=with_notice, filing="MB")
    assert step(case, Action.BILL_PATIENT).allowed


def test_a_medicare_advantage_plan_has_its_own_appeals_and_no_medicare_filing_limit():
    claim = billed("medicare")
    plan = msgspec.structs.replace(claim.coverages[0], filing_indicator="16")
    found = told(msgspec.structs.replace(claim, coverages=(plan,)), *DENIED)
    (case,) = cases("CAS*CO*50*100", facts=found, filing="16")
    appeal = step(case, Action.APPEAL)
    assert appeal.level == "plan_reconsideration"
    assert isinstance(step(case, Action.CORRECT).deadline, NotKnown)


@given(
    st.sampled_from(["CO", "PR", "OA", "PI", "CR"]),
    st.sampled_from([*listed_carcs(), "999"]),
    st.lists(
        st.sampled_from(["MA130", "N211", "N704", "N782", "N864", "N115", "M15"]), unique=True, max_size=3
    ),
    st.sampled_from([MEDICARE, PLAN]),
    st.booleans(),
)
def test_no_case_ever_offers_what_a_guardrail_or_the_law_forbids(group, carc, remarks, facts, notice):
    facts = with_facts(facts, notice_signed=notice)
    for case in cases(f"CAS*{group}*{carc}*100", facts=facts, remarks=tuple(remarks)):
        offered = {each.action for each in case.steps if each.allowed}
        assert not any(case.forbids(action) for action in offered)
        if group != "PR" or {"N782", "N864"} & set(remarks):
            assert Action.BILL_PATIENT not in offered
        if {"MA130", "N211", "N704"} & set(remarks):
            assert Action.APPEAL not in offered
        if "MA130" in remarks:
            assert offered <= {Action.NEW_CLAIM}
        assert case.steps
        assert case.amount == Decimal("100.00")


def test_medicare_part_b_gets_a_reopening_and_no_replacement():
    (case,) = cases("CAS*CO*181*100", facts=told(billed("medicare"), *DENIED), filing="MB")
    assert case.next_step.action is Action.REOPEN
    assert "no-replacement-claims" in step(case, Action.CORRECT).forbidden_by


def test_denials_with_one_cause_and_next_step_are_one_piece_of_work_the_first_due_first():
    (coded,) = cases("CAS*CO*181*100")
    (again,) = cases("CAS*CO*181*250", charge="250")
    (bundled,) = cases("CAS*CO*97*60", charge="60", facts=with_facts(PLAN, ptp_indicator="0"))
    (late,) = cases("CAS*CO*181*100", facts=with_facts(PLAN, today=date(2026, 12, 8)))
    groups = group_cases(
        [("a", "North", coded), ("b", "North", bundled), ("c", "North", again), ("d", "North", late)]
    )
    assert [(each.keys, each.action, each.amount) for each in groups] == [
        (("a", "c"), Action.CORRECT, Decimal("350.00")),
        (("d",), Action.REOPEN, Decimal("100.00")),
        (("b",), Action.WRITE_OFF, Decimal("60.00")),
    ]
    assert groups[0].due == coded.due
    assert groups[2].due is None
