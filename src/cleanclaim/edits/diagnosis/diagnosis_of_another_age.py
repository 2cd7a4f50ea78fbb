"""A diagnosis that a patient of this age does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import MCE, Known, NotCovered
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.diagnosis.coded import formed_diagnoses, judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted

AGE_CONFLICT = 4
AGES = {"A": (0, 0), "B": (0, 17), "C": (9, 64), "D": (15, 124)}
"""Ages of section 4 in completed years: newborn, pediatric, maternity, adult."""


class DiagnosisOfAnotherAge(Edit):
    """A diagnosis that a patient of this age does not have.

    ## Why it matters
    The Medicare Code Editor returns inpatient claims with such a code; other payers question
    it. Mostly a birth date or a code is wrong, or the newborn's and the mother's codes are
    mixed up.
    """

    id = "DXC013"
    name = "diagnosis-of-another-age"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("diagnosis")
    severity = Severity.DENY
    sources = (
        Citation(
            "CMS Definitions of Medicare Code Edits, section 4",
            "lists of version 43.1 as copied in mce_edits.json",
        ),
        reason_code("9"),
    )
    predicts = (CARC("9"),)
    fix = "Check the birth date, whose record it is, and the code."
    examples = (
        Example(
            "a newborn's code for a newborn",
            (
                "type institutional; bill 0111; admitted 2025-11-17; dos 2025-11-17..2025-11-18; "
                "patient child born 2025-11-17 sex F; dx Z38.00:Y"
            ),
            tables=("MCE Z3800 section=4 letter=A name=Newborn_Only",),
        ),
        Example(
            "for the mother",
            "type institutional; bill 0111; dx Z38.00:Y",
            finds=("diagnoses[0].code",),
            tables=("MCE Z3800 section=4 letter=A name=Newborn_Only",),
        ),
        Example(
            "pregnancy at seven",
            "patient child born 2018-03-01 sex F; dx O80",
            finds=("diagnoses[0].code",),
            tables=("MCE O80 section=4 letter=C name=Maternity_Only",),
        ),
        Example("not loaded for the day", "dos 1999-03-04; dx I10", not_checked=("MCE",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        day = judged_on(claim)
        age = facts.age_on(day)
        if day is None or age is None:
            return
        for path, diagnosis in formed_diagnoses(claim):
            answer = rules.store.find(MCE, diagnosis.code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if not isinstance(answer, Known):
                continue
            ages = [
                AGES[row.letter] for row in answer.value if row.section == AGE_CONFLICT and row.letter in AGES
            ]
            if ages and not any(low <= age <= high for low, high in ages):
                low, high = ages[0]
                message = (
                    f"{dotted(diagnosis.code)} is a diagnosis of {low} to {high} years; the patient is {age}."
                )
                severity = None if facts.is_inpatient else Severity.REVIEW
                yield self.finding(
                    claim,
                    path,
                    message,
                    codes=(diagnosis.code,),
                    release=answer.release.label,
                    severity=severity,
                )
