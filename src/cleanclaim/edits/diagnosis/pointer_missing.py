"""A professional line that points at no diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PointerMissing(Edit):
    """A professional line that points at no diagnosis.

    ## Why it matters
    The guide requires a pointer on every line; without it the service has no reason.
    """

    id = "DXC011"
    name = "pointer-missing"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (professional_guide("2400", "SV107-01"),)
    predicts = (CARC("16"),)
    fix = "Point the line at the diagnosis for which the service was done."
    examples = (
        Example("a line with its reason", "lines 99213 $125 @1"),
        Example("a line without", "lines 99213 $125 @none", finds=("lines[0].pointers",)),
        Example(
            "without any diagnosis that is another edit's business",
            'set diagnoses ""; lines 99213 $125 @none',
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        if not facts_of(claim).numbered:
            return
        for index, line in enumerate(claim.lines):
            if not line.pointers:
                message = f"Line {index + 1} points at no diagnosis."
                path = f"lines[{index}].pointers"
                # With one diagnosis there is nothing to choose.
                changes = (Change(path, "1", safe=True),) if len(claim.numbered_diagnoses) == 1 else ()
                yield self.finding(claim, path, message, changes=changes)
