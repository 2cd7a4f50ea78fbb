"""A code of the birth itself, of a child that was born before."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_FIRST_DAYS = 28


class BirthCodeAfterBirth(Edit):
    """A code of the birth itself, of a child that was born before.

    ## Why it matters
    Z38 tells how and where a child was born and stands on its first record alone: later the
    payer denies it.
    """

    id = "DXC041"
    name = "birth-code-after-birth"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("Z38*")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.C.16.a.2"),
        reason_code("9"),
    )
    predicts = (CARC("9"),)
    fix = "Report why the child was seen."
    examples = (
        Example("the day of the birth", "patient child born 2025-11-18 sex M; dx Z38.00"),
        Example(
            "ten months later", "patient child born 2025-01-15 sex M; dx Z38.00", finds=("diagnoses[0].code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        born, days = claim.patient.birth_date, facts_of(claim).service_dates
        if born is None or days is None or (days.start - born).days <= _FIRST_DAYS:
            return
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            if diagnosis.code.upper().startswith("Z38"):
                message = f"{diagnosis.code} is of the birth; the patient was born on {born}."
                yield self.finding(claim, path, message, codes=(diagnosis.code,))
