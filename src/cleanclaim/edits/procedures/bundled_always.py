"""A service that Medicare never pays by itself."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BundledAlways(Edit):
    """A service that Medicare never pays by itself.

    ## Why it matters
    Its payment is part of the services to which it is incident; the patient may not be billed
    for it.
    """

    id = "PRC004"
    name = "bundled-always"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (STATUS,)
    predicts = (CARC("97"),)
    fix = "Take the line off, or keep it at no charge for your records only."
    examples = (
        Example("paid by itself", "payer medicare; ", tables=("MPFS 99213 status=A",)),
        Example(
            "bundled",
            "payer medicare; lines 99213 $125 @1 | 99070 $20 @1",
            finds=("lines[1].code",),
            tables=(
                "MPFS 99070 status=B",
                "MPFS 99213 status=A",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.status == "B":
                message = f"{line.code} is always bundled into other services (status B)."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=found.release
                )
