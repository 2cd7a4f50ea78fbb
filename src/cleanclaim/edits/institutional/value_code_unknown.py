"""A value code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import VALUE
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ValueCodeUnknown(Edit):
    """A value code that does not exist.

    ## Why it matters
    The front end returns a code that it does not know.
    """

    id = "INS056"
    name = "value-code-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct or drop the value code."
    examples = (
        Example("a code", "type institutional; values A2 15.31", tables=("VALUE A2",)),
        Example(
            "none",
            "type institutional; values 0Q 15.31",
            finds=("institutional.values[0].code",),
            tables=("VALUE A2",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None:
            items = [(f"institutional.values[{at}].code", one.code) for at, one in enumerate(details.values)]
            what = "value code"
            yield from unknown_codes(self, claim, rules, items, kind=VALUE, what=what)
