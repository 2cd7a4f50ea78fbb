"""A line without units, or with none or fewer."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class UnitsNotPositive(Edit):
    """A line without units, or with none or fewer.

    ## Why it matters
    The guide requires the count, and a payer pays for none when there is none.
    """

    id = "CHG004"
    name = "units-not-positive"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (professional_guide("2400", "SV104"), institutional_guide("2400", "SV205"))
    predicts = (CARC("16"),)
    fix = "Enter how many units were rendered."
    examples = (
        Example("one unit", "lines 99213 x1 $125"),
        Example("a fraction of a unit", "lines A0425 x0.5 $20"),
        Example("zero", "lines 99213 x0 $125", finds=("lines[0].units",)),
        Example("negative", "lines 99213 x-1 $125", finds=("lines[0].units",)),
        Example("missing", "without lines[0].units", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            path = f"lines[{index}].units"
            if line.units is None:
                yield self.finding(claim, path, f"Line {index + 1} has no units.")
            elif line.units <= 0:
                yield self.finding(claim, path, f"Line {index + 1} has {line.units} units.")
