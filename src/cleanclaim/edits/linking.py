"""The claims of one run, each with the same patient's other claims around it.

A patient's claims are linked within :data:`WINDOW` claims of each other, so that a file of any length is
read in flat memory, and at most :data:`NEAREST` on either side. The answer depends on nothing but the claims
and their places: whoever works on parts of a run hands in the claims of the other parts with their places
(:class:`Placed`), and gets the same.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.history import patient_keys, same_patient

WINDOW = 5000
"""How many places apart two claims may stand in a run and still be linked."""
NEAREST = 200
"""How many claims of a patient are linked on either side: what bears on a claim stands among them."""


class Placed(msgspec.Struct, frozen=True):
    """A claim and its place in the run, from 0; ``own``: it is judged, and does not only stand by."""

    place: int
    claim: Claim
    own: bool = True


class Linked(msgspec.Struct, frozen=True):
    """A claim, its place, and the same patient's claims before and after it, in their order."""

    place: int
    claim: Claim
    before: tuple[Claim, ...]
    after: tuple[Claim, ...]


def linked(run: Iterable[Placed]) -> Iterator[Linked]:
    """Yield the own claims of a run, in its order; places must rise."""
    waiting: deque[Placed] = deque()
    kept: deque[Placed] = deque()
    by_patient: dict[Hashable, deque[Placed]] = {}
    rest = iter(run)
    ended = False
    while True:
        while not ended and (not waiting or waiting[-1].place <= waiting[0].place + WINDOW):
            coming = next(rest, None)
            if coming is None:
                ended = True
                break
            waiting.append(coming)
            kept.append(coming)
            for key in patient_keys(coming.claim):
                by_patient.setdefault(key, deque()).append(coming)
        if not waiting:
            return
        judged = waiting.popleft()
        while kept[0].place < judged.place - WINDOW:
            _forget(kept.popleft(), by_patient)
        if judged.own:
            before, after = _around(judged, by_patient)
            yield Linked(judged.place, judged.claim, before, after)


def _forget(gone: Placed, by_patient: dict[Hashable, deque[Placed]]) -> None:
    for key in patient_keys(gone.claim):
        theirs = by_patient[key]
        theirs.popleft()  # it is the oldest of every key that it has
        if not theirs:
            del by_patient[key]


def _around(
    judged: Placed, by_patient: dict[Hashable, deque[Placed]]
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the patient's nearest claims before and after one."""
    others: dict[int, Claim] = {}
    for key in patient_keys(judged.claim):
        if len(by_patient[key]) > 1:
            for other in by_patient[key]:
                if other is not judged and abs(other.place - judged.place) <= WINDOW:
                    others[other.place] = other.claim
    if not others:
        return (), ()
    places = sorted(place for place, other in others.items() if same_patient(judged.claim, other))
    before = [others[place] for place in places if place < judged.place]
    after = [others[place] for place in places if place > judged.place]
    return tuple(before[-NEAREST:]), tuple(after[:NEAREST])
