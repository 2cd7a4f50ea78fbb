"""Coding the lines of a batch: here, or in other processes through ``bulk``'s one map function."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cleanclaim.cli.batch import NotText
from cleanclaim.cli.code_sources import Asked, note_in_line, with_origins
from cleanclaim.cli.coder import Coder
from cleanclaim.cli.opinion_settings import endpoint_from_environment
from cleanclaim.primitives import CleanclaimError, encode_line

if TYPE_CHECKING:
    from cleanclaim.coding import CodingResult, Document

CHUNK = 16
"""Notes that go to a process at once: enough that sending them costs little, few enough for short waits."""


class Options(msgspec.Struct, frozen=True):
    """What holds for all notes of a run; ``reference`` and ``behind`` are directories of a compiled store."""

    reference: str
    behind: str
    on: date | None
    setting: str
    profile: str
    accept_at: float
    earlier: "tuple[Document, ...]"
    second_opinion: bool
    settings: tuple[str, ...]
    as_json: bool


class Lines(msgspec.Struct, frozen=True):
    """Lines of a batch with their numbers, for one process."""

    where: str
    lines: tuple[tuple[int, bytes], ...]
    options: Options


class Coded(msgspec.Struct, frozen=True):
    """What came of a note: its JSON line, or its result; or what is wrong with it.

    ``stop``: nothing after it in its file is read. ``said`` is the notice of the date that was taken,
    ``warning`` what could not be done for a note that was coded.
    """

    line: str = ""
    result: "CodingResult | None" = None
    text: str = ""
    error: str = ""
    stop: bool = False
    said: str = ""
    warning: str = ""


def code_asked(coder: Coder, asked: Asked, *, as_json: bool) -> Coded:
    """Code one note; what is wrong with it is told in words."""
    try:
        result = coder.code(asked.id, asked.note)
    except CleanclaimError as error:
        return Coded(error=told(error, asked.where))
    if as_json:
        return Coded(line=encode_line(with_origins(result, asked)), warning=coder.warning)
    return Coded(result=result, text=asked.note.text, warning=coder.warning)


def code_line(coder: Coder, where: str, number: int, line: bytes, options: Options) -> Coded:
    """Code one line of a batch."""
    place = f"{where}, line {number}"
    try:
        asked = note_in_line(line, place, number, options.settings)
    except CleanclaimError as error:
        return Coded(error=told(error, place), stop=isinstance(error, NotText))
    return code_asked(coder, asked, as_json=options.as_json)


def code_lines(job: Lines) -> list[Coded]:
    """Code the lines of a job in this process; the coder is made once a process."""
    coder = _coder(job.options)
    found = []
    for number, line in job.lines:
        done = code_line(coder, job.where, number, line, job.options)
        found.append(msgspec.structs.replace(done, said=coder.notice))
        if done.stop:
            break
    return found


def jobs_of(where: str, lines: Sequence[tuple[int, bytes]], options: Options) -> Iterator[Lines]:
    """Yield the lines of a batch in jobs."""
    rest: Iterable[tuple[int, bytes]] = iter(lines)
    while chunk := tuple(islice(rest, CHUNK)):
        yield Lines(where, chunk, options)


def told(error: CleanclaimError, where: str) -> str:
    """Return what is wrong, naming the place once."""
    text = str(error)
    return text if where in text else f"{where}: {text}"


@cache
def _coder(options: Options) -> Coder:
    from cleanclaim.reference import compiled_store

    behind = Path(options.behind) if options.behind else None
    return Coder(
        None,
        options.on,
        options.setting,
        options.profile,
        accept_at=options.accept_at,
        store=compiled_store(Path(options.reference), behind),
        announce=None,
        earlier=options.earlier,
        endpoint=endpoint_from_environment() if options.second_opinion else None,
    )
