"""A line charged with zero."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation


class ChargeZero(Edit):
    """A line charged with zero.

    ## Why it matters
    Nothing will be paid for the line. That is right for lines that only report, and a lost
    charge otherwise.
    """

    id = "CHG003"
    name = "charge-zero"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd line")
    severity = Severity.INFORM
    sources = (Citation("ASC X12N 837 005010X222A1, 2400 SV102", verified=False),)
    predicts = ()
    fix = "Enter the charge, unless the line only reports (quality codes, capitated encounters)."
    examples = (
        Example("a charge", "lines 99213 $125"),
        Example("zero", "lines 99213 $0", finds=("lines[0].charge",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if line.charge is not None and line.charge == 0:
                yield self.finding(claim, f"lines[{index}].charge", f"Line {index + 1} is charged with zero.")
