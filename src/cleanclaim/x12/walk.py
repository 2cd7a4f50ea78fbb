"""One transaction against its guide: follows the loops, judges each segment, recovers when lost.

How it recovers, so that one mistake gives one problem, is told in
``docs/algorithms/x12-validation.md``.
"""

from collections.abc import Sequence

from cleanclaim.x12.automaton import Step
from cleanclaim.x12.following import OpenLoop, loop_of
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.out_of_place import OutOfPlace
from cleanclaim.x12.patterns import broken
from cleanclaim.x12.tokens import Batch


class GuideWalk(OutOfPlace):
    """Follows one transaction through its guide, reporting what is wrong as it comes."""

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
            if step.earlier and not all(stack[-1 - step.pops].counts[one] for one in step.earlier):
                break
            if step.tells:
                parts = text.split(mark)
                if step.name == "HL" and (
                    index + 1 == size or self._is_doubtful(step, parts, texts[index + 1])
                ):
                    break
            if step.pops:
                if keeps:
                    self._close(step.pops)
                else:
                    del stack[-step.pops :]
            if step.tells:
                self._tell_of(parts, _at(batch, index, number, position))
            stack[-1].counts[step.index] += 1
            state = step.state
            steps = state.steps
            if step.opens is not None:
                if keeps:
                    self._open(step.opens)
                else:
                    stack.append(OpenLoop(step.opens))
                if step.name == "HL":
                    stack[-1].is_level(parts)
            if looks:
                at = _at(batch, index, number, position)
                self._look(step.entry, loop_of(state.place), text.split(mark), at)
            index += 1
        self.state = state
        return index

    def _is_doubtful(self, step: Step, parts: Sequence[str], after: str) -> bool:
        """Whether a level is to be looked at: by its parent, or by what follows, it may be another."""
        if self._is_denied(step, parts):
            return True
        found = step.state.steps.get(after[:3])
        if found is None:
            return True
        told, steps = found
        some = after.split(self.marks.element, 1 - told) if told <= 0 else ()
        known = steps.get(after[:told] if told > 0 else some[-told] if len(some) > -told else "")
        return known is None or known.pops > 0

    def feed(self, text: str, parts: Sequence[str], at: At, before: str = "", after: str = "") -> None:
        """Take in a segment after the ST, the SE included.

        ``before`` and ``after`` are the texts of its neighbours.
        """
        self.after = after
        name = parts[0]
        key = self.automaton.key(parts, self.marks)
        move = self.state.moves.get(key) or self.automaton.move(self.state, key)
        inferred, self.inferred = self.inferred, None
        if inferred is not None and move is not None and self._is_late_opener(inferred, move.entry, parts):
            self._late_opener(inferred, move.entry, text, parts, at)
        elif (missed := self._missed_by_one(key, move, at)) is not None:
            self._one_too_late(*missed, text, parts, at)
        elif move is not None and self._is_stutter(move, text, before):
            self._stutter(self.stack[-1], parts, at)
        elif meant := self._level_of_wrong_kind(move, parts) or self._meant_use(key, move, parts):
            self.skipping = False
            self._step(meant, text, parts, at)
        elif move is None and name == "BHT" and self._changes_form(parts):
            self.feed(text, parts, at, before, after)
        elif move is None:
            self._lost(key, text, parts, at)
        elif before != text and (again := self._line_without_opener(move) if before else None):
            self._without_opener(again, move.entry, text, parts, at)
        elif self._is_one_too_many(move) and (level := self._level_without_opener(key)):
            self._without_opener(*level, text, parts, at)
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


def _at(batch: Batch, index: int, number: int, position: int) -> At:
    return number + index + 1, position + index + 1, batch.starts[index]
