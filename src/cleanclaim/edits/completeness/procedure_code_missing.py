"""A professional or dental line without a procedure code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, professional_guide, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProcedureCodeMissing(Edit):
    """A professional or dental line without a procedure code.

    ## Why it matters
    The payer cannot tell what was done: the line, and with it the claim, is returned.
    """

    id = "CMP003"
    name = "procedure-code-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (
        professional_guide("2400", "SV101-02"),
        dental_guide("2400", "SV301-02"),
        reason_code("16"),
    )
    predicts = (CARC("16"),)
    fix = "Enter the code of the service."
    examples = (
        Example("a line with a code", "lines 99213 $125"),
        Example("a line without a code", "lines none $125", finds=("lines[0].code",)),
        Example(
            "an institutional line may have a revenue code alone",
            "type institutional; lines none rev 0250 $40",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if not line.code.strip():
                yield self.finding(claim, f"lines[{index}].code", f"Line {index + 1} has no procedure code.")
