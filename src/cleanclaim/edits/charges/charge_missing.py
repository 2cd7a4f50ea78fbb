"""A line without a charge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, institutional_guide, professional_guide, stedi
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ChargeMissing(Edit):
    """A line without a charge.

    ## Why it matters
    The guide requires a charge on every line; payers add them up and price the line by it.
    """

    id = "CHG002"
    name = "charge-missing"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (
        professional_guide("2400", "SV102"),
        institutional_guide("2400", "SV203"),
        dental_guide("2400", "SV302"),
        stedi("Missing line item charge amount"),
    )
    predicts = (CARC("16"),)
    fix = "Enter the charge for all units of the line."
    examples = (
        Example("a charge", "lines 99213 $125"),
        Example("none", "without lines[0].charge", finds=("lines[0].charge",)),
        Example("a negative one is another edit's business", "set lines[0].charge -125"),
        Example("so is zero", "set lines[0].charge 0"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if line.charge is None:
                yield self.finding(claim, f"lines[{index}].charge", f"Line {index + 1} has no charge.")
