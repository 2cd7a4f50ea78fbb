"""The lifecycle tables: no ambiguous move, no way round the person in charge."""

import pytest

from cleanclaim.primitives import StateError
from cleanclaim.workflow import CLAIM, LIFECYCLES, MACHINE, PERSON, ClaimState, Lifecycle


def reachable(lifecycle: Lifecycle, *, actors: set[str]) -> set[str]:
    """The states that can be reached when only these actors move."""
    found = {lifecycle.initial}
    while True:
        more = {m.target for m in lifecycle.moves if m.source in found and m.actors & actors} - found
        if not more:
            return found
        found |= more


@pytest.mark.parametrize("entity", LIFECYCLES)
def test_a_state_and_an_event_have_one_target(entity: str) -> None:
    pairs = [(m.source, m.event) for m in LIFECYCLES[entity].moves]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("entity", LIFECYCLES)
def test_every_state_can_be_reached(entity: str) -> None:
    lifecycle = LIFECYCLES[entity]
    assert reachable(lifecycle, actors={PERSON, MACHINE}) == set(lifecycle.states)


def test_without_a_person_no_claim_gets_past_clean() -> None:
    assert reachable(CLAIM, actors={MACHINE}) == {ClaimState.DRAFT, ClaimState.CLEAN, ClaimState.HELD}


def test_a_held_claim_cannot_be_released() -> None:
    with pytest.raises(StateError, match="'released' is not a move of the claim that is 'held'"):
        CLAIM.after(ClaimState.HELD, "released", PERSON)


def test_a_machine_that_releases_is_told_who_may() -> None:
    with pytest.raises(StateError, match="It takes a person"):
        CLAIM.after(ClaimState.CLEAN, "released", MACHINE)


def test_a_claim_that_was_sent_can_never_be_queued_again() -> None:
    sent_onwards = reachable(Lifecycle("claim", ClaimState.SENT, CLAIM.moves), actors={PERSON, MACHINE})
    back_in_queue = [m for m in CLAIM.moves if m.target == ClaimState.QUEUED and m.source in sent_onwards]
    # Only through a correction, which makes a new version, and a new release by a person.
    assert {m.source for m in back_in_queue} == {ClaimState.RELEASED}
    assert CLAIM.after(ClaimState.REJECTED, "corrected", PERSON) == ClaimState.DRAFT
    for state in (ClaimState.SENT, ClaimState.RECEIVED, ClaimState.ACCEPTED, ClaimState.PAID):
        assert "queued" not in CLAIM.events(state)
        assert "corrected" not in CLAIM.events(state)
