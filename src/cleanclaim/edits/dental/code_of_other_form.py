"""A dental claim with a code that is no dental one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, CDT


class CodeOfOtherForm(Edit):
    """A dental claim with a code that is no dental one.

    ## Why it matters
    Dental services are D and four digits, or medical codes on a medical claim.
    """

    id = "DEN021"
    name = "code-of-other-form"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    explained_by = ("PRC001",)
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Write the code with its D."
    examples = (
        Example("a dental code", "type dental"),
        Example("without its D", "type dental; lines 02140 $150 tooth 14/O", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.code_qualifier == "AD" and line.code and not CDT.is_formed(line.code):
                yield self.finding(
                    claim, f"{line.path}.code", f"{line.code} is no dental code.", codes=(line.code,)
                )
