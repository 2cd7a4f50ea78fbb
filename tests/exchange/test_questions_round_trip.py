"""Questions to payers: what is written is valid and reads back as the same questions."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange.inquiries import (
    EligibilityRequest,
    Insured,
    Party,
    eligibility_request_of,
    read_eligibility_requests,
    read_review_requests,
    read_status_requests,
    status_request_of,
    write_eligibility_requests,
    write_review_requests,
    write_status_requests,
)
from cleanclaim.primitives import InvalidValue, UnreadableFile
from cleanclaim.x12 import read_transactions, validate
from tests.exchange.questions import eligibility_requests, review_requests, status_requests
from tests.exchange.submissions import SUBMISSION
from tests.strategies import valid_claims

_KINDS: dict[str, tuple[Any, Callable[..., bytes], Callable[..., tuple[Any, ...]]]] = {
    "270": (eligibility_requests, write_eligibility_requests, read_eligibility_requests),
    "276": (status_requests, write_status_requests, read_status_requests),
    "278": (review_requests, write_review_requests, read_review_requests),
}


@pytest.mark.parametrize("kind", _KINDS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_questions_are_valid_files_and_come_back_in_their_order(kind: str, data: st.DataObject) -> None:
    """Any number of them, to several payers: not one problem at levels 1 and 2."""
    strategy, write, read = _KINDS[kind]
    questions = data.draw(st.lists(strategy(), min_size=1, max_size=4))
    written = write(questions, submission=SUBMISSION)
    assert [problem.message for problem in validate(written, levels=(1, 2))] == []
    assert read(written) == tuple(questions)
    assert write(read(written), submission=SUBMISSION) == written


@given(valid_claims())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_claim_that_was_sent_can_be_asked_about(claim: Any) -> None:
    """The payer it was billed to, by number, charge and days; a whole valid file."""
    question = status_request_of(claim, "T1", with_lines=True)
    written = write_status_requests([question], submission=SUBMISSION)
    sex_unknown = "DMG03"
    problems = [p for p in validate(written, levels=(1, 2)) if p.element != sex_unknown]
    assert [problem.message for problem in problems] == []
    (back,) = read_status_requests(written)
    assert back.patient_control_number == claim.patient_control_number
    assert back.charge == claim.charge
    assert back.payer.identifier == claim.coverage.payer.payer_id
    eligibility = eligibility_request_of(claim, "E1", "9DEMO00001", service_types=("98",))
    written = write_eligibility_requests([eligibility], submission=SUBMISSION)
    assert [problem.message for problem in validate(written, levels=(1, 2))] == []
    (asked,) = read_eligibility_requests(written)
    assert asked.insured.patient.name == claim.patient.name


def test_questions_of_one_clinic_share_its_level() -> None:
    """Two members, one payer, one clinic: one HL 20, one HL 21, two HL 22."""
    claim = claim_from("payer commercial").claim
    clinic = status_request_of(claim, "T1")
    question = EligibilityRequest(
        payer=clinic.payer,
        provider=clinic.provider,
        insured=clinic.insured,
        trace="E1",
        trace_source="9DEMO00001",
    )
    data = write_eligibility_requests([question, replace(question, trace="E2")], submission=SUBMISSION)
    (transaction,) = read_transactions(data)
    levels = ["*".join(segment.row) for segment in transaction.segments if segment.id == "HL"]
    assert levels == ["HL*1**20*1", "HL*2*1*21*1", "HL*3*2*22*0", "HL*4*2*22*0"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"trace": ""}, "requests[0].trace"),
        ({"trace_source": ""}, "requests[0].trace_source"),
        ({"insured": Insured()}, "requests[0].insured"),
        ({"payer": Party("PR", identifier="ﾔ")}, "requests[0].payer.identifier"),
        ({"service_types": ("30",) * 100}, "requests[0].service_types"),
    ],
)
def test_a_question_that_could_not_be_answered_is_refused_by_the_name_of_the_field(
    changes: dict[str, Any], place: str
) -> None:
    """Before anything is sent."""
    claim = claim_from("payer commercial").claim
    asked = status_request_of(claim, "T1")
    question = EligibilityRequest(
        payer=asked.payer,
        provider=asked.provider,
        insured=asked.insured,
        trace="E1",
        trace_source="9DEMO00001",
    )
    with pytest.raises(InvalidValue) as refusal:
        write_eligibility_requests([replace(question, **changes)], submission=SUBMISSION)
    assert refusal.value.where == place


@pytest.mark.parametrize("kind", _KINDS)
def test_no_question_is_no_file_and_another_file_holds_no_question(kind: str) -> None:
    """Said by what is there instead."""
    _, write, read = _KINDS[kind]
    with pytest.raises(InvalidValue, match=r"no (question|request) to write"):
        write([], submission=SUBMISSION)
    claim = claim_from("payer commercial").claim
    data = write_status_requests([status_request_of(claim, "T1")], submission=SUBMISSION)
    if kind == "276":
        data = data.replace(b"005010X212", b"005010X999")
    with pytest.raises(UnreadableFile, match=rf"holds no .*{kind}"):
        read(data, where="other.x12")
