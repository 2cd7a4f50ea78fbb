"""State machines are tables: one list of allowed moves per entity, each with who may make it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from cleanclaim.primitives import StateError

PERSON = "person"
MACHINE = "machine"
ANYONE = frozenset({PERSON, MACHINE})
BY_PERSON = frozenset({PERSON})
BY_MACHINE = frozenset({MACHINE})


class Move(msgspec.Struct, frozen=True):
    """One allowed move: ``event`` takes ``source`` to ``target`` when one of ``actors`` makes it."""

    source: str
    event: str
    target: str
    actors: frozenset[str] = ANYONE


class Lifecycle(msgspec.Struct, frozen=True):
    """The moves of one entity. A state together with an event has one target."""

    entity: str
    initial: str
    moves: tuple[Move, ...]

    def after(self, state: str, event: str, actor: str) -> str:
        """Return the state that ``event``, made by a person or a machine, leads to from ``state``.

        Raises ``StateError`` naming the events that are allowed instead.
        """
        for move in self.moves:
            if (move.source, move.event) == (state, event):
                if actor not in move.actors:
                    raise StateError(
                        f"a {actor} may not make {event!r} happen to the {self.entity} in {str(state)!r}.",
                        fix=f"It takes a {' or '.join(sorted(move.actors))}.",
                    )
                return move.target
        allowed = ", ".join(self.events(state)) or "none: the state is final"
        raise StateError(
            f"{event!r} is not a move of the {self.entity} that is {str(state)!r}. Allowed: {allowed}."
        )

    def allows(self, state: str, event: str, actor: str) -> bool:
        """Return whether :meth:`after` would answer."""
        return any((m.source, m.event) == (state, event) and actor in m.actors for m in self.moves)

    def events(self, state: str) -> tuple[str, ...]:
        """Return the events that can happen in ``state``, in the table's order."""
        return tuple(move.event for move in self.moves if move.source == state)

    @property
    def states(self) -> tuple[str, ...]:
        """All states, the initial one first, in the order in which the table reaches them."""
        return tuple(dict.fromkeys([self.initial, *(s for m in self.moves for s in (m.source, m.target))]))


class ClaimState(StrEnum):
    """Where a claim stands between note and cash."""

    DRAFT = "draft"  # built or corrected, not yet scrubbed
    HELD = "held"  # findings that would reject or deny it
    CLEAN = "clean"  # scrubbed, waits for a person to release it
    RELEASED = "released"  # a person has released it
    QUEUED = "queued"  # written into a submission in the outbox
    SENT = "sent"  # handed to the payer or clearinghouse
    RECEIVED = "received"  # its file was accepted (TA1, 999)
    ACCEPTED = "accepted"  # accepted into adjudication (277CA)
    REJECTED = "rejected"  # refused at the front end, not adjudicated
    PAID = "paid"  # adjudicated, nothing denied
    DENIED = "denied"  # adjudicated, all or part denied
    REVERSED = "reversed"  # the payer took its decision back
    CLOSED = "closed"  # nothing open with payer or patient


class EncounterState(StrEnum):
    """Where an encounter stands before it is a claim."""

    ARRIVED = "arrived"  # note and charges are in
    CODED = "coded"  # codes are proposed, a person has to decide
    QUERIED = "queried"  # nothing to accept before the provider answers
    ACCEPTED = "accepted"  # a person has accepted the codes
    CLAIMED = "claimed"  # a claim was built


class SubmissionState(StrEnum):
    """Where a file of claims stands in the outbox."""

    PREPARED = "prepared"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


_S = ClaimState
_BEFORE_RELEASE = (_S.DRAFT, _S.HELD, _S.CLEAN)
_WITH_PAYER = (_S.SENT, _S.RECEIVED, _S.ACCEPTED)
_MAY_BE_DECIDED = (*_WITH_PAYER, _S.REJECTED)  # some payers decide what they first turned away
_DECIDED = (_S.PAID, _S.DENIED, _S.REVERSED)

