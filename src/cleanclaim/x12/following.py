"""One transaction's loops as they open and close: counts, elements, sums, rules and codes.

What to do with a segment that has no place is for ``walk``, which builds on this.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

import msgspec

from cleanclaim.x12.automaton import TELLING, Automaton, Entry, Move, Place
from cleanclaim.x12.balancing import balancer_for
from cleanclaim.x12.blocks import Block, Placed, makes_block
from cleanclaim.x12.codes import CodeJudge
from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.file_day import after_the_file, made_on
from cleanclaim.x12.guides import SegmentUse
from cleanclaim.x12.hierarchy import At, Levels
from cleanclaim.x12.numbers_seen import LatelySeen
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity
from cleanclaim.x12.situations import judge

Report: TypeAlias = Callable[[Flaw, str, str, At, str], None]
"""Takes a flaw, the loop, the segment id, the place and the claim's id."""


class OpenLoop:
    """A loop that is open: how often each of its entries came, its block when it makes one.

    ``number`` is HL01 of a level, empty when its HL is missing.
    """

    __slots__ = ("block", "counts", "number", "place", "promises")

    def __init__(self, place: Place, block: Block | None = None) -> None:
        self.place = place
        self.counts = place.none_yet[:]
        self.block = block
        self.number = ""
        self.promises = False

    def is_level(self, parts: Sequence[str]) -> None:
        """Note what an HL says of its level: its number, and whether lower ones follow."""
        self.number = parts[1] if len(parts) > 1 else ""
        self.promises = len(parts) > 4 and parts[4] == "1"


