"""One transaction against its guide: follows the loops, judges each segment, recovers when lost.

How it recovers, so that one mistake gives one problem, is told in
``docs/algorithms/x12-validation.md``.
"""

import sys
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

import msgspec

from cleanclaim.x12.automaton import TELLING, Automaton, Entry, Move, Place, automaton_for
from cleanclaim.x12.balancing import balancer_for
from cleanclaim.x12.blocks import Block, Placed, makes_block
from cleanclaim.x12.codes import CodeJudge
from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.guides import SegmentUse, guide_for, segment_dictionary
from cleanclaim.x12.hierarchy import At, Levels
from cleanclaim.x12.patterns import broken, checker_for
from cleanclaim.x12.problems import Acknowledges, Flaw
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.situations import judge
from cleanclaim.x12.tokens import Batch

Report: TypeAlias = Callable[[Flaw, str, str, At, str], None]
"""Takes a flaw, the loop, the segment id, the place and the claim's id."""

_DETAILS = frozenset({"N2", "N3", "N4", "REF", "PER", "PRV", "DMG", "DTP", "AMT", "QTY"})


class _Open:
    """A loop that is open: how often each of its entries came, and its block when it makes one."""

    __slots__ = ("block", "counts", "place")

    def __init__(self, place: Place, block: Block | None = None) -> None:
        self.place = place
        self.counts = place.none_yet[:]
        self.block = block


