"""Levels (HL, and the like) that are missing, doubled, or say a wrong kind: one problem each.

A level's own data tell more than its code alone: HL02 names the level above it, HL04 promises
lower ones, and the first segment after a level says whose level it is.
"""

from collections.abc import Sequence

from cleanclaim.x12.automaton import Entry, Move, Step, fits, passed_between
from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.following import Following, OpenLoop, loop_of
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity

LEVEL_OPENERS = frozenset({"HL", "ENT", "INS"})


class LevelRecovery(Following):
    """Finds the place of levels whose own words do not tell it."""

    after = ""
    """The text of the segment after the one that is judged, empty at the end of the file."""

    def _level_of_wrong_kind(self, move: Move | None, parts: Sequence[str]) -> Move | None:
        """Return the step that a level means whose code has no place, or one that HL02 denies.

        Nothing when the level is to be taken at its word. Of several, it is the one that the next
        segment can begin.
        """
        if parts[0] not in ("HL", "ENT"):
            return None
        denied = move is not None and self._is_denied(move, parts)
        if move is not None and not denied and self._is_begun(move):
            return None
        meant = [one for one in self._meant(parts) if move is None or one.entry is not move.entry]
        if move is not None and not denied:
            # the parent agrees with the code, but what follows does not begin such a level
            return next((one for one in meant if self._is_begun(one, at_once=True)), None)
        if move is not None and self.stack[-1 - move.pops].place.entry is not None:
            named = next(opened for opened in self.stack if opened.number == parts[2])
            if not self._is_lacking(move) and not self._promises(named):
                meant.insert(0, move)
        return next((one for one in meant if self._is_begun(one)), meant[0] if meant else None)

    def _is_denied(self, move: Move | Step, parts: Sequence[str]) -> bool:
        """Whether HL02 names another open level than the one that the code leads to."""
        parent = parts[2] if len(parts) > 2 else ""
        if not parent or self.stack[-1 - move.pops].number == parent:
            return False
        return any(opened.number == parent for opened in self.stack)

    def _is_begun(self, move: Move, *, at_once: bool = False) -> bool:
        """Whether the segment after this one can stand in the move's loop: next in order ``at_once``."""
        inside = self.automaton.move(move.state, self._next_key())
        return inside is not None and not inside.pops and not (at_once and inside.passed)

    def _stays(self) -> Move | None:
        """Return the step by which the next segment goes on where the one before this left off, if any."""
        goes_on = self.automaton.move(self.state, self._next_key())
        if goes_on is None or goes_on.pops or self._is_lacking(goes_on) or self._is_used_up(goes_on):
            return None
        return goes_on

    def _next_key(self) -> tuple[str, ...]:
        return self.automaton.key(self.after.split(self.marks.element), self.marks)

    def _is_lacking(self, move: Move) -> bool:
        return any(not self.stack[-1 - up].counts[entry.index] for up, entry in move.passed)

    def _meant(self, parts: Sequence[str]) -> list[Move]:
        """The steps to the levels that may stand under the one that HL02 names, or anywhere ahead."""
        parent = parts[2] if len(parts) > 2 and parts[0] == "HL" else ""
        found: list[Move] = []
        place, position = self.state.place, self.state.entry.position
        for pops in range(len(self.stack)):
            opened = self.stack[-1 - pops]
            under = not parent or opened.number == parent
            for entry in opened.place.entries if under else ():
                if entry.loop is not None and entry.use.id == parts[0] and entry.position >= position:
                    found.append(Move(pops, entry, passed_between(self.state, pops, entry)))
            if (parent and under) or place.entry is None:
                break
            position, place = place.entry.position, place.entry.place
        # one that may not come again is not meant as long as there is another
        free = [move for move in found if not self._is_used_up(move)]
        return free or found

    def _is_used_up(self, move: Move) -> bool:
        entry = move.entry
        return 0 < entry.repeats <= self.stack[-1 - move.pops].counts[entry.index]

    def _level_without_opener(self, key: tuple[str, ...]) -> tuple[Move, Entry] | None:
        """Return the level ahead, or the open one again, that this segment can be the beginning of."""
        if key[0] in LEVEL_OPENERS or key[0] == "SE":
            return None
        place, position = self.state.place, self.state.entry.position
        for pops in range(len(self.stack)):
            for entry in place.entries:
                if entry.loop is None or entry.use.id not in LEVEL_OPENERS or entry.position < position:
                    continue
                inside = self.automaton.move(entry.loop.states[0], key)
                if inside is None or inside.pops or inside.passed or not _begins(key):
                    continue
                move = Move(pops, entry, passed_between(self.state, pops, entry))
                if not self._is_used_up(move) and not self._is_lacking(move):
                    return move, inside.entry
            if place.entry is None:
                return None
            position, place = place.entry.position, place.entry.place
        return None

    def _promises(self, level: OpenLoop | None = None) -> bool:
        """Whether a level, the innermost when none is named, promises lower ones and none has come."""
        inner = (one for one in reversed(self.stack) if one.place.loop.trigger.id == "HL")
        opened = level or next(inner, None)
        if opened is None or not opened.promises:
            return False
        below = (entry for entry in opened.place.entries if entry.loop and entry.use.id == "HL")
        return not any(opened.counts[entry.index] for entry in below)

    def _meant_use(self, key: tuple[str, ...], move: Move | None, parts: Sequence[str]) -> Move | None:
        """Return the step to the use that a segment means whose qualifier is a wrong, if possible, one.

        That is the use of the same id here of which nothing else is wrong, when as what its
        qualifier says there would be two faults or more: in its elements, or something that is
        required and would be passed over. Nothing when the segment is to be taken at its word.
        """
        if len(key) < 2 or key[0] in LEVEL_OPENERS or key[0] == "BHT":
            return None
        cost = self._cost(move, key, parts)
        if cost < 2:
            return None
        best: tuple[int, int, Move] | None = None
        place, position = self.state.place, self.state.entry.position
        for pops in range(len(self.stack)):
            for entry in place.entries:
                if entry.use.id != key[0] or entry.position < position or not entry.index:
                    continue
                if fits(entry.use, key):
                    continue
                other = Move(pops, entry, passed_between(self.state, pops, entry))
                if self._is_used_up(other) or self._is_lacking(other) or fits(entry.use, self._next_key()):
                    continue
                flaws = sum(
                    flaw.severity is Severity.ERROR for flaw in flaws_of(entry.use, parts, self.marks)
                )
                unwanted = not entry.required or self.stack[-1 - pops].counts[entry.index] > 0
                rank = (flaws, 2 * unwanted + bool(entry.loop and not self._is_begun(other)))
                if flaws < cost and (best is None or rank < best[:2]):
                    best = (*rank, other)
            if place.entry is None or (move is None and best is not None):
                break
            position, place = place.entry.position, place.entry.place
        return best[2] if best else None

    def _cost(self, move: Move | None, key: tuple[str, ...], parts: Sequence[str]) -> int:
        """How many faults there are when a segment is what its qualifier says."""
        behind = self.automaton.earlier(self.state, key) if move is None else None
        use = move.entry.use if move else behind[1].use if behind else None
        cost = sum(flaw.severity is Severity.ERROR for flaw in flaws_of(use, parts, self.marks)) if use else 0
        if move is None:
            return cost + 1 + self._wants(key)
        cost += self._is_used_up(move)
        if cost or self._wants(key):
            cost += self._wants(key)
            cost += move.entry.repeats == 1 and fits(move.entry.use, self._next_key())
            cost += self._is_left_empty(move)
        return cost

    def _is_left_empty(self, move: Move) -> bool:
        """Whether the segment after this one has no place, or leaves the loop without what it requires."""
        if not move.entry.loop or not self.after:
            return False
        after = self.automaton.move(move.state, self._next_key())
        return after is None or (after.pops > 0 and any(up == 0 for up, _ in after.passed))

    def _wants(self, key: tuple[str, ...]) -> bool:
        """Whether something of this id, but of another qualifier, is required here and has not come."""
        place, position = self.state.place, self.state.entry.position
        for opened in reversed(self.stack):
            for entry in place.entries:
                if entry.required and entry.position >= position and not opened.counts[entry.index]:
                    return entry.use.id == key[0] and not fits(entry.use, key)
            if place.entry is None:
                return False
            position, place = place.entry.position, place.entry.place
        return False

    def _is_stutter(self, move: Move, text: str, before: str) -> bool:
        """Whether the opener of a loop came twice, word for word, so that the first would be empty."""
        opened = self.stack[-1]
        return (
            text == before
            and move.pops == 1
            and opened.place.entry is move.entry
            and sum(opened.counts) == 1
            and (self._is_lacking(move) if not self._is_used_up(move) else move.entry.use.id == "HL")
        )

    def _stutter(self, opened: OpenLoop, parts: Sequence[str], at: At) -> None:
        """Tell that the opener came twice, and pass over it."""
        level = 1 if parts[0] == "HL" else 2
        if level in self.levels:
            self._say(
                Flaw(
                    id="level-number-out-of-step" if level == 1 else "segment-too-often",
                    level=level,
                    element="HL01" if level == 1 else "",
                    value=parts[1] if level == 1 and len(parts) > 1 else "",
                    message=f"{parts[0]} comes twice, word for word.",
                    fix="Send it once.",
                    ack_code="7" if level == 1 else "5",
                    acknowledges=Acknowledges.ELEMENT if level == 1 else Acknowledges.SEGMENT,
                ),
                "" if level == 1 else loop_of(opened.place),
                parts[0],
                at,
            )


def _begins(key: tuple[str, ...]) -> bool:
    """Whether a segment can tell that a level begins: a party or what no other level has."""
    return key[0] in ("NM1", "TRN", "UM", "SBR", "PAT", "DMG", "REF", "RMR", "STC")
