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
from cleanclaim.simulator.memory import Changes, Memory
from cleanclaim.simulator.payer import Payer, built_in_payer

INBOX, OUTBOX, RECEIVED = "inbox", "outbox", "received"
_DIGITS = 6


class Handled(msgspec.Struct, frozen=True):
    """One file that a run dealt with: its number, its name, what was said, which answers it got."""

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
    directory: Path, *, now: datetime, seed: int = 0, payer: Payer | None = None
) -> tuple[Handled, ...]:
    """Finish what an earlier run left, then answer every file in the inbox in order of name.

    ``now`` is when files that are taken in this run count as received. Returns what this run
    dealt with. Raises ``ConfigurationError`` when another process is at the same mailbox.
    """
    payer = payer or built_in_payer(seed=seed)
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
            _publish(directory, record)
            yield _handled(record)
        memory.apply(record.changes)
        last = number
    for name in _waiting(directory):
        last += 1
        taken = f"{last:0{_DIGITS}d}-{name}"
        (directory / INBOX / name).replace(directory / RECEIVED / taken)
        record = _decide(directory, taken, memory, now, payer)
        _publish(directory, record)
        memory.apply(record.changes)
        yield _handled(record)


def _decide(directory: Path, taken: str, memory: Memory, now: datetime, payer: Payer) -> Record:
    """Decide a file that was taken, and settle it by its record (step 2)."""
    number = int(taken[:_DIGITS])
    data = (directory / RECEIVED / taken).read_bytes()
    answers = _answers(payer, data, now, memory, number)
    record = Record(
        number=number,
        name=taken.partition("-")[2],
        sha256=hashlib.sha256(data).hexdigest(),
        received_at=now,
        changes=answers.changes,
        said=answers.said,
        files=answers.files,
    )
    _write(_path(directory, number, "json"), encode_document(record))
    return record


def _publish(directory: Path, record: Record) -> None:
    """Put the answers of a settled file into the outbox, then mark it as done (steps 3 and 4)."""
    for file in record.files:
        _write(directory / OUTBOX / f"{record.number:0{_DIGITS}d}-{file.name}", file.content)
    _write(_path(directory, record.number, "done"), b"")


def _answers(payer: Payer, data: bytes, now: datetime, memory: Memory, number: int) -> Answers:
    try:
        return payer.answer(data, now=now, memory=memory, sequence=number)
    except CleanclaimError as error:
        # There is nobody to address a TA1 to: the sender is told in a plain sentence.
        sentence = f"The file cannot be read: {error}"
        return Answers((AnswerFile("unreadable.txt", f"{sentence}\n".encode()),), (sentence,), Changes())


def _handled(record: Record) -> Handled:
    names = tuple(f"{record.number:0{_DIGITS}d}-{file.name}" for file in record.files)
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
