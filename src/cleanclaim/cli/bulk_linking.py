"""``cleanclaim bulk scrub --together``: which claims of other files each file needs beside its own.

The files are read twice: first for whose claims they hold (:func:`patients_of_file`, numbers that tell
patients apart and do not name them), then for the claims of patients that stand in several files
(:func:`claims_of_file`). With these beside its own claims, a file is judged anywhere as if all were one run.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from cleanclaim.claim import Claim, decode_claim, encode_claim
from cleanclaim.cli.bulk_jobs import Job
from cleanclaim.cli.paths import readable
from cleanclaim.edits.history import patient_keys
from cleanclaim.edits.linking import WINDOW, Linked, Placed, linked
from cleanclaim.exchange import iter_837
from cleanclaim.primitives import InputError

In = TypeVar("In")
Out = TypeVar("Out")
_BYTES = 8


class Mapping(Protocol):
    """What maps a function over inputs, in their order (``cleanclaim.bulk.map_many``)."""

    def __call__(self, function: Callable[[In], Out], inputs: Iterable[In], /) -> Iterator[Out]:
        """Yield what the function makes of each input."""


class _Want(msgspec.Struct, frozen=True):
    """The claims of one file that other files need, by their place in it."""

    path: str
    places: tuple[int, ...]


def patients_of_file(path: str) -> tuple[tuple[int, ...], ...]:
    """Return numbers for the patient of each claim, as far as the file can be read."""
    return tuple(
        tuple(int.from_bytes(blake2b(repr(key).encode(), digest_size=_BYTES).digest()) for key in keys)
        for keys in map(patient_keys, _claims(path))
    )


def claims_of_file(want: _Want) -> tuple[bytes, ...]:
    """Return the documents of the claims wanted."""
    places = frozenset(want.places)
    return tuple(encode_claim(claim) for at, claim in enumerate(_claims(want.path)) if at in places)


def linked_jobs(jobs: Sequence[Job], mapped: Mapping) -> list[Job]:
    """Return the jobs, each with its place in the run and the claims of other files that it needs."""
    patients = list(mapped(patients_of_file, [job.path for job in jobs]))
    starts = [sum(len(one) for one in patients[:number]) for number in range(len(patients))]
    files_of = Counter(key for one in patients for key in {key for keys in one for key in keys})
    places: dict[int, list[list[int]]] = {}
    for number, one in enumerate(patients):
        for at, keys in enumerate(one):
            for key in keys:
                if files_of[key] > 1:
                    places.setdefault(key, [[] for _ in jobs])[number].append(starts[number] + at)
    needed: list[set[int]] = [set() for _ in jobs]
    for by_file in places.values():
        for number, own in enumerate(by_file):
            for other, theirs in enumerate(by_file):
                if own and other != number:
                    needed[number].update(place for place in theirs if _is_near(place, own))
    everything = sorted(set().union(*needed)) if needed else []
    wants = [
        _Want(job.path, tuple(p - start for p in everything if start <= p < start + len(one)))
        for job, start, one in zip(jobs, starts, patients, strict=True)
    ]
    asked = [number for number, want in enumerate(wants) if want.places]
    documents: dict[int, bytes] = {}
    for number, found in zip(asked, mapped(claims_of_file, [wants[one] for one in asked]), strict=True):
        documents.update(
            (starts[number] + at, document) for at, document in zip(wants[number].places, found, strict=True)
        )
    return [
        msgspec.structs.replace(
            job, place=start, beside=tuple((place, documents[place]) for place in sorted(theirs))
        )
        for job, start, theirs in zip(jobs, starts, needed, strict=True)
    ]


def claims_of_job(job: Job, claims: Iterable[Claim]) -> Iterator[Linked]:
    """Yield the claims of a file of a run, linked with those of the other files that came with the job."""
    return linked(_placed(job, claims))


def _placed(job: Job, claims: Iterable[Claim]) -> Iterator[Placed]:
    for place, document in job.beside:
        if place < job.place:
            yield Placed(place, decode_claim(document), own=False)
    end = job.place
    for claim in claims:
        yield Placed(end, claim)
        end += 1
    for place, document in job.beside:
        if place >= end:
            yield Placed(place, decode_claim(document), own=False)


def _is_near(place: int, own: Sequence[int]) -> bool:
    at = bisect_left(own, place)
    return any(abs(one - place) <= WINDOW for one in own[max(at - 1, 0) : at + 1])


def _claims(path: str) -> Iterator[Claim]:
    """Yield the claims of a file up to where it cannot be read: that is said when it is judged."""
    try:
        yield from iter_837(readable(Path(path)), where=path)
    except InputError:
        return
