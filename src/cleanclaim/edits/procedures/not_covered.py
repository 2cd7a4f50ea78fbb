"""A service that Medicare does not cover, without the modifier that says so."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NotCovered(Edit):
    """A service that Medicare does not cover, without the modifier that says so.

    ## Why it matters
    The line is denied. With GY it is denied as excluded, so that the patient or another payer
    may be billed.
    """

    id = "PRC005"
    name = "not-covered"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (STATUS,)
    predicts = (CARC("96"),)
    fix = "Add GY to bill it to the patient or to another payer, or take it off."
    examples = (
        Example("with GY", "payer medicare; lines 99381-GY $150 @1", tables=("MPFS 99381 status=N",)),
        Example(
            "without",
            "payer medicare; lines 99381 $150 @1",
            finds=("lines[0].code",),
            tables=("MPFS 99381 status=N",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.status == "N" and not line.has("GY", "GX", "GZ"):
                message = f"{line.code} is not covered by Medicare (status N)."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=found.release
                )
