"""The claims of 837 files, each linked with the same patient's other claims around it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from cleanclaim.edits import Finding, Rules, scrub
from cleanclaim.edits.linking import Linked, Placed, linked
from cleanclaim.exchange import iter_837
from cleanclaim.primitives import InputError, InvalidValue, parse_ccyymmdd
from cleanclaim.x12 import Source, read_rows

NamedSource: TypeAlias = tuple[str, Source]
"""A file's name for messages, and where its bytes are."""


class RunOfFiles:
    """Files whose claims are linked as one run, read once, in flat memory.

    Beyond a file that cannot be read, or not to its end, the run goes on with the next.
    """

    def __init__(self, sources: Sequence[NamedSource]) -> None:
        self._sources = sources
        self._ends: list[int] = []
        self._errors: dict[int, InputError] = {}
        self._linked = linked(self._placed())
        self._next: Linked | None = None

    def claims_of(self, number: int) -> Iterator[Linked]:
        """Yield the claims of one file; the files have to be asked for in their order.

        Raises its ``InputError`` behind the last claim that could be read.
        """
        while True:
            if self._next is None:
                self._next = next(self._linked, None)
            if self._next is None or (number < len(self._ends) and self._next.place >= self._ends[number]):
                break
            found, self._next = self._next, None
            if number == 0 or found.place >= self._ends[number - 1]:  # of a file that nobody asked for
                yield found
        if number in self._errors:
            raise self._errors[number]

    def _placed(self) -> Iterator[Placed]:
        place = 0
        for number, (where, source) in enumerate(self._sources):
            try:
                for claim in iter_837(source, where=where):
                    yield Placed(place, claim)
                    place += 1
            except InputError as error:
                self._errors[number] = error
            self._ends.append(place)


def claims_of_file(source: Source, *, where: str) -> Iterator[Linked]:
    """Yield the claims of a file that is a run by itself."""
    return RunOfFiles([(where, source)]).claims_of(0)


def judged(one: Linked, rules: Rules) -> tuple[Finding, ...]:
    """Return the findings of a claim in its run."""
    return scrub(one.claim, rules.beside(one.before, one.after))


def made_on(source: Source, *, where: str) -> date | None:
    """Return the day on which a file says it was made (GS04); nothing when it is no date."""
    for row in read_rows(source, where=where):
        if row[0] == "GS":
            try:
                return parse_ccyymmdd(row[4]) if len(row) > 4 else None
            except InvalidValue:
                return None
    return None