class Following:
    """Where a transaction is in its guide, and what is reported of each segment that has a place."""

    def __init__(
        self,
        automaton: Automaton,
        *,
        levels: Collection[int],
        codes: CodeJudge,
        report: Report,
        withdraw: Callable[[At, str, str], None],
    ) -> None:
        self.automaton = automaton
        self.marks = automaton.marks
        self.levels = frozenset(levels)
        self.codes = codes
        self.report = report
        self.withdraw = withdraw
        self.state = automaton.start
        self.claim_id = ""
        self.since = 0
        self.unsound = -1
        self.claims = LatelySeen()
        self.made_on: str | None = None
        self.skipping = False
        self.judges_elements = bool(self.levels & {1, 2})
        self.balancer = balancer_for(automaton.guide.transaction) if 3 in self.levels else None
        self.levels_of_hl = Levels() if self.levels & {1, 4} else None
        self.keeps = bool(self.levels & {4, 5})
        self.looks = self.keeps or self.balancer is not None
        self.blocks: list[Block] = []
        self.stack: list[OpenLoop] = []
        self._open(automaton.root)
        self.excused: set[tuple[OpenLoop, int]] = set()
        self.told_empty: OpenLoop | None = None
        self.inferred: OpenLoop | None = None
        self.reported_missing: dict[tuple[OpenLoop, int], tuple[At, str, str]] = {}

    def begin(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the ST."""
        self.since = at[0]
        self._judge(self.automaton.root.entries[0], "", text, parts, at)

    def _tell_of(self, parts: Sequence[str], at: At) -> None:
        """Note which claim the segments are of, and the hierarchy's levels; once for a segment."""
        if self.since == at[0]:
            return
        self.since = at[0]
        if parts[0] == "HL":
            self.claim_id = ""
            if parts[3:4] == ["20"]:
                self.claims = LatelySeen()  # another provider numbers its claims by itself
            if self.levels_of_hl is not None:
                for flaw in self.levels_of_hl.see(parts, at):
                    if flaw.level in self.levels:
                        self._say(flaw, "", "HL", at)
        else:
            self.claim_id = parts[1] if len(parts) > 1 else ""
            # an 835 may well pay a claim in parts; in an 837 the guide wants a number for each claim
            if parts[0] == "CLM" and self.claim_id and not self.claims.add(self.claim_id):
                self._say_repeated(at)

    def _say_repeated(self, at: At) -> None:
        if 2 in self.levels:
            self._say(
                Flaw(
                    id="claim-number-repeated",
                    level=2,
                    severity=Severity.WARNING,
                    element="CLM01",
                    value=self.claim_id,
                    message="CLM01 was used for an earlier claim of this transaction.",
                    fix="Give each claim a number of its own: its answers (277CA, 835) are told apart by it.",
                    acknowledges=Acknowledges.NOTHING,
                ),
                "2300",
                "CLM",
                at,
            )

    def _open(self, place: Place) -> None:
        block = None
        if self.keeps:
            loop, blocks = place.loop, self.blocks
            if place.entry is None:
                block = Block("ST", self.marks)
            elif makes_block(loop.id, loop.trigger.id):
                block = Block(loop.id, self.marks, tuple(blocks), claim_id=self.claim_id)
                inner = blocks[-1].inner
                inner[loop.id] = inner.get(loop.id, 0) + 1
            if block is not None:
                blocks.append(block)
        self.stack.append(OpenLoop(place, block))

    def _close(self, pops: int) -> None:
        """End the innermost loops, and judge the blocks that end with them."""
        for _ in range(pops):
            opened = self.stack.pop()
            if opened.block is not None:
                self._judge_block(self.blocks.pop())

    def _judge_block(self, block: Block) -> None:
        if 4 in self.levels:
            for flaw, placed in judge(self.automaton.guide, block):
                if block.strayed and _names_one(flaw, block.strayed):
                    continue  # told at level 1 or 2: what it stands for may be there after all
                if block.faulty and _is_told(flaw, block.faulty.get(placed.at[0], ())):
                    continue
                self.report(flaw, placed.loop, placed.parts[0], placed.at, block.claim_id)
            if block.loop == "2300":
                self._judge_days(block)
        if 5 in self.levels:
            for flaw, placed in self.codes.judge(block):
                if block.faulty and _is_told(flaw, block.faulty.get(placed.at[0], ())):
                    continue
                self.report(flaw, placed.loop, placed.parts[0], placed.at, block.claim_id)

    def _judge_days(self, claim: Block) -> None:
        if self.made_on is None:
            self.made_on = made_on(self.blocks[0])
        if self.made_on and (late := after_the_file(claim, self.made_on)):
            flaw, placed = late
            self.report(flaw, placed.loop, "DTP", placed.at, claim.claim_id)

    def _step(self, move: Move, text: str, parts: Sequence[str], at: At) -> None:
        stack = self.stack
        doubled = self._is_doubled(move)
        for up, passed in move.passed:
            opened = stack[-1 - up]
            if not opened.counts[passed.index] and not (doubled and up < move.pops):
                self._missing(opened, passed, at)
        if move.pops:
            self._close(move.pops)
        if parts[0] in TELLING:
            self._tell_of(parts, at)
        self._count(move.entry, at)
        if move.entry.loop is not None:
            self._open(move.entry.loop)
            if parts[0] == "HL":
                stack[-1].is_level(parts)
        self.state = move.state
        self._judge(move.entry, loop_of(self.state.place), text, parts, at)

    def _is_doubled(self, move: Move) -> bool:
        """Whether a loop that may not repeat is begun again at once: one segment came twice."""
        entry = move.entry
        if not move.pops or entry.loop is None or not entry.repeats:
            return False
        closing, around = self.stack[-move.pops], self.stack[-1 - move.pops]
        same = closing.place.entry is entry and sum(closing.counts) == 1
        return same and around.counts[entry.index] >= entry.repeats

    def _count(self, entry: Entry, at: At) -> None:
        counts = self.stack[-1].counts
        counts[entry.index] += 1
        if entry.repeats and counts[entry.index] > entry.repeats:
            self._too_often(entry, counts[entry.index], at)

    def _too_often(self, entry: Entry, came: int, at: At) -> None:
        if 2 not in self.levels:
            return
        loop = entry.loop.loop if entry.loop else None
        what = f"loop {loop.id} ({loop.label})" if loop else f"{entry.use.id} ({entry.label})"
        times = "once" if entry.repeats == 1 else f"{entry.repeats} times"
        self._say(
            Flaw(
                id="loop-too-often" if loop else "segment-too-often",
                level=2,
                message=f"{what} comes {came} times; here it may come {times}.",
                fix="Take the surplus out, or send it where it belongs.",
                ack_code="4" if loop else "5",
                acknowledges=Acknowledges.SEGMENT,
            ),
            loop.id if loop else loop_of(entry.place),
            entry.use.id,
            at,
        )

    def _judge(self, entry: Entry, loop: str, text: str, parts: Sequence[str], at: At) -> None:
        if self.judges_elements and not entry.checker(self.marks).accepts(text, parts):
            for flaw in flaws_of(entry.use, parts, self.marks):
                if flaw.level in self.levels:
                    if self.blocks and flaw.severity is Severity.ERROR:
                        faulty = self.blocks[-1].faulty.setdefault(at[0], set())
                        faulty.add(flaw.element.partition("-")[0])
                    told = f"{entry.use.label}: {flaw.message}"
                    self._say(msgspec.structs.replace(flaw, message=told), loop, parts[0], at)
        if self.looks:
            self._look(entry, loop, parts, at)
        if parts[0] == "SE":
            self._end(at)

    def _look(self, entry: Entry, loop: str, parts: Sequence[str], at: At) -> None:
        """Hand a segment to what judges more than one segment: sums, rules, codes."""
        if self.balancer is not None and parts[0] in self.balancer.wants:
            self.balancer.see(loop, parts, at, self.marks)
            if parts[0] in TELLING:
                self._tell_imbalances()
        if self.keeps:
            self.blocks[-1].placed.append(Placed(loop, entry.use, parts, at))

    def _end(self, at: At) -> None:
        self._close(len(self.stack))
        if self.levels_of_hl is not None:
            for flaw, where in self.levels_of_hl.childless():
                if flaw.level in self.levels:
                    self.report(flaw, "", "HL", where, "")
        if self.balancer is not None:
            self.balancer.see("", ("SE",), at, self.marks)
            self._tell_imbalances()

    def _tell_imbalances(self) -> None:
        assert self.balancer is not None
        for one in self.balancer.found():
            if self.unsound >= one.at[0]:
                continue  # a segment of the sum has no place, as has been told: the sum may be right
            flaw = Flaw(
                id=one.id,
                level=3,
                severity=one.severity,
                element=one.element,
                value=one.value,
                allowed=(one.expected,),
                message=one.plain,
                fix=one.fix,
                acknowledges=Acknowledges.NOTHING,
                told=one.message,
            )
            self.report(flaw, one.loop if one.loop != "ST" else "", one.segment, one.at, one.claim_id)

    def _missing(self, opened: OpenLoop, entry: Entry, at: At) -> None:
        if 2 not in self.levels or (opened, entry.index) in self.excused:
            return
        if opened.place.entry is not None and sum(opened.counts) == 1:
            if self.told_empty is opened:
                return  # of a loop that is nothing but its first segment, one thing is told
            self.told_empty = opened
        loop = entry.loop.loop if entry.loop else None
        loop_id = loop.id if loop else loop_of(entry.place)
        what = f"Loop {loop.id} ({loop.label}, {entry.use.id})" if loop else f"{entry.use.id} ({entry.label})"
        around = f" in loop {loop_id}" if loop_id and not loop else ""
        self.reported_missing[(opened, entry.index)] = (at, loop_id, entry.use.id)
        self._say(
            Flaw(
                id="loop-missing" if loop else "segment-missing",
                level=2,
                message=f"{what} is required{around} and is missing before segment {at[0]}.",
                fix=f"Send {entry.use.id}{_codes_hint(entry.use)}.",
                ack_code="3",
                acknowledges=Acknowledges.SEGMENT,
            ),
            loop_id,
            entry.use.id,
            at,
        )

    def _say(self, flaw: Flaw, loop: str, segment: str, at: At) -> None:
        if flaw.acknowledges is Acknowledges.SEGMENT or flaw.id == "code-not-allowed":
            if self.blocks:
                self.blocks[-1].strayed |= {segment, loop} if flaw.id == "loop-missing" else {segment}
            if self.balancer is not None and segment in self.balancer.wants:
                self.unsound = at[0]
        self.report(flaw, loop, segment, at, self.claim_id)


def loop_of(place: Place) -> str:
    """Return a place's loop id, empty for the outermost."""
    return "" if place.entry is None else place.loop.id


def _names_one(flaw: Flaw, strayed: Collection[str]) -> bool:
    """Whether a rule speaks of something that strayed; of parties rules speak by their loops."""
    said = f"{flaw.message} {flaw.fix}"
    return any(one in said for one in strayed) or ("NM1" in strayed and "loop 2" in said)


def _is_told(flaw: Flaw, faulty: Collection[str]) -> bool:
    """Whether levels 1 or 2 told of the element that a rule or a list speaks of."""
    return flaw.element != "" and flaw.element.partition("-")[0] in faulty


def _codes_hint(use: SegmentUse) -> str:
    for element_number, component in use.key:
        element = use.elements[element_number - 1]
        if component:
            element = element.components[component - 1]
        if element.codes:
            return f" with {use.id}{element_number:02d} {' or '.join(sorted(element.codes)[:4])}"
    return ""
