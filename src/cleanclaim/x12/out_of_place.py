"""Segments that have no place where they stand: missing openers, late ones, wrong ones; one problem each.

The rules are told in ``docs/algorithms/x12-validation.md``.
"""

from collections.abc import Sequence

from cleanclaim.x12.automaton import TELLING, Entry, Move, automaton_for, fits, passed_between
from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.following import OpenLoop, loop_of
from cleanclaim.x12.guides import Guide, SegmentUse, segment_dictionary
from cleanclaim.x12.guides.catalogue import forms_of, purposes
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.level_recovery import LEVEL_OPENERS, LevelRecovery
from cleanclaim.x12.problems import Acknowledges, Flaw

_DETAILS = frozenset({"N2", "N3", "N4", "REF", "PER", "PRV", "DMG", "DTP", "AMT", "QTY"})


class OutOfPlace(LevelRecovery):
    """Finds what a segment means that has no place where it stands, and tells it once."""

    late: tuple[OpenLoop, int, int] | None = None

    def _is_one_too_many(self, move: Move) -> bool:
        return move.entry.loop is not None and self._is_used_up(move) and not self._is_doubled(move)

    def _is_late_opener(self, inferred: OpenLoop, entry: Entry, parts: Sequence[str]) -> bool:
        """Whether this is the opener that was missing a segment ago; an LX must have its number."""
        if entry is not inferred.place.entry:
            return False
        around = self.stack[self.stack.index(inferred) - 1]
        number = parts[1] if parts[0] == "LX" and len(parts) > 1 else ""
        return not number.isdigit() or number.lstrip("0") == str(around.counts[entry.index])

    def _missed_by_one(
        self, key: tuple[str, ...], move: Move | None, at: At
    ) -> tuple[OpenLoop, Entry] | None:
        """Return what was reported missing before the last segment when this segment is it."""
        if move is not None and not self._is_lacking(move):
            return None
        for (opened, index), told in reversed(self.reported_missing.items()):
            if told[0][0] != at[0] - 1:
                return None
            entry = opened.place.entries[index]
            if fits(entry.use, key) and opened not in self.stack:
                return opened, entry
        return None

    def _one_too_late(self, opened: OpenLoop, entry: Entry, text: str, parts: Sequence[str], at: At) -> None:
        """Take in a segment that changed places with the one that ended its loop."""
        self.withdraw(*self.reported_missing.pop((opened, entry.index)))
        loop = entry.loop.loop.id if entry.loop else loop_of(entry.place)
        self.skipping = entry.loop is not None
        self._say_late(entry, loop, at)
        self._judge(entry, loop, text, parts, at)

    def _lost(self, key: tuple[str, ...], text: str, parts: Sequence[str], at: At) -> None:
        name = parts[0]
        if name in TELLING:
            self._tell_of(parts, at)
        if name not in segment_dictionary() and name not in self.automaton.keys:
            self._unknown(parts, at)
            return
        behind = self.automaton.earlier(self.state, key)
        came = behind is not None and self.stack[-1 - behind[0]].counts[behind[1].index] > 0
        stays = self._stays()
        if not stays and (behind is None or came or self._promises()):
            level = self._level_without_opener(key)
            if level is not None:
                self._without_opener(*level, text, parts, at)
                return
        if behind is None or came:
            ahead = self.automaton.inside(self.state, key, self._lacks)
            if ahead is not None and not (stays and self._is_left(*ahead, stays)):
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
        ahead = self._loop_of_two(key)
        if ahead is not None:
            self._without_opener(*ahead, text, parts, at)
            return
        self._unexpected(key, at)

    def _loop_of_two(self, key: tuple[str, ...]) -> tuple[Move, Entry] | None:
        """Return the loop ahead that both this segment and the one after it belong to, if one does."""
        place, position = self.state.place, self.state.entry.position
        for pops in range(len(self.stack)):
            for entry in place.entries:
                if entry.loop is None or entry.position < position or entry.use.id in LEVEL_OPENERS:
                    continue
                inside = self.automaton.move(entry.loop.states[0], key)
                if inside is None or inside.pops or inside.entry.loop is not None:
                    continue
                move = Move(pops, entry, passed_between(self.state, pops, entry))
                if not self._is_lacking(move) and not self._is_used_up(move) and self._is_begun(inside):
                    return move, inside.entry
            if place.entry is None:
                return None
            position, place = place.entry.position, place.entry.place
        return None

    def _is_left(self, move: Move, inner: Entry, stays: Move) -> bool:
        """Whether the segment after this one belongs before the loop ahead, and does not open it."""
        if not move.pops and stays.entry.position >= move.entry.position:
            return False
        return not fits(move.entry.use, self._next_key()) and not self._is_begun(Move(0, inner, ()))

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
        guide, purpose = self.automaton.guide, parts[2] if len(parts) > 2 else ""
        forms = forms_of(guide)
        if len(forms) < 2 or len(self.stack) != 1:
            return False
        named = [form for form in forms if purpose in purposes(form)]
        other = named[0] if named else min(forms, key=lambda form: self._faults_of_bht(form, parts))
        if other is guide:
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

    def _faults_of_bht(self, form: Guide, parts: Sequence[str]) -> int:
        """How much is wrong with a BHT when the transaction is of this form."""
        use = next(
            (one for one in form.root.children if isinstance(one, SegmentUse) and one.id == "BHT"), None
        )
        return len(flaws_of(use, parts, self.marks)) if use else 0

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
                loop_of(self.state.place),
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

    def _late_opener(self, opened: OpenLoop, entry: Entry, text: str, parts: Sequence[str], at: At) -> None:
        """Take in the first segment of a loop that comes as its second: the two have changed places."""
        place = self.stack.index(opened)
        loop = loop_of(opened.place)
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
        loop = entry.loop.loop.id if entry.loop else loop_of(entry.place)
        said = self.reported_missing.pop((opened, entry.index), None)
        if said is not None:
            self.withdraw(*said)
        last, self.late = self.late, (opened, entry.position, at[0])
        # segments that are in order among themselves stand behind one that came too early: told once
        if last is None or last[0] is not opened or last[1] > entry.position or last[2] != at[0] - 1:
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
            loop_of(self.state.place),
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


def _before(entry: Entry) -> str:
    later = [other for other in entry.place.entries if other.position == entry.position + 1]
    return f", before {later[0].use.id} ({later[0].label})" if later else ""
