"""A line with a negative charge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import stedi
from cleanclaim.edits.charges.amounts import shown
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ChargeNegative(Edit):
    """A line with a negative charge.

    ## Why it matters
    A claim cannot take money back: clearinghouses return a line charged with less than zero.
    """

    id = "CHG005"
    name = "charge-negative"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (stedi("Negative line item charge amount"),)
    predicts = (CARC("16"),)
    fix = "Enter the charge; to take a charge back, void or replace the claim."
    examples = (
        Example("a charge", "lines 99213 $125"),
        Example("a negative one", "set lines[0].charge -125", finds=("lines[0].charge",)),
        Example("zero is another edit's business", "set lines[0].charge 0"),
        Example("so is none at all", "without lines[0].charge"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if line.charge is not None and line.charge.is_finite() and line.charge < 0:
                message = f"Line {index + 1} has the negative charge {shown(line.charge)}."
                yield self.finding(claim, f"lines[{index}].charge", message)
