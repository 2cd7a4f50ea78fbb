"""A diagnosis that a patient of this sex does not have, before October 2024."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import MCE, Known, NotCovered
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.diagnosis.coded import formed_diagnoses, judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Effective, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted

_SECTION = 5
_SEXES = {"A": "F", "C": "M"}
"""Letters of section 5 with diagnoses: those of women alone, and of men alone."""


class DiagnosisOfAnotherSex(Edit):
    """A diagnosis that a patient of this sex does not have, before October 2024.

    ## Why it matters
    Until 2024-09-30 the Medicare Code Editor returned inpatient claims with such a code, and
    other payers questioned it; then the comparison ended.
    """

    id = "DXC043"
    name = "diagnosis-of-another-sex"
    family = "diagnosis"
    status = Stable(since="0.2")
    effective = Effective(end=date(2024, 9, 30))
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("diagnosis")
    severity = Severity.DENY
    sources = (
        reason_code("10"),
        Citation("Medicare Code Editor, simple code edits, section 5", "v37"),
    )
    predicts = (CARC("10"),)
    fix = "Check whose record it is, and the patient's sex."
    examples = (
        Example(
            "a man",
            ("dos 2024-06-11; received 2024-06-20; patient self sex M; dx N40.1"),
            tables=("MCE N401 section=5 letter=C name=Male_Only",),
        ),
        Example(
            "a woman",
            ("dos 2024-06-11; received 2024-06-20; patient self sex F; dx N40.1"),
            finds=("diagnoses[0].code",),
            tables=("MCE N401 section=5 letter=C name=Male_Only",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        sex, day = claim.patient.sex.strip().upper(), judged_on(claim)
        if day is None or sex not in ("F", "M"):
            return
        for path, diagnosis in formed_diagnoses(claim):
            answer = rules.store.find(MCE, diagnosis.code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
            elif isinstance(answer, Known):
                sexes = {
                    _SEXES[row.letter]
                    for row in answer.value
                    if row.section == _SECTION and row.letter in _SEXES
                }
                if sexes and sex not in sexes:
                    message = f"{dotted(diagnosis.code)} is of the other sex; the patient's is {sex}."
                    severity = None if facts_of(claim).is_inpatient else Severity.REVIEW
                    label = answer.release.label
                    codes = (diagnosis.code,)
                    yield self.finding(claim, path, message, codes=codes, release=label, severity=severity)
