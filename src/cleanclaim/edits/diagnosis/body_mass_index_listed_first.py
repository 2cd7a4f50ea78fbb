"""A body mass index as the first-listed diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class BodyMassIndexListedFirst(Edit):
    """A body mass index as the first-listed diagnosis.

    ## Why it matters
    The index only adds to a diagnosis such as obesity, which the provider has to make.
    """

    id = "DXC022"
    name = "body-mass-index-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("Z68*")
    severity = Severity.DENY
    sources = (coding_guideline("I.B.14"),)
    predicts = (CARC("16"),)
    fix = "List the associated diagnosis first."
    examples = (
        Example("after obesity", "dx E66.9, Z68.35"),
        Example("first", "dx Z68.35, E66.9", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if code.startswith("Z68"):
            message = f"{dotted(code)} (body mass index) is listed first."
            yield self.finding(claim, path, message, codes=(code,))