class GuideWalk:
    """Follows one transaction through its guide, reporting what is wrong as it comes."""

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
        self.skipping = False
        self.judges_elements = bool(self.levels & {1, 2})
        self.balancer = balancer_for(automaton.guide.transaction) if 3 in self.levels else None
        self.levels_of_hl = Levels() if self.levels & {1, 4} else None
        self.keeps = bool(self.levels & {4, 5})
        self.looks = self.keeps or self.balancer is not None
        self.blocks: list[Block] = []
        self.stack: list[_Open] = []
        self._open(automaton.root)
        self.excused: set[tuple[_Open, int]] = set()
        self.told_empty: _Open | None = None
        self.inferred: _Open | None = None
        self.reported_missing: dict[tuple[_Open, int], tuple[At, str, str]] = {}

    def begin(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the ST."""
        self.since = at[0]
        self._judge(self.automaton.root.entries[0], "", text, parts, at)

    def run(self, batch: Batch, index: int, number: int, position: int) -> int:
        """Take in the batch's segments from ``index`` on, as far as the quick way goes.

        Returns the index of the first segment that it does not go for: an envelope, a segment
        that may have a flaw or before which something may be missing, or a move not made before;
        ``feed`` takes that one. ``number`` and
        ``position`` are those of the segment before the batch's first.
        """
        if self.skipping or self.inferred is not None:
            return index
        texts, stack, mark = batch.texts, self.stack, self.marks.element
        looks, keeps = self.looks, self.keeps
        steps = self.state.steps
        state = self.state
        size = len(texts)
        while index < size:
            text = texts[index]
            found = steps.get(text[:3])
            if found is None:
                break
            told = found[0]
            if told > 0:
                step = found[1].get(text[:told])
            else:
                some = text.split(mark, 1 - told)
                step = found[1].get(some[-told]) if len(some) > -told else None
            if step is None or step.match(text) is None:
                break
            if step.notes and text.count(mark) > step.notes_over:
                parts = text.split(mark)
                if any(broken(note, parts) for note in step.notes):
                    break
            if step.passed and not all(stack[-1 - up].counts[one.index] for up, one in step.passed):
                break
            if step.repeats and stack[-1 - step.pops].counts[step.index] >= step.repeats:
                break
            if step.pops:
                if keeps:
                    self._close(step.pops)
                else:
                    del stack[-step.pops :]
            if step.tells:
                self._tell_of(text.split(mark), _at(batch, index, number, position))
            stack[-1].counts[step.index] += 1
            state = step.state
            steps = state.steps
            if step.opens is not None:
                if keeps:
                    self._open(step.opens)
                else:
                    stack.append(_Open(step.opens))
            if looks:
                at = _at(batch, index, number, position)
                self._look(step.entry, _loop_of(state.place), text.split(mark), at)
            index += 1
        self.state = state
        return index

    def feed(self, text: str, parts: Sequence[str], at: At, before: str = "") -> None:
        """Take in a segment after the ST, the SE included; ``before`` is the text of the one before."""
        name = parts[0]
        key = self.automaton.key(parts, self.marks)
        move = self.state.moves.get(key) or self.automaton.move(self.state, key)
        inferred, self.inferred = self.inferred, None
        if inferred is not None and move is not None and move.entry is inferred.place.entry:
            self._late_opener(inferred, move.entry, text, parts, at)
        elif move is None:
            self._lost(key, text, parts, at)
        elif before and before != text and (again := self._line_without_opener(move)):
            self._without_opener(again, move.entry, text, parts, at)
        else:
            self.skipping = False
            if name != "SE":
                self.automaton.learn(self.state, text, move)
            self._step(move, text, parts, at)

    def forget(self) -> None:
        """Forget what was told of loops that are closed: it can no more be withdrawn."""
        alive = set(map(id, self.stack))
        self.reported_missing = {
            key: told for key, told in self.reported_missing.items() if id(key[0]) in alive
        }
        self.excused = {key for key in self.excused if id(key[0]) in alive}

    def finish(self, at: At) -> None:
        """Judge what a transaction without its SE lacks."""
        position = self.state.entry.position
        for opened in reversed(self.stack):
            for entry in opened.place.entries:
                ahead = entry.position >= position and entry.use.id != "SE"
                if entry.required and ahead and not opened.counts[entry.index]:
                    self._missing(opened, entry, at)
            position = opened.place.entry.position if opened.place.entry else 0
        self._end(at)

    def _tell_of(self, parts: Sequence[str], at: At) -> None:
        """Note which claim the segments are of, and the hierarchy's levels; once for a segment."""
        if self.since == at[0]:
            return
        self.since = at[0]
        if parts[0] == "HL":
            self.claim_id = ""
            if self.levels_of_hl is not None:
                for flaw in self.levels_of_hl.see(parts, at):
                    if flaw.level in self.levels:
                        self._say(flaw, "", "HL", at)
        else:
            self.claim_id = parts[1] if len(parts) > 1 else ""

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
        self.stack.append(_Open(place, block))

    def _close(self, pops: int) -> None:
        """End the innermost loops, and judge the blocks that end with them."""
        for _ in range(pops):
            opened = self.stack.pop()
            if opened.block is not None:
                self._judge_block(self.blocks.pop())

    def _judge_block(self, block: Block) -> None:
        if 4 in self.levels:
            for flaw, placed in judge(self.automaton.guide, block):
                self.report(flaw, placed.loop, placed.parts[0], placed.at, block.claim_id)
        if 5 in self.levels:
            for flaw, placed in self.codes.judge(block):
                self.report(flaw, placed.loop, placed.parts[0], placed.at, block.claim_id)

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
        self.state = move.state
        self._judge(move.entry, _loop_of(self.state.place), text, parts, at)

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
            loop.id if loop else _loop_of(entry.place),
            entry.use.id,
            at,
        )

    def _judge(self, entry: Entry, loop: str, text: str, parts: Sequence[str], at: At) -> None:
        if self.judges_elements and not entry.checker(self.marks).accepts(text, parts):
            for flaw in flaws_of(entry.use, parts, self.marks):
                if flaw.level in self.levels:
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
            flaw = Flaw(
                id=one.id,
                level=3,
                element=one.element,
                value=one.value,
                allowed=(one.expected,),
                message=one.plain,
                fix=one.fix,
                acknowledges=Acknowledges.NOTHING,
                told=one.message,
            )
            self.report(flaw, one.loop if one.loop != "ST" else "", one.segment, one.at, one.claim_id)

    def _missing(self, opened: _Open, entry: Entry, at: At) -> None:
        if 2 not in self.levels or (opened, entry.index) in self.excused:
            return
        if opened.place.entry is not None and sum(opened.counts) == 1:
            if self.told_empty is opened:
                return  # of a loop that is nothing but its first segment, one thing is told
            self.told_empty = opened
        loop = entry.loop.loop if entry.loop else None
        loop_id = loop.id if loop else _loop_of(entry.place)
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

    def _lost(self, key: tuple[str, ...], text: str, parts: Sequence[str], at: At) -> None:
        name = parts[0]
        if name == "BHT" and self._changes_form(parts):
            self.feed(text, parts, at)
            return
        if name in TELLING:
            self._tell_of(parts, at)
        if name not in segment_dictionary() and name not in self.automaton.keys:
            self._unknown(parts, at)
            return
        behind = self.automaton.earlier(self.state, key)
        came = behind is not None and self.stack[-1 - behind[0]].counts[behind[1].index] > 0
        if behind is None or came:
            ahead = self.automaton.inside(self.state, key, self._lacks)
            if ahead is not None:
                self._without_opener(*ahead, text, parts, at)
                return
        if behind is not None and not (self.skipping and name in _DETAILS):
            self._out_of_sequence(*behind, text, parts, at)
            return
        if self.skipping and name in _DETAILS:
            return
        near = self.automaton.near_move(self.state, key)
        if near is not None:
            self._step(near, text, parts, at)
            return
        self._unexpected(key, at)

    def _line_without_opener(self, move: Move) -> Move | None:
        """Return the step that opens the next line when a second service follows the first at once.

        Only the LX between them is missing then, as long as the first line lacks nothing.
        """
        opened, entry = self.stack[-1], move.entry
        if move.pops or entry.index != 1 or not opened.counts[1] or opened.place.loop.trigger.id != "LX":
            return None
        if not entry.required or entry.repeats != 1:
            return None
        again = self.automaton.again(self.state)
        lacking = any(self._lacks(up, passed) for up, passed in again.passed) if again else True
        return None if lacking else again

    def _lacks(self, up: int, entry: Entry) -> bool:
        return not self.stack[-1 - up].counts[entry.index]

    def _changes_form(self, parts: Sequence[str]) -> bool:
        """Go over to the guide's other form (a 278's answer) when BHT02 says so."""
        guide = self.automaton.guide
        other = guide_for(guide.version, guide.set_id, parts[2] if len(parts) > 2 else "")
        if other is None or other is guide or len(self.stack) != 1:
            return False
        first = self.blocks[0].placed if self.blocks else []
        self.automaton = automaton_for(other, self.marks)
        self.state = self.automaton.start
        self.stack.clear()
        self.blocks.clear()
        self._open(self.automaton.root)
        if self.blocks:
            self.blocks[0].placed.extend(first)
        return True

    def _unknown(self, parts: Sequence[str], at: At) -> None:
        if 1 in self.levels:
            self._say(
                Flaw(
                    id="segment-unknown",
                    level=1,
                    value=parts[0][:3],
                    message="There is no such segment.",
                    fix="Take it out, or correct its id.",
                    ack_code="1",
                    acknowledges=Acknowledges.SEGMENT,
                ),
                _loop_of(self.state.place),
                parts[0][:3],
                at,
            )

    def _without_opener(self, move: Move, inner: Entry, text: str, parts: Sequence[str], at: At) -> None:
        """Open a loop whose first segment is missing, then take the segment as part of it."""
        opener = move.entry
        assert opener.loop is not None
        for up, passed in move.passed:
            opened = self.stack[-1 - up]
            if not opened.counts[passed.index]:
                self._missing(opened, passed, at)
        if move.pops:
            self._close(move.pops)
        self._missing(self.stack[-1], opener, at)
        if opener.use.id == "HL" and self.levels_of_hl is not None:
            self.levels_of_hl.skip()
        self._count(opener, at)
        self._open(opener.loop)
        self.state = opener.loop.states[0]
        opened = self.stack[-1]
        self._step(Move(0, inner, ()), text, parts, at)
        self.inferred = opened

    def _late_opener(self, opened: _Open, entry: Entry, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the first segment of a loop that comes as its second: the two have changed places."""
        place = self.stack.index(opened)
        loop = _loop_of(opened.place)
        said = self.reported_missing.pop((self.stack[place - 1], entry.index), None)
        if said is not None:
            self.withdraw(*said)
        if parts[0] in TELLING:
            if parts[0] == "HL" and self.levels_of_hl is not None:
                self.levels_of_hl.unskip()
            self._tell_of(parts, at)
            if opened.block is not None:
                opened.block.claim_id = self.claim_id
        self._say_late(entry, loop, at)
        self._judge(entry, loop, text, parts, at)

    def _out_of_sequence(self, up: int, entry: Entry, text: str, parts: Sequence[str], at: At) -> None:
        opened = self.stack[-1 - up]
        loop = entry.loop.loop.id if entry.loop else _loop_of(entry.place)
        said = self.reported_missing.pop((opened, entry.index), None)
        if said is not None:
            self.withdraw(*said)
        self._say_late(entry, loop, at)
        if entry.loop is None or entry.use.id in ("NM1", "N1"):
            # the place reached so far stays; a party's address and numbers are passed over with it
            self.skipping = entry.loop is not None
            opened.counts[entry.index] += 1
            self._judge(entry, loop, text, parts, at)
            return
        if up:
            self._close(up)
        self.stack[-1].counts[entry.index] += 1
        self._open(entry.loop)
        self.state = entry.loop.states[0]
        self._judge(entry, loop, text, parts, at)

    def _say_late(self, entry: Entry, loop: str, at: At) -> None:
        if 2 in self.levels:
            self._say(
                Flaw(
                    id="segment-out-of-sequence",
                    level=2,
                    message=f"{entry.use.id} ({entry.label}) comes too late in its loop.",
                    fix=f"Move it up{_before(entry)}.",
                    ack_code="7",
                    acknowledges=Acknowledges.SEGMENT,
                ),
                loop,
                entry.use.id,
                at,
            )

    def _unexpected(self, key: tuple[str, ...], at: At) -> None:
        name = key[0]
        self.skipping = name in self.automaton.openers
        self._excuse(name)
        if 2 not in self.levels:
            return
        in_guide = name in self.automaton.keys
        allowed = self.automaton.expected(self.state, name)
        self._say(
            Flaw(
                id="segment-unexpected",
                level=2,
                value="*".join(key),
                allowed=allowed,
                message=f"{name} of this kind is not expected here." if in_guide else f"{name} is not used.",
                fix=f"Expected here: {name} with {', '.join(allowed)}."
                if allowed
                else "Take it out or move it.",
                ack_code="2" if in_guide else "6",
                acknowledges=Acknowledges.SEGMENT,
            ),
            _loop_of(self.state.place),
            name,
            at,
        )

    def _excuse(self, segment_id: str) -> None:
        """Take an unexpected segment for the required one that it may stand for: told once."""
        for opened in reversed(self.stack):
            for entry in opened.place.entries:
                if entry.required and entry.use.id == segment_id and not opened.counts[entry.index]:
                    self.excused.add((opened, entry.index))
                    return

    def _say(self, flaw: Flaw, loop: str, segment: str, at: At) -> None:
        self.report(flaw, loop, segment, at, self.claim_id)


class PlainWalk:
    """Follows a transaction for which there is no guide: elements by the dictionary alone."""

    def __init__(self, marks: Delimiters, levels: Collection[int], report: Report) -> None:
        self.marks = marks
        self.judges = 1 in levels
        self.report = report
        self.since = sys.maxsize

    def begin(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the ST."""
        self.feed(text, parts, at)

    def feed(self, text: str, parts: Sequence[str], at: At) -> None:
        """Take in a segment."""
        use = segment_dictionary().get(parts[0])
        if use is None or not self.judges or checker_for(use, self.marks).accepts(text, parts):
            return
        for flaw in flaws_of(use, parts, self.marks):
            if flaw.level == 1:
                self.report(flaw, "", parts[0], at, "")

    def finish(self, at: At) -> None:
        """Nothing is known to be missing."""

    def forget(self) -> None:
        """Nothing is remembered."""


def _at(batch: Batch, index: int, number: int, position: int) -> At:
    return number + index + 1, position + index + 1, batch.starts[index]


def _loop_of(place: Place) -> str:
    return "" if place.entry is None else place.loop.id


def _codes_hint(use: SegmentUse) -> str:
    for element_number, component in use.key:
        element = use.elements[element_number - 1]
        if component:
            element = element.components[component - 1]
        if element.codes:
            return f" with {use.id}{element_number:02d} {' or '.join(sorted(element.codes)[:4])}"
    return ""


def _before(entry: Entry) -> str:
    later = [other for other in entry.place.entries if other.position == entry.position + 1]
    return f", before {later[0].use.id} ({later[0].label})" if later else ""
