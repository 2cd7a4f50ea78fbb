"""A trimester that the weeks of gestation contradict."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted

_LEAST, _MOST = 8, 42  # Z3A.00 is not told, Z3A.01 fewer than eight
_TRIMESTERS = (("first trimester", 0, 13), ("second trimester", 14, 27), ("third trimester", 28, 42))
"""Words of titles, and completed weeks; one more or less is allowed, for the border is a matter of days."""


class TrimesterContradictsWeeks(Edit):
    """A trimester that the weeks of gestation contradict.

    ## Why it matters
    The first trimester ends before 14 weeks, the second before 28: codes that contradict each
    other are denied as inconsistent.
    """

    id = "DXC045"
    name = "trimester-contradicts-weeks"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("Z3A*")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.C.15.a.3"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Correct the trimester or the weeks."
    examples = (
        Example("in the second trimester", "patient self sex F; dx O26.892, Z3A.20"),
        Example(
            "the first, at 36 weeks", "patient self sex F; dx O26.891, Z3A.36", finds=("diagnoses[0].code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        weeks = [
            int(code[3:])
            for code in facts_of(claim).diagnoses
            if code.startswith("Z3A") and code[3:].isdigit()
        ]
        if day is None or len(weeks) != 1 or not _LEAST <= weeks[0] <= _MOST:
            return
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            if not diagnosis.code.upper().startswith("O"):
                continue
            answer = rules.store.icd10cm(diagnosis.code, day)
            title = answer.value.title.lower() if isinstance(answer, Known) else ""
            for words, first, last in _TRIMESTERS:
                if words in title and not first - 1 <= weeks[0] <= last + 1:
                    message = f"{dotted(diagnosis.code)} is of the {words}, but {weeks[0]} weeks are told."
                    yield self.finding(claim, path, message, codes=(diagnosis.code, f"Z3A{weeks[0]:02}"))
