"""A directory as transport: files in, answers out, each file once, whenever the process dies.

``inbox/`` is where senders put files, ``outbox/`` where answers appear, ``received/`` the
payer's memory. The four steps of a file, and why being killed between them does no harm, are in
``docs/algorithms/adjudication.md``.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from cleanclaim.primitives import CleanclaimError, ConfigurationError, decode_document, encode_document
from cleanclaim.simulator.answers import AnswerFile, Answers
from cleanclaim.simulator.delays import AT_ONCE, Delays
from cleanclaim.simulator.memory import Changes, Memory
from cleanclaim.simulator.mistakes import NO_MISTAKES, Mistakes
from cleanclaim.simulator.payer import Payer, built_in_payer

INBOX, OUTBOX, RECEIVED = "inbox", "outbox", "received"
APPEAL = ".appeal.json"
"""How the name of a file ends that is an appeal, not X12."""
_DAY = ".day-"
"""How the name of a record begins that is no file but a day of the payer's own."""
_DIGITS = 6


class Handled(msgspec.Struct, frozen=True):
    """One file that a run dealt with: its number, its name, what was said, which answers it got.

    ``answers`` are those that have been handed out so far, with those of earlier runs.
    """

    number: int
    name: str
    said: tuple[str, ...]
    answers: tuple[str, ...]


class Record(msgspec.Struct, frozen=True):
    """What the payer remembers of one file. Once it is there, the answers are settled."""

    number: int
    name: str
    sha256: str
    received_at: datetime
    changes: Changes
    said: tuple[str, ...]
    files: tuple[AnswerFile, ...]


def run_mailbox(
    directory: Path,
    *,
    now: datetime,
    seed: int = 0,
    payer: Payer | None = None,
    delays: Delays = AT_ONCE,
    mistakes: Mistakes = NO_MISTAKES,
) -> tuple[Handled, ...]:
    """Finish what an earlier run left, then answer every file in the inbox in order of name.

    ``now`` is when files that are taken in this run count as received, and decides which
    answers are due; by default all of them are, at once. A file whose name ends in ``.appeal.json`` is an
    appeal. Late payments and what else payers do by themselves comes on its day. What a file is
    answered is settled when it is taken, by a later run it is only handed out. Returns what this run
    dealt with. Raises ``ConfigurationError`` when another process is at the same mailbox.
    """
    payer = payer or built_in_payer(seed=seed, delays=delays, mistakes=mistakes)
    for name in (INBOX, OUTBOX, RECEIVED):
        (directory / name).mkdir(parents=True, exist_ok=True)
    with _alone(directory):
        return tuple(_run(directory, now, payer))


def deliver(directory: Path, name: str, data: bytes) -> bool:
    """Put a file into the inbox, all of it or nothing; returns whether it was put there.

    A file of that name that waits there, or that was received before, is left alone, so that
    a sender which was killed may simply deliver again.
    """
    if name.startswith(".") or "/" in name:
        raise ConfigurationError(f"{name!r} cannot be the name of a file to deliver.")
    (directory / INBOX).mkdir(parents=True, exist_ok=True)
    if (directory / INBOX / name).exists() or has_received(directory, name):
        return False
    _write(directory / INBOX / name, data)
    return True


def has_received(directory: Path, name: str) -> bool:
    """Return whether the payer has taken a file of this name out of its inbox."""
    return any(taken.partition("-")[2] == name for _, taken in _taken(directory))


def _run(directory: Path, now: datetime, payer: Payer) -> Iterator[Handled]:
    memory = Memory()
    last = 0
    for number, taken in _taken(directory):
        record = _record(directory, number)
        if record is None or not _path(directory, number, "done").exists():
            record = record or _decide(directory, taken, memory, now, payer)
            if _publish(directory, record, now):
                yield _handled(directory, record)
        memory.apply(record.changes)
        last = number
    for record in _days(directory, memory, now, payer, last):
        last = record.number
        yield _handled(directory, record)
    for name in _waiting(directory):
        last += 1
        taken = f"{last:0{_DIGITS}d}-{name}"
        (directory / INBOX / name).replace(directory / RECEIVED / taken)
        record = _decide(directory, taken, memory, now, payer)
        _publish(directory, record, now)
        memory.apply(record.changes)
        yield _handled(directory, record)
    # A payer that answers at once does what it would do later at once, too.
    for record in _days(directory, memory, now, payer, last):
        last = record.number
        yield _handled(directory, record)


