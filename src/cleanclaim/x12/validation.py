"""A whole file judged: envelopes, then each transaction against its guide; problems, no exceptions."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from cleanclaim.x12.automaton import automaton_for
from cleanclaim.x12.codes import NOTHING_LOADED, CodeJudge, CodeLookup
from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.envelopes import EnvelopeBooks
from cleanclaim.x12.file_flaws import (
    cut_short,
    isa_length,
    no_guide,
    outside_transaction,
    repair,
    terminator_missing,
)
from cleanclaim.x12.guides import Guide, guide_for, segment_dictionary
from cleanclaim.x12.guides.catalogue import NO_ALIASES
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.patterns import checker_for
from cleanclaim.x12.plain_walk import PlainWalk
from cleanclaim.x12.problems import Flaw, X12Problem
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sources import Source
from cleanclaim.x12.tokens import ISA_LENGTH, Batch, batches, with_next
from cleanclaim.x12.transactions import refuse_old_version
from cleanclaim.x12.walk import GuideWalk

ALL_LEVELS = (1, 2, 3, 4, 5, 6, 7)
EXTRA_LEVELS = frozenset({6, 7})

Extra: TypeAlias = Callable[[Source], Iterable[X12Problem]]
"""What judges levels 6 and 7 (services, and a payer's own rules): given the file, yields problems.

Its sentences are shown as they are: with ``redact`` they should hold no values."""

_MANY = 500
"""Problems of one transaction that are kept back until they are told: they could be withdrawn."""

_LONGEST_VALUE = 60
_LOOKED_AT = 100
"""Segments that tell which guide is meant when GS08 and ST03 name two."""
_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})


def validate(
    source: Source,
    *,
    levels: Collection[int] = (1, 2, 3),
    codes: CodeLookup = NOTHING_LOADED,
    where: str = "",
    redact: bool = False,
    extra: Extra | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> list[X12Problem]:
    """Return everything that is wrong with a file, in the order of its segments.

    ``source`` is the file's bytes, its path, or the file opened for reading bytes. ``levels``
    are WEDI SNIP types: 1 syntax, 2 guide, 3 balancing, 4 situational rules, 5 NPI check digits
    and the codes that ``codes`` knows to be wrong; 6 and 7 (and more of 4 and 5, if it likes) are what
    ``extra`` finds. ``redact`` leaves values and claim ids out. ``aliases`` are versions (GS08,
    ST03) that are to be read as others, such as a payer's own. Raises ``UnreadableFile`` only
    when there is no X12 at all to judge, ``UnsupportedVersion`` for 4010 and older.
    """
    found = find_problems(
        source, levels=levels, codes=codes, where=where, redact=redact, extra=extra, aliases=aliases
    )
    return sorted(found, key=lambda problem: (problem.segment_number, problem.level))


def find_problems(
    source: Source,
    *,
    levels: Collection[int] = (1, 2, 3),
    codes: CodeLookup = NOTHING_LOADED,
    where: str = "",
    redact: bool = False,
    extra: Extra | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
    tell_not_checked: bool = False,
) -> Iterator[X12Problem]:
    """Yield what ``validate`` returns as it is found, in memory that does not grow with the file.

    They come in the order of the file's transactions, and within one mostly in that of its
    segments: what concerns a whole transaction, such as its total, comes at its end.
    ``tell_not_checked`` adds a warning for each code list that was wanted and is not loaded.
    """
    run = _Validation(levels, codes, where, redact=redact, tell_not_checked=tell_not_checked, aliases=aliases)
    return run.all(source, extra)


class _Validation:
    def __init__(
        self,
        levels: Collection[int],
        codes: CodeLookup,
        where: str,
        *,
        redact: bool,
        tell_not_checked: bool,
        aliases: Mapping[str, str],
    ) -> None:
        self.aliases = aliases
        self.levels = frozenset(levels)
        self.codes = CodeJudge(codes)
        self.where = where
        self.redact = redact
        self.tell_not_checked = tell_not_checked
        self.problems: list[X12Problem] = []
        self.walk: GuideWalk | PlainWalk | None = None
        self.books = EnvelopeBooks(self._report_envelope)
        self.marks = Delimiters()
        self.kind = ""
        self.control_number = ""
        self.outside = False
        self.repaired: set[str] = set()

    def all(self, source: Source, extra: Extra | None) -> Iterator[X12Problem]:
        yield from self.run(source)
        if extra is not None and self.levels & EXTRA_LEVELS:
            for problem in extra(source):
                if problem.level in self.levels:
                    yield self._as_shown(problem)
        if self.tell_not_checked and 5 in self.levels:
            for flaw in self.codes.not_checked():
                self._report_envelope(flaw, "", (0, 0, 0))
            yield from self._flush()

    def run(self, source: Source) -> Iterator[X12Problem]:
        number = position = 0
        last = ""
        at: At = (0, 0, 0)
        for batch, following in with_next(batches(source, where=self.where)):
            if batch.first:
                self.marks = batch.delimiters
                self.repaired = set()
                self._judge_isa_length(batch, number)
            self._tell_repairs(batch, number)
            mark, texts = self.marks.element, batch.texts
            size, index, before = len(texts), 0, number
            while index < size:
                walk = self.walk
                if isinstance(walk, GuideWalk):
                    reached = walk.run(batch, index, before, position - index)
                    position += reached - index
                    index = reached
                    if index == size:
                        break
                text, number = texts[index], before + index + 1
                parts = text.split(mark)
                index += 1
                if parts[0] not in _ENVELOPE and walk is not None:
                    position += 1
                    at = (number, position, batch.starts[index - 1])
                    if isinstance(walk, GuideWalk):
                        after = texts[index] if index < size else following
                        walk.feed(text, parts, at, texts[index - 2] if index > 1 else last, after)
                    else:
                        walk.feed(text, parts, at)
                    if len(self.problems) > _MANY:
                        yield from self._flush_some(walk)
                    continue
                position = 1 if parts[0] == "ST" else position + 1
                at = (number, position, batch.starts[index - 1])
                self._envelope(text, parts, at, texts[index : index + _LOOKED_AT])
                if self.walk is None and self.problems:
                    yield from self._flush()
            number = before + size
            if texts:
                last = texts[-1]
                at = (number, position, batch.starts[-1])
            if batch.tail:
                number += 1
                position += 1
                at = (number, position, batch.tail_start)
                self._tail(batch.tail, at)
        self._close_transaction(at)
        self.books.end_of_file(at)
        yield from self._flush()

    def _flush(self) -> Iterator[X12Problem]:
        found, self.problems = self.problems, []
        found.sort(key=lambda problem: (problem.segment_number, problem.level))
        yield from found

    def _flush_some(self, walk: GuideWalk | PlainWalk) -> Iterator[X12Problem]:
        """Yield the problems of a long transaction that are older than the claim it is in."""
        since = walk.since if len(self.problems) < 10 * _MANY else sys.maxsize
        kept = [problem for problem in self.problems if problem.segment_number >= since]
        if len(kept) == len(self.problems):
            return
        self.problems = [problem for problem in self.problems if problem.segment_number < since]
        yield from self._flush()
        self.problems = kept
        walk.forget()

    def _as_shown(self, problem: X12Problem) -> X12Problem:
        if not self.redact:
            return msgspec.structs.replace(problem, file=problem.file or self.where)
        return msgspec.structs.replace(
            problem, file=problem.file or self.where, value="", claim_id="", allowed=()
        )

    def _envelope(self, text: str, parts: Sequence[str], at: At, ahead: Sequence[str] = ()) -> None:
        name = parts[0]
        if name == "SE":
            if self.walk is not None:
                self.walk.feed(text, parts, at)
                self.walk = None
            self.books.se(parts, at)
            self.kind = self.control_number = ""
        elif name == "ST":
            self._close_transaction(at)
            self._open_transaction(text, parts, at, ahead)
        elif name in _ENVELOPE:
            self._close_transaction(at)
            self.kind = self.control_number = ""
            if name == "GS":
                refuse_old_version(
                    parts[8] if len(parts) > 8 else "", where=f"{self.where}, segment {at[0]}".lstrip(", ")
                )
            self.books.see(parts, at)
            self._judge_elements(text, parts, at)
        elif name == "TA1" and self.books.may_hold_ta1():
            self._judge_elements(text, parts, at)
        elif not self.outside:
            self._report_envelope(
                outside_transaction(name),
                name[:3],
                at,
            )
        self.outside = name not in _ENVELOPE and name != "TA1"

    def _open_transaction(self, text: str, parts: Sequence[str], at: At, ahead: Sequence[str]) -> None:
        version = (parts[3] if len(parts) > 3 else "") or self.books.version
        refuse_old_version(version, where=f"{self.where}, segment {at[0]}".lstrip(", "))
        set_id = parts[1] if len(parts) > 1 else ""
        self.control_number = parts[2] if len(parts) > 2 else ""
        self.books.st(parts, at)
        guide = guide_for(version, set_id, aliases=self.aliases)
        other = guide_for(self.books.version, set_id, aliases=self.aliases)
        if guide and other and other.set_id == set_id and other is not guide:
            # the two contradict each other, which is told; the content shows which is meant
            faults = {one.version: self._faults(one, text, parts, ahead) for one in (guide, other)}
            guide = other if faults[other.version] < faults[guide.version] else guide
        self.kind = guide.transaction if guide is not None else set_id
        if guide is None or guide.set_id != set_id:
            self.walk = PlainWalk(self.marks, self.levels, self._report)
            flaw = no_guide(version, set_id, known=guide is not None)
            if flaw.level in self.levels:
                self._report_envelope(flaw, "ST", at)
        else:
            self.books.judge_group(guide.functional_id, at)
            self.walk = GuideWalk(
                automaton_for(guide, self.marks),
                levels=self.levels,
                codes=self.codes,
                report=self._report,
                withdraw=self._withdraw,
            )
        self.walk.begin(text, parts, at)

    def _faults(self, guide: Guide, text: str, parts: Sequence[str], ahead: Sequence[str]) -> int:
        """How much would be told of a transaction's beginning if it were judged by this guide."""
        told: list[Flaw] = []
        walk = GuideWalk(
            automaton_for(guide, self.marks),
            levels=(1, 2),
            codes=self.codes,
            report=lambda flaw, *_: told.append(flaw),
            withdraw=lambda *_: None,
        )
        walk.begin(text, parts, (1, 1, 0))
        for number, one in enumerate(ahead, 2):
            if one.startswith("SE"):
                break
            walk.feed(one, one.split(self.marks.element), (number, number, 0))
        return len(told)

    def _close_transaction(self, at: At) -> None:
        if self.walk is not None:
            self.walk.finish(at)
            self.walk = None
            self.books.se_missing(at)

    def _tail(self, text: str, at: At) -> None:
        parts = text.split(self.marks.element)
        if parts[0] == "IEA" and len(parts) == 3:
            self._envelope(text, parts, at)
            self._report_envelope(
                terminator_missing(),
                "IEA",
                at,
            )
            return
        self._report_envelope(
            cut_short(at[0]),
            parts[0][:3],
            at,
        )

    def _judge_elements(self, text: str, parts: Sequence[str], at: At) -> None:
        use = segment_dictionary()[parts[0]]
        if 1 not in self.levels or parts[0] == "ISA" or checker_for(use, self.marks).accepts(text, parts):
            return
        told = {one.element for one in self.problems if one.segment_number == at[0]}
        for flaw in flaws_of(use, parts, self.marks):
            if not flaw.element or flaw.element not in told:  # a wrong count need not be no number too
                self._report(flaw, "", parts[0], at, "")

    def _judge_isa_length(self, batch: Batch, number: int) -> None:
        start = batch.starts[0] if batch.texts else batch.tail_start
        if batch.isa_length != ISA_LENGTH:
            self._report_envelope(
                isa_length(batch.isa_length),
                "ISA",
                (number + 1, 0, start),
            )

    def _tell_repairs(self, batch: Batch, number: int) -> None:
        for kind, start, index in batch.repairs:
            if kind not in self.repaired:
                self.repaired.add(kind)
                self._report_envelope(
                    repair(kind),
                    "",
                    (number + index + 1, 0, start),
                )

    def _report_envelope(self, flaw: Flaw, segment: str, at: At) -> None:
        self._report(flaw, "", segment, at, "")

    def _report(self, flaw: Flaw, loop: str, segment: str, at: At, claim_id: str) -> None:
        if flaw.level not in self.levels:
            return
        message = flaw.message
        if flaw.value and not self.redact:
            value = flaw.value if len(flaw.value) <= _LONGEST_VALUE else flaw.value[:_LONGEST_VALUE] + "…"
            message = flaw.told or f"{message.removesuffix('.')}: {value!r}."
        self.problems.append(
            X12Problem(
                id=flaw.id,
                level=flaw.level,
                severity=flaw.severity,
                file=self.where,
                transaction=self.kind,
                control_number=self.control_number,
                loop=loop,
                segment=segment,
                element=flaw.element,
                segment_number=at[0],
                position=at[1],
                byte_offset=at[2],
                claim_id="" if self.redact else claim_id,
                value="" if self.redact else flaw.value,
                allowed=() if self.redact and flaw.told else flaw.allowed,
                message=message,
                fix=flaw.fix,
                ack_code=flaw.ack_code,
                acknowledges=flaw.acknowledges,
            )
        )

    def _withdraw(self, at: At, loop: str, segment: str) -> None:
        for index, problem in enumerate(self.problems):
            same = (problem.segment_number, problem.loop, problem.segment) == (at[0], loop, segment)
            if same and problem.id in ("segment-missing", "loop-missing"):
                del self.problems[index]
                return
