"""A code of permanent teeth with a primary tooth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PermanentToothCodeOnPrimary(Edit):
    """A code of permanent teeth with a primary tooth.

    ## Why it matters
    Impacted teeth are removed, and permanent crowns of steel placed, at permanent teeth: the
    tooth or the code is wrong.
    """

    id = "DEN036"
    name = "permanent-tooth-code-on-primary"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D722*", "D723*", "D724*", "D2931")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the tooth or the code."
    examples = (
        Example("a wisdom tooth", "type dental; lines D7240 $400 tooth 17"),
        Example(
            "a primary one",
            ("type dental; patient child born 2015-04-02 sex M; lines D7240 $400 tooth B"),
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code not in ("D7220", "D7230", "D7240", "D7241"):
                continue
            for number, tooth in enumerate(line.line.dental.teeth if line.line.dental is not None else ()):
                if tooth.number.strip().isalpha():
                    message = f"{line.code} is of impacted permanent teeth; {tooth.number} is a primary one."
                    path = f"{line.path}.dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(line.code,))