def _days(directory: Path, memory: Memory, now: datetime, payer: Payer, last: int) -> Iterator[Record]:
    """Live the payer's own days that have come: late payments, corrections, appeals decided.

    Each is a record like a file's, begun by an empty file in its place.
    """
    while (day := payer.next_day(memory)) is not None:
        if payer.delays.payments_when_paid and day > now.date():
            return
        last += 1
        taken = f"{last:0{_DIGITS}d}-{_DAY}{day:%Y%m%d}"
        _write(directory / RECEIVED / taken, b"")
        record = _decide(directory, taken, memory, now, payer)
        _publish(directory, record, now)
        memory.apply(record.changes)
        yield record


def _decide(directory: Path, taken: str, memory: Memory, now: datetime, payer: Payer) -> Record:
    """Decide a file that was taken, and settle it by its record (step 2)."""
    number = int(taken[:_DIGITS])
    data = (directory / RECEIVED / taken).read_bytes()
    name = taken.partition("-")[2]
    answers = _answers(payer, name, data, memory, now=now, number=number)
    record = Record(
        number=number,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        received_at=now,
        changes=answers.changes,
        said=answers.said,
        files=answers.files,
    )
    _write(_path(directory, number, "json"), encode_document(record))
    return record


def _publish(directory: Path, record: Record, now: datetime) -> bool:
    """Put the answers of a settled file that are due into the outbox, then mark it (steps 3 and 4).

    Returns whether anything was put there. A file some of whose answers are still to come is
    marked with those that have been handed out: nobody gets them twice.
    """
    handed = _handed_out(directory, record)
    due = [file for file in record.files if file.name not in handed and (file.due is None or file.due <= now)]
    for file in due:
        _write(directory / OUTBOX / f"{record.number:0{_DIGITS}d}-{file.name}", file.content)
    handed += [file.name for file in due]
    if len(handed) == len(record.files):
        _write(_path(directory, record.number, "done"), b"")
    elif due:
        _write(_path(directory, record.number, "handed"), "\n".join(handed).encode())
    return bool(due)


def _handed_out(directory: Path, record: Record) -> list[str]:
    """Return the names of a file's answers that have been put into the outbox, as far as it is marked."""
    if _path(directory, record.number, "done").exists():
        return [file.name for file in record.files]
    path = _path(directory, record.number, "handed")
    return path.read_text().splitlines() if path.exists() else []


def _answers(payer: Payer, name: str, data: bytes, memory: Memory, *, now: datetime, number: int) -> Answers:
    if name.startswith(_DAY):
        day = datetime.strptime(name.removeprefix(_DAY), "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        return payer.on_day(day, like=now, memory=memory, sequence=number)
    if name.endswith(APPEAL):
        return payer.appeal(data, now=now, memory=memory, sequence=number)
    try:
        return payer.answer(data, now=now, memory=memory, sequence=number)
    except CleanclaimError as error:
        # There is nobody to address a TA1 to: the sender is told in a plain sentence.
        sentence = f"The file cannot be read: {error}"
        return Answers((AnswerFile("unreadable.txt", f"{sentence}\n".encode()),), (sentence,), Changes())


def _handled(directory: Path, record: Record) -> Handled:
    handed = _handed_out(directory, record)
    names = tuple(f"{record.number:0{_DIGITS}d}-{file.name}" for file in record.files if file.name in handed)
    return Handled(record.number, record.name, record.said, names)


def _record(directory: Path, number: int) -> Record | None:
    path = _path(directory, number, "json")
    return decode_document(path.read_bytes(), Record, where=str(path)) if path.exists() else None


def _path(directory: Path, number: int, kind: str) -> Path:
    return directory / RECEIVED / f"{number:0{_DIGITS}d}.{kind}"


def _taken(directory: Path) -> list[tuple[int, str]]:
    """Return number and name of the files that were taken, in order."""
    folder = directory / RECEIVED
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    return [
        (int(name[:_DIGITS]), name)
        for name in names
        if name[:_DIGITS].isdigit() and name[_DIGITS : _DIGITS + 1] == "-"
    ]


def _waiting(directory: Path) -> list[str]:
    return sorted(
        entry.name
        for entry in (directory / INBOX).iterdir()
        if entry.is_file() and not entry.name.startswith(".")
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; writing it again changes nothing."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the mailbox's lock; the system lets go of it when the process dies."""
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigurationError(
                f"another process is at the mailbox {directory}.", fix="Wait until it has ended."
            ) from None
        yield
