"""Compiles the rules for a guide and asks them about each block that closes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.guides.model import Guide
from cleanclaim.x12.problems import Acknowledges, Flaw
from cleanclaim.x12.situations.catalogue import all_rules
from cleanclaim.x12.situations.checks import CHECKS, Check, Found
from cleanclaim.x12.situations.comparing import (
    Gatherer,
    comparison,
    day_of,
    first_question,
    is_qualified,
    value_at,
    values_of,
)
from cleanclaim.x12.situations.model import Condition, Situation
from cleanclaim.x12.situations.payment_checks import PAYMENT_CHECKS
from cleanclaim.x12.situations.questions import QUESTIONS
from cleanclaim.x12.situations.scopes import Nesting, Question, Scope
from cleanclaim.x12.situations.service_checks import SERVICE_CHECKS
from cleanclaim.x12.situations.teeth_checks import TEETH_CHECKS

Look = Callable[[Scope], Sequence[Placed]]

_CHECKS: dict[str, Check] = {**CHECKS, **SERVICE_CHECKS, **TEETH_CHECKS, **PAYMENT_CHECKS}


def judge(guide: Guide, block: Block) -> Iterator[tuple[Flaw, Placed]]:
    """Yield what the rules of level 4 find in a block that has closed, with the segment to blame."""
    compiled = _rules_of(guide).get(block.loop)
    if compiled is None or not block.placed:
        return
    scope = Scope(block, block.placed)
    for rule in compiled.always:
        if found := rule.judge(scope):
            yield from found
    triggered = compiled.triggered
    for segment in scope.ids:
        if segment in triggered:
            for rule in triggered[segment]:
                if found := rule.judge(scope):
                    yield from found
    for gather, by_value in compiled.gates.values():
        asked: list[_Compiled] = []
        for value in scope.once(gather):
            if value in by_value:
                asked.extend(rule for rule in by_value[value] if rule not in asked)
        for rule in asked:
            if found := rule.judge(scope):
                yield from found


Gate: TypeAlias = tuple[str, str, int]
"""A loop (empty: any in the block), a segment and an element whose values decide which rules are asked."""


class _Rules:
    """The rules for one block: those asked always, and those that a segment or a value raises."""

    def __init__(self) -> None:
        self.always: list[_Compiled] = []
        self.triggered: dict[str, list[_Compiled]] = {}
        self.gates: dict[Gate, tuple[Gatherer, dict[str, list[_Compiled]]]] = {}

    def add(self, rule: "_Compiled") -> None:
        """Take in a rule."""
        if rule.trigger:
            self.triggered.setdefault(rule.trigger, []).append(rule)
        elif rule.gate is not None:
            gate, values = rule.gate
            by_value = self.gates.setdefault(gate, (values_of(*gate), {}))[1]
            for value in values:
                by_value.setdefault(value, []).append(rule)
        else:
            self.always.append(rule)


_EVERYWHERE = frozenset(
    {"HL", "CLM", "CLP", "SBR", "NM1", "SV1", "SV2", "SV3", "LX", "SVC", "EB", "TRN", "UM"}
)
"""Segments that nearly every block has: their presence tells nothing."""


class _Compiled:
    """A rule made ready for one guide.

    ``trigger`` is a segment id without which the rule cannot speak, empty when there is none; ``gate``
    a place and the values of which one must stand there, when there is such a condition.
    """

    def __init__(self, rule: Situation, nesting: Nesting) -> None:
        self.rule = rule
        self.single = bool(rule.each) and rule.each not in nesting.within
        self.loop = rule.each if rule.each and not self.single else rule.block
        self.is_of_the_whole = not rule.each
        self.nesting = nesting
        self.when = [self._question(one) for one in rule.when]
        self.needs = [[self._question(one) for one in needs] for needs in rule.needs]
        self.look = self._look(rule.at) if rule.at else None
        self.check = _CHECKS[rule.check] if rule.check else None
        self.trigger = self._trigger()
        self.gate = self._gate()
        # what repeats is not looked at one by one when the whole block says that none can matter
        self.first = [] if self.is_of_the_whole else self._firsts()

    def _firsts(self) -> list[Question]:
        return [ask for one in self.rule.when if (ask := self._first(one)) is not None]

    def judge(self, scope: Scope) -> Sequence[tuple[Flaw, Placed]]:
        """Return what this rule finds in a block."""
        for ask in self.first:
            if not ask(scope):
                return ()
        if self.is_of_the_whole:
            return self._judge_one(scope)
        return [found for one in self._scopes(scope) for found in self._judge_one(one)]

    def _judge_one(self, scope: Scope) -> Sequence[tuple[Flaw, Placed]]:
        for question in self.when:
            if not question(scope):
                return ()
        if self.check is not None:
            return [(self._flaw(place), place.placed) for place in self.check(scope)]
        return (self._at(scope),) if self._lacks(scope) else ()

    def _lacks(self, scope: Scope) -> bool:
        for needs in self.needs:
            for question in needs:
                if question(scope):
                    break
            else:
                return True
        return not self.needs

    def _trigger(self) -> str:
        wanted = [self.rule.each] if self.single else []
        if not self.single and self.rule.each:
            wanted.append(self.nesting.opener[self.loop])
        wanted.extend(
            one.segment
            for one in self.rule.when
            if one.kind not in ("inner", "ask", "code") and self._is_within(one)
        )
        return next((segment for segment in wanted if segment not in _EVERYWHERE), "")

    def _gate(self) -> tuple[Gate, Sequence[str]] | None:
        for one in self.rule.when:
            if one.negated or not one.element or one.kind not in ("among", "has") or "" in one.values:
                continue
            if self._is_within(one):
                return ("", one.segment, one.element), one.values
            if one.loop and one.loop != "ST" and one.loop not in self.nesting.within[self.rule.block]:
                return (one.loop, one.segment, one.element), one.values
        return None

    def _first(self, one: Condition) -> "Question | None":
        """Return what can be asked of the whole block before a rule looks at its repeats."""
        if self._is_within(one):
            return first_question(one)
        outer = one.loop and one.loop != "ST" and one.loop not in self.nesting.within[self.rule.block]
        if self.rule.each and outer and one.kind in ("among", "exists", "has", "starts"):
            ask = self._question(one)
            return lambda scope: scope.once(ask)
        return None

    def _is_within(self, one: Condition) -> bool:
        """Whether a condition can hold only if something stands in the block itself."""
        return not one.negated and (
            self.single or (one.loop or self.loop) in self.nesting.within[self.rule.block]
        )

    def _scopes(self, scope: Scope) -> Sequence[Scope]:
        if self.single:
            return scope.singles(self.rule.each)
        return scope.repeats(self.loop, self.nesting.opener[self.loop], self.nesting.within[self.loop])

    def _at(self, scope: Scope) -> tuple[Flaw, Placed]:
        at = self.rule.at
        if at is not None and self.look is not None:
            for placed in self.look(scope):
                value = value_at(placed, at.element, at.component, scope.mark)
                if not at.element or value:
                    return self._flaw(Found(placed, at.element, at.component, value)), placed
            for placed in self.look(scope):
                return self._flaw(Found(placed, at.element, at.component)), placed
        return self._flaw(Found(scope.placed[0])), scope.placed[0]

    def _flaw(self, found: Found) -> Flaw:
        rule = self.rule
        element = f"{found.placed.parts[0]}{found.element:02d}" if found.element else ""
        return Flaw(
            id=rule.id,
            level=4,
            element=f"{element}-{found.component}" if found.component else element,
            value=found.value,
            message=rule.sentence,
            fix=rule.fix,
            severity=rule.severity,
            acknowledges=Acknowledges.NOTHING,
        )

    def _look(self, at: Condition) -> Look:
        """Return what finds the segments that a condition speaks of."""
        segment, qualifiers = at.segment, at.qualifiers
        if self.single and segment == self.rule.each and not at.loop:
            return lambda scope: [one for one in scope.placed if is_qualified(one, qualifiers, scope.mark)]
        loop = at.loop or self.loop
        if loop == "ST":  # segments of the outermost loop carry no loop
            return lambda scope: [
                one
                for one in scope.find("", segment) or scope.around("", segment)
                if is_qualified(one, qualifiers, scope.mark)
            ]
        own = self._is_own(at)
        if own and not qualifiers:
            return lambda scope: scope.find(loop, segment)
        if own:
            return lambda scope: [
                one for one in scope.find(loop, segment) if is_qualified(one, qualifiers, scope.mark)
            ]
        return lambda scope: [
            one for one in scope.around(loop, segment) if is_qualified(one, qualifiers, scope.mark)
        ]

    def _is_own(self, one: Condition) -> bool:
        """Whether a condition speaks of segments in the rule's own scope."""
        loop = one.loop or self.loop
        return not self.single and loop != "ST" and loop in self.nesting.within.get(self.loop, ())

    def _question(self, one: Condition) -> Question:
        ask = self._plain_question(one)
        return (lambda scope: not ask(scope)) if one.negated else ask

    def _plain_question(self, one: Condition) -> Question:
        if one.kind == "inner":
            return lambda scope: scope.block.inner.get(one.loop, 0) > 0
        if one.kind == "ask":
            asked = QUESTIONS[one.segment]
            return lambda scope: scope.once(asked)
        if one.kind == "code":
            return self._coded(one)
        look, number, component = self._look(one), one.element, one.component
        if one.other is not None:
            return self._dated(one, one.other)
        values = frozenset(one.values)
        plain = (one.loop or self.loop, one.segment)
        match one.kind:
            case "exists" if not number and not one.qualifiers and self._is_own(one):
                return lambda scope: plain in scope.places
            case "exists" if not number:
                return lambda scope: bool(look(scope))
            case "exists":
                return _any(look, number, component, bool)
            case "among":
                return _any(look, number, component, values.__contains__)
            case "has":
                return lambda scope: any(
                    not values.isdisjoint(placed.get(number).split(scope.mark)) for placed in look(scope)
                )
            case "starts":
                return _any(look, number, component, lambda value: value.startswith(one.values))
            case _:
                return _any(look, number, component, comparison(one))

    def _coded(self, one: Condition) -> Question:
        """Whether a code with one of the qualifiers stands in any element of the claim's HI segments."""
        qualifiers, values = frozenset(one.qualifiers), frozenset(one.values)

        def ask(scope: Scope) -> bool:
            for placed in scope.find("2300", "HI") or scope.around("2300", "HI"):
                for element in placed.parts[1:]:
                    qualifier, _, rest = element.partition(scope.mark)
                    if qualifier in qualifiers and (not values or rest.partition(scope.mark)[0] in values):
                        return True
            return False

        return ask

    def _dated(self, one: Condition, other: Condition) -> Question:
        """Whether a day lies before the other's first, or beyond its last."""
        look, look_other = self._look(one), self._look(other)
        late = one.kind == "beyond"

        def ask(scope: Scope) -> bool:
            for placed in look(scope):
                day = day_of(placed.get(one.element), late)
                for reference in look_other(scope) if day else ():
                    limit = day_of(reference.get(other.element), late)
                    if limit and (day > limit if late else day < limit):
                        return True
            return False

        return ask


def _any(look: Look, number: int, component: int, holds: Callable[[str], bool]) -> Question:
    """Return whether a value at a place is such as wanted."""

    def ask(scope: Scope) -> bool:
        mark = scope.mark
        for placed in look(scope):  # noqa: SIM110 - asked for every rule of every claim: a loop is quicker
            if holds(value_at(placed, number, component, mark)):
                return True
        return False

    return ask


_COMPILED: dict[int, tuple[Guide, dict[str, _Rules]]] = {}


def _rules_of(guide: Guide) -> dict[str, _Rules]:
    known = _COMPILED.get(id(guide))
    if known is not None and known[0] is guide:
        return known[1]
    nesting = Nesting(guide)
    compiled: dict[str, _Rules] = {}
    for rule in all_rules():
        if guide.name in rule.guides:
            compiled.setdefault(rule.block, _Rules()).add(_Compiled(rule, nesting))
    _COMPILED[id(guide)] = (guide, compiled)
    return compiled
