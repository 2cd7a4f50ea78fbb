"""Corrected claims into the file that they came from, without touching anything else in it.

Both states of a claim are written by :func:`write_837`; the segments in which they differ are looked
for in the file and changed there, element by element. Every other byte stays: order of segments, line
breaks, control numbers, and claims that are not corrected. What comes out is read again and must give
exactly the corrected claims, or nothing is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher

import msgspec

from cleanclaim.claim import Claim, Contact
from cleanclaim.exchange.canonical import canonical
from cleanclaim.exchange.claim_837 import write_837
from cleanclaim.exchange.read_837 import read_837
from cleanclaim.exchange.submission import Submission
from cleanclaim.primitives import InputError, InvalidValue
from cleanclaim.x12 import Delimiters, Row, Segment, read_rows, read_segments

_NOT_OF_A_CLAIM = frozenset(("ISA", "GS", "ST", "BHT", "SE", "GE", "IEA", "HL"))
_AMOUNT = re.compile(r"(-?)([0-9]*)\.([0-9]+)")
_LEVELS = {"20": 0, "22": 1, "23": 2}


class _Edit(msgspec.Struct):
    """What becomes of one segment of the file."""

    elements: dict[int, str] = msgspec.field(default_factory=dict)
    removed: bool = False
    inserted: list[Row] = msgspec.field(default_factory=list)


def patched_837(data: bytes, corrected: Mapping[int, Claim], *, where: str = "") -> bytes:
    """Return the file with the claims at these places (from 0, in its order) corrected.

    Raises ``InvalidValue`` when a correction cannot be written into this file without changing
    something else: a value that the guide cannot carry, a part that the claim shares with others
    that are not corrected likewise, or a segment that is written in an unusual way.
    """
    before = read_837(data, where=where)
    segments = list(read_segments(data, where=where))
    places = _places(segments)
    edits: dict[int, _Edit] = {}
    for index, claim in sorted(corrected.items()):
        marks = segments[places[index][-1]].delimiters
        old, new = _rows(before[index], marks, where), _rows(claim, marks, where)
        _apply(old, new, _Place(segments, places[index], _place_of(claim, index, where)), edits)
    patched = _written(data, segments, edits)
    wanted = [corrected.get(index, claim) for index, claim in enumerate(before)]
    _refuse_other_than(wanted, before, patched, where)
    return patched


def _places(segments: Sequence[Segment]) -> list[tuple[int, ...]]:
    """Return for each claim the segments that are its own or its levels', in the order of the file."""
    found: list[tuple[int, ...]] = []
    levels: list[list[int]] = [[], [], []]
    own: list[int] | None = None
    level = -1

    def close() -> None:
        if own is not None:
            found.append((*levels[0], *levels[1], *levels[2], *own))

    for number, segment in enumerate(segments):
        if segment.id == "HL":
            close()
            own, level = None, _LEVELS.get(segment.get(3), -1)
            for deeper in range(max(level, 0), 3):
                levels[deeper] = []
        elif segment.id == "CLM":
            close()
            own = [number]
        elif segment.id in ("SE", "ST"):
            close()
            own, level = None, -1
            levels = [[], [], []]
        elif own is not None:
            own.append(number)
        elif level >= 0:
            levels[level].append(number)
    close()
    return found


def _rows(claim: Claim, marks: Delimiters, where: str) -> list[Row]:
    """Return the segments of a claim and its levels as the writer has them, with a file's marks."""
    submission = Submission(
        submitter_name="PATCH",
        submitter_id="PATCH",
        contact=Contact("", (("TE", "5555550100"),)),
        receiver_name="PATCH",
        receiver_id="PATCH",
        control_number=1,
        at=datetime(2000, 1, 1, tzinfo=UTC),
        delimiters=marks,
    )
    try:
        written = write_837([claim], submission=submission)
    except InvalidValue as problem:
        raise InvalidValue(problem.message, where=where, fix=problem.fix) from None
    rows = [tuple(row) for row in read_rows(written)]
    begin = next(number for number, row in enumerate(rows) if row[0] == "HL")
    return [row for row in rows[begin:] if row[0] not in _NOT_OF_A_CLAIM]


class _Place:
    """Where a claim stands in a file: its own segments and those of its levels."""

    def __init__(self, segments: Sequence[Segment], numbers: Sequence[int], where: str) -> None:
        self.segments = segments
        self.numbers = numbers
        self.where = where
        self.marks = segments[numbers[-1]].delimiters

    def found(self, rows: Sequence[Row], number: int) -> int:
        """Return where in the file the segment stands that the writer has as ``rows[number]``."""
        if number < 0:
            raise _refusal("there is no segment after which to put what is new", self.where)
        row = _plain(rows[number], self.marks)
        turn = sum(_plain(other, self.marks) == row for other in rows[:number])
        same = [index for index in self.numbers if _plain(self.segments[index].row, self.marks) == row]
        if turn >= len(same):
            raise _refusal(f"the segment {row[0]} is written in the file in another way", self.where)
        return same[turn]


