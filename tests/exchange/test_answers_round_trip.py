"""Payers' answers: what is written is valid and reads back as the same answers, or is refused by name."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from cleanclaim.claim import Name, Person
from cleanclaim.exchange import in_plain_letters
from cleanclaim.exchange.acknowledgements import Origin, Status
from cleanclaim.exchange.inquiries import (
    ClaimStatus,
    Insured,
    Party,
    read_claim_status,
    read_eligibility,
    read_reviews,
    write_claim_status,
    write_eligibility_answers,
    write_reviews,
)
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import read_transactions, validate
from tests.exchange.answers import claim_statuses, eligibility_answers, review_answers
from tests.exchange.submissions import SUBMISSION
from tests.strategies import any_value

_KINDS: dict[str, tuple[Any, Callable[..., bytes], Callable[..., tuple[Any, ...]]]] = {
    "271": (eligibility_answers, write_eligibility_answers, read_eligibility),
    "277": (claim_statuses, write_claim_status, read_claim_status),
    "278": (review_answers, write_reviews, read_reviews),
}


def _without_origin(answers: tuple[Any, ...]) -> list[Any]:
    return [replace(answer, origin=Origin()) for answer in answers]


@pytest.mark.parametrize("kind", _KINDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_valid_files_and_come_back_in_their_order(kind: str, data: st.DataObject) -> None:
    """Any number of them, of several payers: not one problem at levels 1 and 2."""
    strategy, write, read = _KINDS[kind]
    answers = data.draw(st.lists(strategy(), min_size=1, max_size=4))
    written = write(answers, submission=SUBMISSION, reference="Q1")
    assert [problem.message for problem in validate(written, levels=(1, 2))] == []
    assert _without_origin(read(written)) == answers
    assert write(_without_origin(read(written)), submission=SUBMISSION, reference="Q1") == written
    for transaction in read_transactions(written):
        assert transaction.segments[1].get(3) == "Q1"


@pytest.mark.parametrize("kind", _KINDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_answer_at_all_comes_back_or_is_refused_by_the_name_of_a_field(
    kind: str, data: st.DataObject
) -> None:
    """Whatever a payer's system holds: nothing is sent that would read as something else."""
    strategy, write, read = _KINDS[kind]
    answer = data.draw(strategy())
    field = data.draw(st.sampled_from([name for name in answer.__struct_fields__ if name != "origin"]))
    other = data.draw(any_value(get_type_hints(type(answer))[field]))
    changed = replace(answer, **{field: other})
    written, place = b"", ""
    try:
        written = write([changed], submission=SUBMISSION)
    except InvalidValue as refusal:
        place = refusal.where
    if written:
        (back,) = read(written)
        assert _without_kept(back) == _without_kept(changed)
    else:
        assert place.startswith("answers")


def _without_kept(answer: Any) -> Any:
    """An answer whose kept segments are in one order: the guide's order is not the sender's to choose."""
    kept = tuple(sorted(answer.other_segments, key=str))
    return in_plain_letters(replace(answer, origin=Origin(), other_segments=kept))


def test_what_the_guide_has_no_place_for_is_refused_by_its_path() -> None:
    """A 277 tells a person's name; a birth date would be lost."""
    insured = Insured(Person(Name("ABBADI", "ADA"), birth_date=date(1970, 1, 1)), "INV1")
    answer = ClaimStatus(
        level="claim",
        trace="STA1",
        statuses=(Status("F1", "65"),),
        payer=Party("PR", Name("EVERGREEN", is_organization=True), "71000", "PI"),
        receiver=Party("41", Name("LARCH BILLING", is_organization=True), "LBS001", "46"),
        provider=Party("1P", Name("HARBOR CLINIC", is_organization=True), "1234560019"),
        insured=insured,
        on=date(2025, 12, 10),
    )
    with pytest.raises(InvalidValue, match="no place") as refusal:
        write_claim_status([answer], submission=SUBMISSION)
    assert refusal.value.where == "answers[0].insured.subscriber.birth_date"
    for field in ("statuses", "on", "trace", "payer", "provider"):
        with pytest.raises(InvalidValue, match="an answer needs") as refusal:
            write_claim_status(
                [replace(answer, **{field: getattr(ClaimStatus(level=""), field)})], submission=SUBMISSION
            )
        assert refusal.value.where == f"answers[0].{field}"


@pytest.mark.parametrize("kind", _KINDS)
def test_no_answer_is_no_file(kind: str) -> None:
    with pytest.raises(InvalidValue, match="no answer to write"):
        _KINDS[kind][1]([], submission=SUBMISSION)
