"""A body mass index without a diagnosis that it adds to."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted

_WEIGHT = ("E66", "E40", "E41", "E42", "E43", "E44", "E45", "E46", "R63", "F50", "R62", "E88", "O99", "O26")
"""Overweight and obesity, malnutrition, loss or gain of weight, eating disorders, and those of pregnancy."""


class BodyMassIndexAlone(Edit):
    """A body mass index without a diagnosis that it adds to.

    ## Why it matters
    The index is reported only with a diagnosis such as overweight or obesity that the provider
    has made.
    """

    id = "DXC029"
    name = "body-mass-index-alone"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("Z68*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.B.14"),)
    predicts = (CARC("16"),)
    fix = "Add the provider's diagnosis, or take the index off."
    examples = (
        Example("with obesity", "dx E66.9, Z68.35"),
        Example("with a disorder of eating", "dx F50.010, Z68.1"),
        Example("alone", "dx I10, Z68.35", finds=("diagnoses[1].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code.startswith("Z68") and not any(one.startswith(_WEIGHT) for one in codes):
                message = f"{dotted(code)} stands without a diagnosis of weight."
                yield self.finding(claim, path, message, codes=(code,))
