"""An occurrence code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import OCCURRENCE
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OccurrenceCodeUnknown(Edit):
    """An occurrence code that does not exist.

    ## Why it matters
    The front end returns a code that it does not know.
    """

    id = "INS055"
    name = "occurrence-code-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct or drop the occurrence code."
    examples = (
        Example("a code", "type institutional; occurrences 11 on 2025-11-15", tables=("OCCURRENCE 11",)),
        Example(
            "none",
            "type institutional; occurrences 00 on 2025-11-15",
            finds=("institutional.occurrences[0].code",),
            tables=("OCCURRENCE 11",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None:
            items = [
                (f"institutional.occurrences[{at}].code", one.code)
                for at, one in enumerate(details.occurrences)
            ]
            what = "occurrence code"
            yield from unknown_codes(self, claim, rules, items, kind=OCCURRENCE, what=what)
