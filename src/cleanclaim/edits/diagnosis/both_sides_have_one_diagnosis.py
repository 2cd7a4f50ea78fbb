"""A diagnosis of the left and of the right side, where one code says both."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.diagnosis.sides import side_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted

_SIDES = frozenset(("1", "2"))
_OF_SIDES = frozenset(("left", "right", "bilateral", "unilateral", "of"))


class BothSidesHaveOneDiagnosis(Edit):
    """A diagnosis of the left and of the right side, where one code says both.

    ## Why it matters
    Where a bilateral code exists it is the one to report; the two single ones count a condition
    twice.
    """

    id = "DXC044"
    name = "both-sides-have-one-diagnosis"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("several diagnoses")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.B.13"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Report the bilateral code alone."
    examples = (
        Example("one side", "dx H25.11"),
        Example("both, as one", "dx H25.13"),
        Example("both, as two", "dx H25.11, H25.12", finds=("diagnoses[1].code",)),
        Example("two sides of what has no code for both", "dx S80.01XA, S80.02XA"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coded = [(path, one.code.replace(".", "").upper()) for path, one in facts_of(claim).formed_diagnoses]
        day = judged_on(claim)
        for number, (path, code) in enumerate(coded):
            for _, other in coded[:number]:
                both = (
                    _both(rules, other, code, day) if day is not None and _may_be_sides(other, code) else ""
                )
                if both:
                    message = f"{dotted(other)} and {dotted(code)} are the two sides of {dotted(both)}."
                    yield self.finding(claim, path, message, codes=(other, code))


def _may_be_sides(one: str, other: str) -> bool:
    """Return whether two codes differ in one character alone, by 1 and 2."""
    if len(one) != len(other):
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 and set(different[0]) == _SIDES


def _both(rules: Rules, one: str, other: str, day: date) -> str:
    """Return the code that says both sides of two codes, or nothing."""
    titles = [_title(rules, code, day) for code in (one, other)]
    if {side_of(title) for title in titles} != {"left", "right"} or _words(titles[0]) != _words(titles[1]):
        return ""
    at = next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    tails = (one[:at], one[at + 1 :]), (one[: at - 1], one[at + 1 :])
    for head, tail in tails:
        for character in "0123456789":
            code = f"{head}{character}{tail}"
            title = _title(rules, code, day)
            if title and side_of(title) == "both" and _is_of_both(_words(title), _words(titles[0])):
                return code
    return ""


def _is_of_both(both: frozenset[str], one: frozenset[str]) -> bool:
    """Return whether the words of a bilateral title are those of a side's, one less at most (eye)."""
    return both <= one and len(one - both) <= 1


def _title(rules: Rules, code: str, day: date) -> str:
    answer = rules.store.icd10cm(code, day)
    return answer.value.title if isinstance(answer, Known) and answer.value.billable else ""


def _words(title: str) -> frozenset[str]:
    return frozenset(title.lower().replace(",", " ").split()) - _OF_SIDES