CLAIM = Lifecycle(
    entity="claim",
    initial=_S.DRAFT,
    moves=(
        *(Move(state, "scrubbed_clean", _S.CLEAN, BY_MACHINE) for state in _BEFORE_RELEASE),
        *(Move(state, "scrubbed_with_findings", _S.HELD, BY_MACHINE) for state in _BEFORE_RELEASE),
        *(Move(state, "corrected", _S.DRAFT, BY_PERSON) for state in (*_BEFORE_RELEASE, _S.REJECTED)),
        *(Move(state, "sent_again", _S.DRAFT, BY_PERSON) for state in (*_DECIDED, _S.REJECTED)),
        *(Move(state, "next_payer", _S.DRAFT) for state in (*_BEFORE_RELEASE, _S.PAID, _S.DENIED)),
        Move(_S.CLEAN, "released", _S.RELEASED, BY_PERSON),
        Move(_S.HELD, "released_with_override", _S.RELEASED, BY_PERSON),
        Move(_S.RELEASED, "recalled", _S.DRAFT, BY_PERSON),
        Move(_S.RELEASED, "queued", _S.QUEUED, BY_MACHINE),
        Move(_S.RELEASED, "cannot_be_written", _S.HELD, BY_MACHINE),
        Move(_S.QUEUED, "sent", _S.SENT, BY_MACHINE),
        Move(_S.SENT, "file_accepted", _S.RECEIVED, BY_MACHINE),
        Move(_S.SENT, "file_rejected", _S.REJECTED, BY_MACHINE),
        *(Move(state, "claim_accepted", _S.ACCEPTED, BY_MACHINE) for state in (_S.SENT, _S.RECEIVED)),
        *(Move(state, "claim_rejected", _S.REJECTED, BY_MACHINE) for state in _WITH_PAYER),
        *(Move(state, "paid", _S.PAID) for state in (*_MAY_BE_DECIDED, *_DECIDED)),
        *(Move(state, "denied", _S.DENIED) for state in (*_MAY_BE_DECIDED, *_DECIDED)),
        *(Move(state, "payment_reversed", _S.REVERSED) for state in (*_MAY_BE_DECIDED, *_DECIDED)),
        *(Move(state, "settled", _S.CLOSED) for state in _DECIDED),
        *(
            Move(_S.CLOSED, event, target)
            for event, target in (("paid", _S.PAID), ("denied", _S.DENIED), ("payment_reversed", _S.REVERSED))
        ),
    ),
)

ENCOUNTER = Lifecycle(
    entity="encounter",
    initial=EncounterState.ARRIVED,
    moves=(
        Move(EncounterState.ARRIVED, "codes_proposed", EncounterState.CODED, BY_MACHINE),
        Move(EncounterState.ARRIVED, "nothing_codable", EncounterState.QUERIED, BY_MACHINE),
        *(
            Move(state, "corrected", EncounterState.ARRIVED, BY_PERSON)
            for state in (
                EncounterState.ARRIVED,
                EncounterState.CODED,
                EncounterState.QUERIED,
                EncounterState.ACCEPTED,
            )
        ),
        Move(EncounterState.CODED, "codes_accepted", EncounterState.ACCEPTED, BY_PERSON),
        Move(EncounterState.QUERIED, "codes_accepted", EncounterState.ACCEPTED, BY_PERSON),
        Move(EncounterState.CODED, "provider_queried", EncounterState.QUERIED, BY_PERSON),
        Move(EncounterState.CODED, "note_amended", EncounterState.ARRIVED, BY_PERSON),
        Move(EncounterState.QUERIED, "note_amended", EncounterState.ARRIVED, BY_PERSON),
        Move(EncounterState.ACCEPTED, "claim_built", EncounterState.CLAIMED),
    ),
)

SUBMISSION = Lifecycle(
    entity="submission",
    initial=SubmissionState.PREPARED,
    moves=(
        Move(SubmissionState.PREPARED, "delivered", SubmissionState.DELIVERED, BY_MACHINE),
        Move(SubmissionState.DELIVERED, "accepted", SubmissionState.ACKNOWLEDGED, BY_MACHINE),
        Move(SubmissionState.DELIVERED, "refused", SubmissionState.REFUSED, BY_MACHINE),
    ),
)

LIFECYCLES: Mapping[str, Lifecycle] = MappingProxyType(
    {lifecycle.entity: lifecycle for lifecycle in (CLAIM, ENCOUNTER, SUBMISSION)}
)
