"""A received file as its acknowledgements need it: headers, and the problems that decide.

An answer says at its beginning what is known at the file's end, and a file may have any number of
transactions and problems. They are put down in a temporary database that SQLite keeps in memory as
long as it is small and in a file without a name when it is not; it goes with the process.
"""

import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from cleanclaim.x12.codes import NOTHING_LOADED, CodeLookup
from cleanclaim.x12.problems import Acknowledges, Severity, X12Problem
from cleanclaim.x12.segments import Segment
from cleanclaim.x12.tokens import batches
from cleanclaim.x12.transactions import Group, Interchange, group_of, interchange_of
from cleanclaim.x12.validation import find_problems

DECIDING_LEVEL = 2
"""Problems of levels up to this one reject a transaction; those above it single claims."""

_HEADS = frozenset({"ISA", "GS", "ST", "GE", "IEA"})
_AT_A_TIME = 500
_END = sys.maxsize >> 1
_TABLES = """
CREATE TABLE interchange (number INTEGER PRIMARY KEY, until INTEGER, header BLOB);
CREATE TABLE grp (number INTEGER PRIMARY KEY, until INTEGER, interchange INTEGER, header BLOB, said TEXT);
CREATE TABLE one (
    number INTEGER PRIMARY KEY, until INTEGER, last INTEGER, grp INTEGER,
    set_id TEXT, control TEXT, guide TEXT
);
CREATE INDEX of_grp ON one (grp, control);
CREATE TABLE problem (
    scope TEXT, number INTEGER, level INTEGER, came INTEGER, whole BLOB,
    PRIMARY KEY (scope, number, level, came)
) WITHOUT ROWID;
"""


class ReceivedSet(msgspec.Struct, frozen=True):
    """A transaction: the numbers of its ST and last segment; problems stand before ``until``.

    ``repeated`` says that another transaction of the group has the same ST02.
    """

    number: int
    until: int
    last: int
    set_id: str
    control_number: str
    guide: str
    repeated: bool


class ReceivedGroup(msgspec.Struct, frozen=True):
    """A group: its GS, what its GE says, and whether anything is wrong with the group itself."""

    number: int
    group: Group
    said_count: str
    problems: tuple[X12Problem, ...]


class ReceivedInterchange(msgspec.Struct, frozen=True):
    """An interchange: its ISA, the errors for which a TA1 rejects it, and its first group, if any."""

    number: int
    interchange: Interchange
    errors: tuple[X12Problem, ...]
    first: Group


