"""A service on one side for a diagnosis of the other."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known, NotCovered
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.diagnosis.sides import side_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_LEFT = ("LT", "E1", "E2", "FA", "F1", "F2", "F3", "F4", "TA", "T1", "T2", "T3", "T4")
_RIGHT = ("RT", "E3", "E4", "F5", "F6", "F7", "F8", "F9", "T5", "T6", "T7", "T8", "T9")
_SIDES = dict.fromkeys(_LEFT, "left") | dict.fromkeys(_RIGHT, "right")


class SideContradictsModifier(Edit):
    """A service on one side for a diagnosis of the other.

    ## Why it matters
    The diagnosis does not support a service on that side: the line is denied, and in surgery it
    asks whether the wrong side was treated.
    """

    id = "DXC015"
    name = "side-contradicts-modifier"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers(
        "LT",
        "RT",
        "E1",
        "E2",
        "E3",
        "E4",
        "FA",
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
        "F6",
        "F7",
        "F8",
        "F9",
        "TA",
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T8",
        "T9",
    )
    severity = Severity.DENY
    sources = (
        coding_guideline("I.B.13"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Correct the side in the modifier or in the diagnosis, after the record."
    examples = (
        Example("both right", "lines 20610-RT $180 @1; dx M17.11"),
        Example("left and right", "lines 20610-LT $180 @1; dx M17.11", finds=("lines[0].modifiers",)),
        Example("one of its diagnoses is of that side", "lines 20610-LT $180 @1,2; dx M17.11, M17.12"),
        Example("both sides", "lines 20610-50 $300 @1; dx M17.0"),
        Example("a diagnosis without a side", "lines 20610-LT $180 @1; dx I10"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            sides = {side for modifier, side in _SIDES.items() if modifier in line.modifiers}
            if len(sides) != 1 or line.has("50") or line.day is None:
                continue
            told: set[str] = set()
            release = ""
            codes = facts_of(claim).diagnoses_of(line)
            for code in codes:
                answer = rules.store.icd10cm(code, line.day)
                if isinstance(answer, NotCovered):
                    yield self.not_checked(claim, line.path, answer)
                    told.add("both")  # it may be of either side
                if isinstance(answer, Known):
                    told.add(side_of(answer.value.title))
                    release = answer.release.label
            told.discard("")
            if told and "both" not in told and not told & sides:
                other = ", ".join(sorted(told))
                message = (
                    f"{line.code} is on the {sides.pop()} side, but its diagnoses are of the {other} side."
                )
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code, *codes), release=release
                )
