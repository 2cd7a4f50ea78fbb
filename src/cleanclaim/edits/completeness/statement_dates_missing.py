"""An institutional claim without the days that it covers."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class StatementDatesMissing(Edit):
    """An institutional claim without the days that it covers.

    ## Why it matters
    The From and Through dates decide which bill this is; the guide requires them.
    """

    id = "CMP007"
    name = "statement-dates-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (institutional_guide("2300", "DTP03"),)
    predicts = (CARC("16"),)
    fix = "Enter the From and Through dates of the bill."
    examples = (
        Example("a statement with its days", "type institutional; statement 2025-11-18"),
        Example(
            "a statement without days",
            "type institutional; without institutional.statement",
            finds=("institutional.statement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the days are missing."""
        if claim.institutional is None or claim.institutional.statement is None:
            message = "The claim has no From and Through dates."
            yield self.finding(claim, "institutional.statement", message)
