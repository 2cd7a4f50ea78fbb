"""One examination said to be with and without abnormal findings."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PAIRS = (
    ("Z0000", "Z0001"),
    ("Z00129", "Z00121"),
    ("Z0100", "Z0101"),
    ("Z0110", "Z01118"),
    ("Z01419", "Z01411"),
)
"""Without, and with abnormal findings."""


class ExaminationWithAndWithoutFindings(Edit):
    """One examination said to be with and without abnormal findings.

    ## Why it matters
    An examination had abnormal findings or none: both codes contradict each other.
    """

    id = "DXC042"
    name = "examination-with-and-without-findings"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("Z00*", "Z01*")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.C.21.c.13"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Keep the code with findings if there were any, and code them."
    examples = (
        Example("with findings", "dx Z00.01, R03.0"),
        Example("both", "dx Z00.00, Z00.01", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coded = {diagnosis.code.upper(): path for path, diagnosis in facts_of(claim).formed_diagnoses}
        for without, with_findings in _PAIRS:
            if without in coded and with_findings in coded:
                message = f"{without} and {with_findings}: without, and with abnormal findings."
                yield self.finding(claim, coded[without], message, codes=(without, with_findings))
