"""What a receiver answers: TA1 for the interchange, 999 for each group.

Sources: 005010X231A1 (999) and the TA1 appendix of the guides. Levels 1 and 2 decide; balancing and
code values are for a claim acknowledgement (277CA) to tell.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from cleanclaim.x12.codes import NOTHING_LOADED, CodeLookup
from cleanclaim.x12.data_elements import data_element
from cleanclaim.x12.elements import is_date, is_time
from cleanclaim.x12.envelopes import ISA_CODES
from cleanclaim.x12.problems import Acknowledges, Severity, X12Problem
from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.transactions import Group, Interchange, group_of, interchange_of, read_segments
from cleanclaim.x12.validation import find_problems
from cleanclaim.x12.write import Envelope, Row, TransactionBody, composite, write_interchange

_VERSION = "005010X231A1"
_DECIDING_LEVEL = 2
_LONGEST_COPY = 99
_NUMBER_NOT_UNIQUE = "23"
_NO_COPY_FOR = frozenset({"invalid-character", "blank-value"})


_OF_INTERCHANGE = Acknowledges.INTERCHANGE


class ReceivedSet(msgspec.Struct):
    """A transaction as received: its ST, the number of its last segment, and the problems in it."""

    header: Segment
    problems: list[X12Problem]
    last: int = 0


class ReceivedGroup(msgspec.Struct):
    """A group as received: its GS, its transactions, and what is wrong with the group itself."""

    group: Group
    sets: list[ReceivedSet]
    problems: list[X12Problem]
    said_count: str = ""


class Received(msgspec.Struct):
    """An interchange as received: its ISA, its groups, and what is wrong with the interchange itself."""

    interchange: Interchange
    groups: list[ReceivedGroup]
    problems: list[X12Problem]

    @property
    def envelope_errors(self) -> list[X12Problem]:
        """What makes a TA1 reject the interchange."""
        errors = [problem for problem in self.problems if problem.severity is Severity.ERROR]
        if not errors and not all(_is_answerable(group.group) for group in self.groups):
            errors = [
                X12Problem(id="group-header-wrong", level=1, ack_code="024", acknowledges=_OF_INTERCHANGE)
            ]
        return errors

    def rejects(self, group: ReceivedGroup, one: ReceivedSet) -> bool:
        """Return whether a transaction is rejected: by the TA1, with its group, or by the 999."""
        same = [other for other in group.sets if other.header.get(2) == one.header.get(2)]
        return bool(
            self.envelope_errors
            or group.problems
            or len(same) > 1
            or any(_counts(problem) for problem in one.problems)
        )


def acknowledge(data: bytes | Path, *, now: datetime, control_number: int, line_break: str = "") -> bytes:
    """Return the TA1 and 999 that answer a file, one interchange for each that it holds.

    A faulty envelope gives a TA1 that rejects it and no 999; otherwise each group gives a 999,
    with a TA1 before it when the sender asked for one (ISA14). Groups of 999s are never
    acknowledged by a 999. The first interchange is numbered ``control_number``, the next ones
    count up. Empty when there is nothing to answer. Raises ``UnreadableFile`` and
    ``UnsupportedVersion`` as ``validate`` does.
    """
    written: list[bytes] = []
    for read in received(data):
        envelope, bodies = _answer(read, now, control_number + len(written))
        if bodies:
            written.append(write_interchange(envelope, bodies, line_break=line_break))
    return b"".join(written)


def received(
    data: bytes | Path,
    *,
    levels: Collection[int] = (1, 2),
    codes: CodeLookup = NOTHING_LOADED,
    redact: bool = False,
) -> list[Received]:
    """Return a file's interchanges with what ``validate`` finds in them, each problem in its place.

    What cannot be read is refused as ``validate`` does, naming the path when ``data`` is one.
    """
    where = str(data) if isinstance(data, Path) else ""
    problems = sorted(
        (
            problem
            for problem in find_problems(data, levels=levels, codes=codes, where=where, redact=redact)
            if problem.severity is not Severity.REPAIR
        ),
        key=lambda problem: (problem.segment_number, problem.level),
    )
    found: list[Received] = []
    starts: list[tuple[int, list[X12Problem]]] = []
    last_set: ReceivedSet | None = None
    for segment in read_segments(data):
        if segment.id in ("ISA", "GS", "ST", "GE", "IEA"):
            last_set = None
        match segment.id:
            case "ISA":
                found.append(Received(interchange_of(segment), [], []))
                starts.append((segment.number, found[-1].problems))
            case "GS" if found:
                found[-1].groups.append(ReceivedGroup(group_of(segment), [], []))
                starts.append((segment.number, found[-1].groups[-1].problems))
            case "ST" if found and found[-1].groups:
                last_set = ReceivedSet(segment, [])
                found[-1].groups[-1].sets.append(last_set)
                starts.append((segment.number, last_set.problems))
            case "GE" if found and found[-1].groups:
                found[-1].groups[-1].said_count = segment.get(1)
                starts.append((segment.number, found[-1].groups[-1].problems))
            case "IEA" if found:
                starts.append((segment.number, found[-1].problems))
            case _:
                pass
        if last_set is not None:
            last_set.last = segment.number
    _file(problems, starts, found)
    return found


def _file(
    problems: Iterable[X12Problem],
    starts: Sequence[tuple[int, list[X12Problem]]],
    found: Sequence[Received],
) -> None:
    """Put each problem where it is acknowledged: with its interchange, group or transaction."""
    index = 0
    interchange = -1
    group: ReceivedGroup | None = None
    owners = {id(read.problems): number for number, read in enumerate(found)}
    groups = {id(each.problems): each for read in found for each in read.groups}
    last_set: ReceivedSet | None = None
    sets = {id(each.problems): each for read in found for g in read.groups for each in g.sets}
    for problem in problems:
        while index < len(starts) and starts[index][0] <= problem.segment_number:
            mark = id(starts[index][1])
            interchange = owners.get(mark, interchange)
            group = groups.get(mark, group)
            last_set = sets.get(mark, last_set)
            index += 1
        of_interchange = problem.acknowledges is Acknowledges.INTERCHANGE or problem.segment in ("ISA", "IEA")
        of_group = problem.acknowledges is Acknowledges.GROUP or problem.segment in ("GS", "GE")
        if of_interchange and found:
            found[max(interchange, 0)].problems.append(problem)
        elif of_group and group is not None:
            group.problems.append(problem)
        elif last_set is not None:
            last_set.problems.append(problem)


def answering_envelope(
    read: Received, now: datetime, control_number: int, functional_id: str, version: str
) -> Envelope:
    """Return the envelope of an answer: from their receiver, us, to their sender."""
    theirs = read.interchange
    first = read.groups[0].group if read.groups else Group()
    return Envelope(
        sender_qualifier=_qualifier(theirs.receiver_qualifier),
        sender_id=_code(theirs.receiver_id, theirs.receiver_id),
        receiver_qualifier=_qualifier(theirs.sender_qualifier),
        receiver_id=_code(theirs.sender_id, theirs.sender_id),
        control_number=control_number,
        at=now,
        usage=theirs.usage if theirs.usage in ("P", "T") else "P",
        functional_id=functional_id,
        gs_sender=_code(first.receiver, theirs.receiver_id),
        gs_receiver=_code(first.sender, theirs.sender_id),
        version=version,
    )


def _answer(read: Received, now: datetime, control_number: int) -> tuple[Envelope, list[TransactionBody]]:
    errors = read.envelope_errors
    bodies: list[TransactionBody] = []
    if errors or read.interchange.acknowledgment_requested:
        bodies.append(("TA1", [_ta1(read.interchange, errors, now)]))
    if not errors:
        bodies.extend(
            ("999", list(_rows_999(group))) for group in read.groups if group.group.functional_id != "FA"
        )
    return answering_envelope(read, now, control_number, "FA", _VERSION), bodies


def _ta1(theirs: Interchange, errors: Sequence[X12Problem], now: datetime) -> Row:
    reason = next((p.ack_code for p in errors if p.acknowledges is Acknowledges.INTERCHANGE), "024")
    number = theirs.control_number
    return (
        "TA1",
        number if len(number) == 9 and number.isascii() and number.isdigit() else "000000000",
        theirs.date if len(theirs.date) == 6 and is_date(theirs.date) else f"{now:%y%m%d}",
        theirs.time if len(theirs.time) == 4 and is_time(theirs.time) else f"{now:%H%M}",
        "R" if errors else "A",
        reason if errors else "000",
    )


def _rows_999(group: ReceivedGroup) -> Iterator[Row]:
    yield ("AK1", group.group.functional_id, group.group.control_number, group.group.version)
    accepted = 0
    numbers = Counter(each.header.get(2) for each in group.sets)
    for each in group.sets:
        header = each.header
        guide = header.get(3) or group.group.version
        yield (
            "AK2",
            _fit(header.get(1), 3, "000"),
            _number(header.get(2)),
            guide if _is_guide(guide) else "",
        )
        told = [problem for problem in each.problems if _counts(problem)]
        yield from _segment_rows(told)
        reasons = {p.ack_code for p in told if p.acknowledges is Acknowledges.TRANSACTION and p.ack_code}
        if numbers[header.get(2)] > 1:
            # the answers tell transactions apart by this number alone: none of them may be accepted
            reasons.add(_NUMBER_NOT_UNIQUE)
        codes = sorted(reasons)
        if any(p.id == "guide-not-known" for p in told):
            codes.append("I6")
        if any(p.acknowledges in (Acknowledges.SEGMENT, Acknowledges.ELEMENT) for p in told):
            codes.insert(0, "5")
        if codes or told or group.problems:
            # in a rejected group nothing is accepted; what is wrong with the group stands in AK9
            yield ("IK5", "R", *codes[:5])
        else:
            accepted += 1
            yield ("IK5", "A")
    group_codes = sorted({p.ack_code for p in group.problems if p.acknowledges is Acknowledges.GROUP})
    received = len(group.sets)
    result = "A" if accepted == received and not group.problems else "P" if accepted else "R"
    said = group.said_count.lstrip("0") or "0"
    included = said if said.isascii() and said.isdigit() and len(said) <= 6 else str(received)
    yield ("AK9", result, included, str(received), str(accepted), *group_codes[:5])


def _counts(problem: X12Problem) -> bool:
    """Whether a problem rejects its transaction: errors do, and so does a guide that we lack."""
    if problem.level > _DECIDING_LEVEL:
        return False
    return problem.severity is Severity.ERROR or problem.id == "guide-not-known"


def _segment_rows(problems: Sequence[X12Problem]) -> Iterator[Row]:
    """IK3, CTX and IK4 for each segment in error, in the order of the transaction."""
    by_segment: dict[int, list[X12Problem]] = {}
    for problem in problems:
        if problem.acknowledges in (Acknowledges.SEGMENT, Acknowledges.ELEMENT):
            by_segment.setdefault(problem.position, []).append(problem)
    for position, found in sorted(by_segment.items()):
        for problem in found:
            if problem.acknowledges is Acknowledges.SEGMENT:
                yield _ik3(problem, position, problem.ack_code)
                yield from _business_unit(problem)
        elements = [problem for problem in found if problem.acknowledges is Acknowledges.ELEMENT]
        if elements:
            yield _ik3(elements[0], position, "8")
            yield from _business_unit(elements[0])
            for problem in elements:
                place = _element_place(problem.element)
                number = _dictionary_number(problem.element)
                yield ("IK4", place, number, problem.ack_code, _copy(problem))


def _ik3(problem: X12Problem, position: int, code: str) -> Row:
    # the standard's loop identifier has four characters: 2010AA is sent as 2010
    return ("IK3", _segment_id(problem.segment), str(position), problem.loop[:4], code)


def _segment_id(text: str) -> str:
    fits = 2 <= len(text) <= 3 and text.isascii() and text.isalnum()
    return text if fits else "ZZZ"


def _business_unit(problem: X12Problem) -> Iterator[Row]:
    if problem.claim_id.strip() and problem.transaction.startswith("837") and _is_safe(problem.claim_id):
        yield ("CTX", composite("CLM01", problem.claim_id[:35]))


def _element_place(name: str) -> str:
    element, _, component = name.partition("-")
    number = str(int(element[-2:])) if element[-2:].isdigit() else "1"
    return composite(number, component) if component else number


def _dictionary_number(name: str) -> str:
    element, _, component = name.partition("-")
    if not element[-2:].isdigit():
        return ""
    return data_element(element[:-2], int(element[-2:]), int(component) if component.isdigit() else 0)


def _copy(problem: X12Problem) -> str:
    if problem.id in _NO_COPY_FOR or not _is_safe(problem.value) or not problem.value.strip():
        return ""
    return problem.value[:_LONGEST_COPY].rstrip()


def _is_safe(value: str) -> bool:
    return all(" " <= mark <= "~" and mark not in Delimiters().all for mark in value)


def _code(value: str, otherwise: str) -> str:
    """A partner's code as GS02 and GS03 hold it: 2 to 15 characters."""
    for one in (value, otherwise):
        if 2 <= len(one.strip()) <= len(one) <= 15 and _is_safe(one):
            return one
    return "UNKNOWN"


def _is_guide(value: str) -> bool:
    return 0 < len(value) <= 35 and value.isascii() and value.isalnum()


def _qualifier(value: str) -> str:
    return value if value in ISA_CODES[5][1] else "ZZ"


def _fit(value: str, length: int, otherwise: str) -> str:
    return value if len(value) == length and value.isascii() and value.isalnum() else otherwise


def _number(control_number: str) -> str:
    """A transaction's control number in a form that AK202 can hold."""
    plain = "".join(mark for mark in control_number if mark.isascii() and mark.isalnum())
    return plain[:9].zfill(4)


def _is_answerable(group: Group) -> bool:
    """Whether a GS says enough for an AK1 to name the group."""
    number, version = group.control_number, group.version
    return (
        _fit(group.functional_id, 2, "") != ""
        and 0 < len(number) <= 9
        and number.isascii()
        and number.isdigit()
        and 0 < len(version) <= 12
        and version.isascii()
        and version.isalnum()
    )
