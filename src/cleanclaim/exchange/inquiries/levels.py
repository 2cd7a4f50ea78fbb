"""The levels of a question or answer: reading them out of HL segments, and writing these."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from cleanclaim.exchange.loops import Line, lines_of
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.exchange.sendable import delimiters_for, refuse_unsendable
from cleanclaim.exchange.submission import Submission, envelope_of
from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import Row, Transaction, TransactionBody, read_transactions, write_interchange

V = TypeVar("V")


class Level:
    """One HL with its own segments; ``children`` are the levels that name it as their parent."""

    def __init__(self, code: str, parent: "Level | None") -> None:
        self.code = code
        self.parent = parent
        self.lines: list[Line] = []
        self.children: list[Level] = []

    def above(self, code: str) -> "Level | None":
        """Return the nearest level of a code, this one included, going up."""
        level: Level | None = self
        while level is not None and level.code != code:
            level = level.parent
        return level


def levels_of(transaction: Transaction) -> list[Level]:
    """Return a transaction's levels in their order.

    A level whose HL02 names nothing that came before belongs to the level just before it that may
    have children of its kind, so that a wrong parent loses no answer.
    """
    found: list[Level] = []
    by_number: dict[str, Level] = {}
    for line in lines_of(transaction):
        if line.id == "HL":
            parent = by_number.get(line.get(2))
            if parent is None and line.get(2):
                parent = next((level for level in reversed(found) if level.code != line.get(3)), None)
            level = Level(line.get(3), parent)
            if parent is not None:
                parent.children.append(level)
            found.append(level)
            by_number[line.get(1)] = level
        elif found:
            found[-1].lines.append(line)
    return found


def header_of(transaction: Transaction) -> Line | None:
    """Return the BHT segment."""
    return next((line for line in lines_of(transaction) if line.id == "BHT"), None)


def transactions_of(data: bytes, set_id: str, versions: str, what: str, where: str) -> Iterator[Transaction]:
    """Yield the transactions of one kind; raise ``UnreadableFile`` when there is none."""
    others: set[str] = set()
    seen = False
    for transaction in read_transactions(data, where=where):
        if transaction.set_id == set_id and transaction.version.startswith(versions):
            seen = True
            yield transaction
        else:
            others.add(f"{transaction.set_id} {transaction.version}".strip())
    if not seen:
        held = ", ".join(sorted(others)) or "no transaction"
        raise UnreadableFile(f"this holds no {what} but {held}.", where=where, fix=f"Name a {set_id} file.")


class Hierarchy:
    """Rows of a transaction whose levels are numbered as they are opened."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._places: dict[str, int] = {}

    def open(self, code: str, parent: str, children: bool, rows: Sequence[Row]) -> str:
        """Add a level with its segments; return its number for the levels below it.

        A level that got a child says so (HL04), whether it was announced or not.
        """
        number = str(len(self._places) + 1)
        self._places[number] = len(self.rows)
        self.rows += [("HL", number, parent, code, "1" if children else "0"), *rows]
        if parent:
            place = self._places[parent]
            self.rows[place] = (*self.rows[place][:4], "1")
        return number


def sendable(values: Sequence[V], name: str) -> list[V]:
    """Return the values in plain letters; raise ``InvalidValue`` for what X12 cannot carry."""
    plain = [in_plain_letters(value) for value in values]
    for index, value in enumerate(plain):
        refuse_unsendable(value, f"{name}[{index}]")
    return plain


def write_questions(
    values: Sequence[object],
    bodies: Sequence[TransactionBody],
    submission: Submission,
    *,
    functional_id: str,
    version: str,
) -> bytes:
    """Return one interchange with these transactions, delimiters chosen so that no text has one."""
    submission = in_plain_letters(submission)
    delimiters = submission.delimiters or delimiters_for([*values, submission])
    envelope = envelope_of(submission, functional_id=functional_id, version=version, delimiters=delimiters)
    return write_interchange(envelope, bodies, line_break="\n")


def beginning(submission: Submission, structure: str, purpose: str, number: int, reference: str = "") -> Row:
    """Return a BHT segment; BHT03 is ``reference``, else control number and transaction's number."""
    at = submission.at
    reference = reference or f"{submission.control_number:09d}{number:04d}"
    return ("BHT", structure, purpose, reference, f"{at:%Y%m%d}", f"{at:%H%M}")
