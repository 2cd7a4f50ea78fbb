"""What a receiver answers: TA1 for the interchange, 999 for each group.

Sources: 005010X231A1 (999) and the TA1 appendix of the guides. Levels 1 and 2 decide; balancing and
code values are for a claim acknowledgement (277CA) to tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from cleanclaim.x12.data_elements import data_element
from cleanclaim.x12.elements import is_date, is_time
from cleanclaim.x12.envelopes import ISA_CODES
from cleanclaim.x12.problems import Acknowledges, X12Problem
from cleanclaim.x12.received import Received, ReceivedGroup, ReceivedInterchange
from cleanclaim.x12.rows import Row, composite
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.transactions import Interchange
from cleanclaim.x12.write import Envelope, InterchangeWriter

_VERSION = "005010X231A1"
_LONGEST_COPY = 99
_NUMBER_NOT_UNIQUE = "23"
_NO_COPY_FOR = frozenset({"invalid-character", "blank-value", "trailing-blanks"})


def acknowledge(data: bytes | Path, *, now: datetime, control_number: int, line_break: str = "") -> bytes:
    """Return the TA1 and 999 that answer a file, one interchange for each that it holds.

    A faulty envelope gives a TA1 that rejects it and no 999; otherwise each group gives a 999,
    with a TA1 before it when the sender asked for one (ISA14). Groups of 999s are never
    acknowledged by a 999. The first interchange is numbered ``control_number``, the next ones
    count up. Empty when there is nothing to answer. Raises ``UnreadableFile`` and
    ``UnsupportedVersion`` as ``validate`` does.
    """
    return b"".join(
        acknowledgement_parts(data, now=now, control_number=control_number, line_break=line_break)
    )


def acknowledgement_parts(
    data: bytes | Path, *, now: datetime, control_number: int, line_break: str = ""
) -> Iterator[bytes]:
    """Yield what ``acknowledge`` returns, segment by segment, in flat memory at any size of the file.

    The file is read to its end, and refused if it must be, before the first segment comes.
    """
    number = control_number
    with Received(data) as came:
        for each in came.interchanges():
            envelope = answering_envelope(each, now, number, "FA", _VERSION)
            writer = InterchangeWriter(envelope, line_break=line_break)
            begun = bool(each.errors or each.interchange.acknowledgment_requested)
            if begun:
                yield writer.begin()
                yield from writer.alone([_ta1(each.interchange, each.errors, now)])
            for group in () if each.errors else came.groups(each):
                if group.group.functional_id == "FA":
                    continue
                if not begun:
                    yield writer.begin()
                    begun = True
                yield from writer.transaction("999", _rows_999(came, group))
            if begun:
                yield from writer.end()
                number += 1


def answering_envelope(
    read: ReceivedInterchange, now: datetime, control_number: int, functional_id: str, version: str
) -> Envelope:
    """Return the envelope of an answer: from their receiver, us, to their sender."""
    theirs, first = read.interchange, read.first
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


def _rows_999(came: Received, group: ReceivedGroup) -> Iterator[Row]:
    yield ("AK1", group.group.functional_id, group.group.control_number, group.group.version)
    received = accepted = 0
    for each in came.sets(group):
        received += 1
        guide = each.guide or group.group.version
        yield (
            "AK2",
            _fit(each.set_id, 3, "000"),
            _number(each.control_number),
            guide if _is_guide(guide) else "",
        )
        reasons = _Reasons()
        yield from _segment_rows(reasons.noted(came.deciding(each)))
        codes = reasons.codes(repeated=each.repeated)
        if codes or reasons.told or group.problems:
            # in a rejected group nothing is accepted; what is wrong with the group stands in AK9
            yield ("IK5", "R", *codes[:5])
        else:
            accepted += 1
            yield ("IK5", "A")
    group_codes = sorted({p.ack_code for p in group.problems if p.acknowledges is Acknowledges.GROUP})
    result = "A" if accepted == received and not group.problems else "P" if accepted else "R"
    # without a GE nobody has said how many there are
    said = group.said_count.lstrip("0") or ("0" if group.said_count else str(received))
    included = said if said.isascii() and said.isdigit() and len(said) <= 6 else str(received)
    yield ("AK9", result, included, str(received), str(accepted), *group_codes[:5])


class _Reasons:
    """Why a transaction is rejected, gathered while its problems pass by."""

    def __init__(self) -> None:
        self.told = False
        self.in_segments = False
        self.no_guide = False
        self.own: set[str] = set()

    def noted(self, problems: Iterable[X12Problem]) -> Iterator[X12Problem]:
        """Yield the problems again."""
        for problem in problems:
            self.told = True
            if problem.acknowledges is Acknowledges.TRANSACTION and problem.ack_code:
                self.own.add(problem.ack_code)
            self.in_segments |= problem.acknowledges in (Acknowledges.SEGMENT, Acknowledges.ELEMENT)
            self.no_guide |= problem.id == "guide-not-known"
            yield problem

    def codes(self, *, repeated: bool) -> list[str]:
        """Return the codes of IK502 and after."""
        # the answers tell transactions apart by ST02 alone: of two with the same, none may be accepted
        codes = sorted(self.own | {_NUMBER_NOT_UNIQUE} if repeated else self.own)
        if self.no_guide:
            codes.append("I6")
        return ["5", *codes] if self.in_segments else codes


def _segment_rows(problems: Iterable[X12Problem]) -> Iterator[Row]:
    """IK3, CTX and IK4 for each segment in error; the problems come in the order of the transaction."""
    for position, group in groupby(problems, key=lambda problem: problem.position):
        found = list(group)
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