def _apply(old: list[Row], new: list[Row], place: _Place, edits: dict[int, _Edit]) -> None:
    """Note for the segments of a claim what the difference of two states of it makes of them."""
    for tag, at, until, to, to_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        same = tag == "replace" and [row[0] for row in old[at:until]] == [row[0] for row in new[to:to_end]]
        if same:
            for number, row in zip(range(at, until), new[to:to_end], strict=True):
                edit = edits.setdefault(place.found(old, number), _Edit())
                _note_elements(edit, old[number], row, place.where)
            continue
        for number in range(at, until):
            edits.setdefault(place.found(old, number), _Edit()).removed = True
        if to < to_end:
            edit = edits.setdefault(place.found(old, at - 1), _Edit())
            edit.inserted = edit.inserted or list(new[to:to_end])


def _note_elements(edit: _Edit, old: Row, new: Row, where: str) -> None:
    for number in range(1, max(len(old), len(new))):
        before = old[number] if number < len(old) else ""
        after = new[number] if number < len(new) else ""
        if before == after:
            continue
        if edit.elements.setdefault(number, str(after)) != str(after):
            raise _refusal("two claims that share a part of the file want it to be different", where)


def _plain(row: Sequence[object], marks: Delimiters) -> tuple[str, ...]:
    """Return a row as it is compared: without blanks around, empty ends, and zeros that say nothing."""
    texts = [_plain_element(str(text).strip().rstrip(marks.component)) for text in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _plain_element(text: str) -> str:
    """Return an amount as the writer has it (``125`` for ``125.00``); other text as it is."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return text
    fraction = match[3].rstrip("0")
    return f"{match[1]}{match[2].lstrip('0') or '0'}{f'.{fraction}' if fraction else ''}"


def _written(data: bytes, segments: Sequence[Segment], edits: Mapping[int, _Edit]) -> bytes:
    """Return the file's bytes with the edits, and with the counts of segments that follow from them."""
    parts: list[bytes] = []
    end = 0
    more = 0
    for number, segment in enumerate(segments):
        if segment.id == "ST":
            more = 0
        edit = edits.get(number)
        if edit is not None:
            more += len(edit.inserted) - edit.removed
        if segment.id == "SE" and more:
            edit = _Edit({1: str(int(segment.get(1)) + more)} if segment.get(1).isdigit() else {})
        if edit is None:
            continue
        parts.append(data[end : segment.offset])
        end = _end_of(data, segments, number)
        raw = data[segment.offset : end]
        parts.extend(_pieces(raw, segment.delimiters, edit))
    return b"".join((*parts, data[end:]))


def _end_of(data: bytes, segments: Sequence[Segment], number: int) -> int:
    """Return where the next segment begins: terminator and line break belong to the one before."""
    return segments[number + 1].offset if number + 1 < len(segments) else len(data)


def _pieces(raw: bytes, marks: Delimiters, edit: _Edit) -> Iterator[bytes]:
    element, terminator = marks.element.encode("latin-1"), marks.segment.encode("latin-1")
    text, _, after = raw.partition(terminator)
    if not edit.removed:
        elements = text.split(element)
        for number, value in sorted(edit.elements.items()):
            elements += [b""] * (number + 1 - len(elements))
            elements[number] = value.encode("ascii")
        while len(elements) > 1 and not elements[-1] and edit.elements:
            elements.pop()
        yield element.join(elements) + terminator + after
    for row in edit.inserted:
        yield element.join(str(one).encode("ascii") for one in row) + terminator + after


def _refuse_other_than(wanted: Sequence[Claim], before: Sequence[Claim], patched: bytes, where: str) -> None:
    """Refuse bytes that do not read as the claims that are wanted, and only those changed."""
    try:
        found: tuple[Claim, ...] = read_837(patched, where=where)
    except InputError:
        found = ()
    if len(found) == len(wanted):
        pairs = zip(found, wanted, before, strict=True)
        if all(_same(claim, want, was) for claim, want, was in pairs):
            return
    raise _refusal("the file would not say the corrected claims and nothing else", where)


def _same(found: Claim, want: Claim, was: Claim) -> bool:
    return found == want if want == was else canonical(found) == canonical(want)


def _place_of(claim: Claim, index: int, where: str) -> str:
    name = claim.patient_control_number or f"number {index + 1}"
    return f"{where}, claim {name}" if where else f"claim {name}"


def _refusal(why: str, where: str) -> InvalidValue:
    return InvalidValue(
        f"the correction cannot be written into this file: {why}.",
        where=where,
        fix="Correct the claim where it is made, and write the file anew.",
    )
