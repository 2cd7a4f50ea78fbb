"""An unlisted service without saying what it was."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_OTHERS = frozenset(
    ("J3490", "J3590", "J9999", "J7699", "J7799", "J8499", "J8999", "E1399", "A9999", "A0999", "A4649")
)


def is_unlisted(code: str) -> bool:
    """Return whether a code stands for services that have none of their own (99 at the end; unverified)."""
    return code in _OTHERS or (
        code.isdigit() and code.endswith("99") and code[:2] not in ("90", "99", "00", "01")
    )


class UnlistedServiceWithoutDescription(Edit):
    """An unlisted service without saying what it was.

    ## Why it matters
    A code that stands for anything has to be described: without it the payer cannot price the
    line.
    """

    id = "PRC012"
    name = "unlisted-service-without-description"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Describe the service on the line, and announce the report."
    examples = (
        Example("described", "lines 17999 $300 @1; set lines[0].description INVENTED"),
        Example("not described", "lines 17999 $300 @1", finds=("lines[0].description",)),
        Example("an unclassified drug", "lines J3490 $30 @1", finds=("lines[0].description",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_unlisted(line.code) and not (
                line.line.description or line.line.notes or claim.notes or line.line.drug
            ):
                message = f"{line.code} is an unlisted service, but nothing says what was done."
                yield self.finding(claim, f"{line.path}.description", message, codes=(line.code,))
