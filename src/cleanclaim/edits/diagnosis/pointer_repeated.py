"""A line that points at one diagnosis twice."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PointerRepeated(Edit):
    """A line that points at one diagnosis twice.

    ## Why it matters
    The second pointer says nothing, and takes a place that another diagnosis may need; front
    ends return such lines.
    """

    id = "DXC033"
    name = "pointer-repeated"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    triggers = having("odd line")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Keep the pointer once."
    examples = (
        Example("two diagnoses", "dx I10, E11.9; lines 99213 $125 @1,2"),
        Example("one of them twice", "lines 99213 $125 @1,1", finds=("lines[0].pointers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            if len(set(line.pointers)) < len(line.pointers):
                once = ",".join(str(one) for one in dict.fromkeys(line.pointers))
                changes = (Change(f"lines[{at}].pointers", once, safe=True),)
                message = f"Line {at + 1} points at a diagnosis twice."
                yield self.finding(
                    claim, f"lines[{at}].pointers", message, codes=(line.code,), changes=changes
                )