class Received:
    """A file's interchanges, groups and transactions with their problems, in the order of the file.

    What cannot be read is refused as ``validate`` does, naming the path when ``data`` is one.
    Use it as a context, or close it.
    """

    def __init__(
        self,
        data: bytes | Path,
        *,
        levels: Collection[int] = (1, 2),
        codes: CodeLookup = NOTHING_LOADED,
        redact: bool = False,
    ) -> None:
        where = str(data) if isinstance(data, Path) else ""
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._db.executescript(_TABLES)
            self._db.execute("BEGIN")
            self._put_problems(find_problems(data, levels=levels, codes=codes, where=where, redact=redact))
            self._put_headers(data, where)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give the memory, or the file, back."""
        self._db.close()

    def interchanges(self) -> Iterator[ReceivedInterchange]:
        """Yield the interchanges."""
        first = 0
        for number, until, header in self._rows("SELECT * FROM interchange ORDER BY number"):
            # what stands before the first ISA concerns the first interchange
            found = tuple(self._problems("I", number if first else 0, until))
            first = number
            errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
            groups = self._rows("SELECT header FROM grp WHERE interchange = ? ORDER BY number", number)
            head: Group | None = None
            for (raw,) in groups:
                group = msgspec.msgpack.decode(raw, type=Group)
                head = head or group
                if not errors and not is_answerable(group):
                    errors = (_HEADER_WRONG,)
            yield ReceivedInterchange(
                number, msgspec.msgpack.decode(header, type=Interchange), errors, head or Group()
            )

    def groups(self, interchange: ReceivedInterchange) -> Iterator[ReceivedGroup]:
        """Yield the groups of an interchange."""
        rows = self._rows(
            "SELECT number, until, header, said FROM grp WHERE interchange = ? ORDER BY number",
            interchange.number,
        )
        for number, until, header, said in rows:
            problems = tuple(self._problems("G", number, until))
            yield ReceivedGroup(number, msgspec.msgpack.decode(header, type=Group), said, problems)

    def sets(self, group: ReceivedGroup) -> Iterator[ReceivedSet]:
        """Yield the transactions of a group."""
        rows = self._rows(
            "SELECT number, until, last, set_id, control, guide, EXISTS (SELECT 1 FROM one AS other WHERE"
            " other.grp = one.grp AND other.control = one.control AND other.number <> one.number)"
            " FROM one WHERE grp = ? ORDER BY number",
            group.number,
        )
        for number, until, last, set_id, control, guide, repeated in rows:
            yield ReceivedSet(number, until, last, set_id, control, guide, bool(repeated))

    def deciding(self, one: ReceivedSet) -> Iterator[X12Problem]:
        """Yield the problems that reject a transaction, by segment."""
        return (problem for problem in self._problems("S", one.number, one.until) if decides(problem))

    def errors(self, one: ReceivedSet) -> Iterator[X12Problem]:
        """Yield all errors of a transaction, by segment."""
        problems = self._problems("S", one.number, one.until)
        return (problem for problem in problems if problem.severity is Severity.ERROR)

    def rejects(self, interchange: ReceivedInterchange, group: ReceivedGroup, one: ReceivedSet) -> bool:
        """Return whether a transaction is rejected: by the TA1, with its group, or by the 999."""
        if interchange.errors or group.problems or one.repeated:
            return True
        return next(self.deciding(one), None) is not None

    def _rows(self, question: str, *values: object) -> Iterator[sqlite3.Row]:
        with closing(self._db.cursor()) as cursor:
            yield from cursor.execute(question, values)

    def _problems(self, scope: str, number: int, until: int) -> Iterator[X12Problem]:
        rows = self._rows(
            "SELECT whole FROM problem WHERE scope = ? AND number >= ? AND number < ?"
            " ORDER BY number, level, came",
            scope,
            number,
            until,
        )
        for (whole,) in rows:
            yield msgspec.msgpack.decode(whole, type=X12Problem)

    def _put_problems(self, problems: Iterable[X12Problem]) -> None:
        waiting: list[tuple[str, int, int, int, bytes]] = []
        for came, problem in enumerate(problems):
            scope = _scope(problem)
            if problem.severity is Severity.REPAIR:
                continue
            if scope == "S" and problem.severity is not Severity.ERROR and not decides(problem):
                continue
            whole = msgspec.msgpack.encode(problem)
            waiting.append((scope, problem.segment_number, problem.level, came, whole))
            if len(waiting) >= _AT_A_TIME:
                self._insert(waiting)
        self._insert(waiting)

    def _insert(self, waiting: list[tuple[str, int, int, int, bytes]]) -> None:
        self._db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?, ?)", waiting)
        waiting.clear()

    def _put_headers(self, data: bytes | Path, where: str) -> None:
        """Put the headers down, each with the number at which the next of its kind begins."""
        heads = _Heads(self._db)
        number = 0
        for batch in batches(data, where=where):
            mark = batch.delimiters.element
            for index, text in enumerate(batch.texts):
                if text[:3].rstrip(mark) in _HEADS:
                    parts = text.split(mark)
                    segment = Segment(
                        parts[0], tuple(parts[1:]), number + index + 1, batch.starts[index], batch.delimiters
                    )
                    heads.see(segment)
            number += len(batch.texts)
            if batch.tail:
                number += 1
                parts = batch.tail.split(mark)
                if parts[0] in _HEADS:
                    tail = Segment(parts[0], tuple(parts[1:]), number, batch.tail_start, batch.delimiters)
                    heads.see(tail)
        heads.end(number)


class _Heads:
    """Writes the headers of a file down as they come."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.interchange = self.group = self.one = 0
        self.inside = False
        self.here = False

    def see(self, segment: Segment) -> None:
        """Take in an ISA, GS, ST, GE or IEA."""
        number = segment.number
        self._leave(number - 1)
        match segment.id:
            case "ISA":
                self._until("interchange", self.interchange, number)
                self._put("interchange", number, _END, msgspec.msgpack.encode(interchange_of(segment)))
                self.interchange, self.here = number, False
            case "GS" if self.interchange:
                self._until("grp", self.group, number)
                header = msgspec.msgpack.encode(group_of(segment))
                self._put("grp", number, _END, self.interchange, header, "")
                self.group, self.here = number, True
            case "ST" if self.here:
                self._until("one", self.one, number)
                said = (segment.get(1), segment.get(2), segment.get(3))
                self._put("one", number, _END, number, self.group, *said)
                self.one, self.inside = number, True
            case "GE" if self.here:
                self.db.execute("UPDATE grp SET said = ? WHERE number = ?", (segment.get(1), self.group))
            case _:
                pass

    def end(self, last: int) -> None:
        """Take in the end of the file."""
        self._leave(last)

    def _leave(self, last: int) -> None:
        if self.inside:
            self.db.execute("UPDATE one SET last = ? WHERE number = ?", (last, self.one))
            self.inside = False

    def _put(self, table: str, *values: int | str | bytes) -> None:
        places = ", ".join("?" * len(values))
        self.db.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608

    def _until(self, table: str, number: int, until: int) -> None:
        self.db.execute(f"UPDATE {table} SET until = ? WHERE number = ?", (until, number))  # noqa: S608


_HEADER_WRONG = X12Problem(
    id="group-header-wrong", level=1, ack_code="024", acknowledges=Acknowledges.INTERCHANGE
)


def decides(problem: X12Problem) -> bool:
    """Return whether a problem rejects its transaction: errors do, and so does a guide that we lack."""
    if problem.level > DECIDING_LEVEL:
        return False
    return problem.severity is Severity.ERROR or problem.id == "guide-not-known"


def is_answerable(group: Group) -> bool:
    """Return whether a GS says enough for an AK1 to name the group."""
    kind, number, version = group.functional_id, group.control_number, group.version
    return (
        len(kind) == 2
        and kind.isascii()
        and kind.isalnum()
        and 0 < len(number) <= 9
        and number.isascii()
        and number.isdigit()
        and 0 < len(version) <= 12
        and version.isascii()
        and version.isalnum()
    )


def _scope(problem: X12Problem) -> str:
    """Where a problem is acknowledged: with its interchange, its group or its transaction."""
    if problem.acknowledges is Acknowledges.INTERCHANGE or problem.segment in ("ISA", "IEA"):
        return "I"
    if problem.acknowledges is Acknowledges.GROUP or problem.segment in ("GS", "GE"):
        return "G"
    return "S"
