"""A total charge that is not the sum of the lines."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import LINES_CONFIRM_TOTAL, TOTAL_EQUALS_LINES
from cleanclaim.edits.charges.amounts import shown
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TotalDiffersFromLines(Edit):
    """A total charge that is not the sum of the lines.

    ## Why it matters
    Payers add up the lines to check the total; what does not balance is returned.
    """

    id = "CHG001"
    name = "total-differs-from-lines"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.REJECT
    sources = (TOTAL_EQUALS_LINES, LINES_CONFIRM_TOTAL)
    predicts = (CARC("16"),)
    fix = "Correct the line that is wrong, or let the total be computed."
    examples = (
        Example("equal to the cent", "lines 99213 $125 | 36415 $12.50; total 137.50"),
        Example("a cent too much", "lines 99213 $125 | 36415 $12.50; total 137.51", finds=("total_charge",)),
        Example("no total at all is another edit's business", "without total_charge"),
        Example(
            "lines without charge are another edit's business",
            "without lines[0].charge; set total_charge 125",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the total differs."""
        if claim.total_charge is None or not claim.lines or any(line.charge is None for line in claim.lines):
            return
        if claim.total_charge != claim.charge_of_lines:
            message = (
                f"The total is {shown(claim.total_charge)}, the lines sum to {shown(claim.charge_of_lines)}."
            )
            change = Change("total_charge", f"{claim.charge_of_lines:f}")
            yield self.finding(claim, "total_charge", message, changes=(change,))
