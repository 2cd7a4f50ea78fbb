"""A modifier that does not exist."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import HCPCS, MODIFIER, Answer, Known, NotCovered, Store, Unknown
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Modifier as ModifierCode


def _asked(store: Store, modifier: str, day: date) -> Answer[object]:
    """Return what HCPCS says of a modifier of Level II on a day, else what the list of modifiers says."""
    if modifier[:1].isalpha():
        answer = store.find(HCPCS, modifier, day)
        if not isinstance(answer, NotCovered):
            return Known(None, answer.release) if isinstance(answer, Known) else answer
    listed = store.find(MODIFIER, modifier, day)
    return Known(None, listed.release) if isinstance(listed, Known) else listed


_RANGES = (
    (22, 27),
    (32, 33),
    (47, 47),
    (50, 59),
    (62, 63),
    (66, 66),
    (73, 74),
    (76, 82),
    (90, 93),
    (95, 97),
    (99, 99),
)
_TWO_DIGITS = frozenset(str(number) for first, last in _RANGES for number in range(first, last + 1))
_OF_MEASURES = frozenset(("1P", "2P", "3P", "8P"))


def _cannot_be(modifier: str) -> bool:
    """Return whether a modifier that begins with a digit is none of CPT's (own list; unverified)."""
    return modifier[:1].isdigit() and modifier not in _TWO_DIGITS and modifier not in _OF_MEASURES


class ModifierUnknown(Edit):
    """A modifier that does not exist.

    ## Why it matters
    Front ends return lines with a modifier that nobody knows.
    """

    id = "MOD021"
    name = "modifier-unknown"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("modifier")
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE,)
    predicts = (CARC("4"),)
    fix = "Correct the modifier."
    examples = (
        Example("a modifier", "lines 99213-25 $125 @1 | 36415 $12 @1"),
        Example("no such modifier", "lines 99213-QQ9 $125 @1", finds=("lines[0].modifiers",)),
        Example(
            "not in the list at hand",
            "lines 99213-ZW $125 @1",
            not_checked=("MODIFIER",),
            tables=("MODIFIER partial",),
        ),
        Example(
            "not in a complete list",
            "lines 99213-ZW $125 @1",
            finds=("lines[0].modifiers",),
            tables=("MODIFIER 25",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            for modifier in line.modifiers:
                if not ModifierCode.is_formed(modifier) or _cannot_be(modifier):
                    message = f"{modifier!r} is no modifier."
                    yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
                elif line.day is not None:
                    answer = _asked(rules.store, modifier, line.day)
                    if isinstance(answer, NotCovered):
                        yield self.not_checked(claim, line.path, answer)
                    elif isinstance(answer, Unknown):
                        message = f"There is no modifier {modifier}."
                        yield self.finding(
                            claim,
                            f"{line.path}.modifiers",
                            message,
                            codes=(line.code,),
                            release=answer.release.label,
                        )
