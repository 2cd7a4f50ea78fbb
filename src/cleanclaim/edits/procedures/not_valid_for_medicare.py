"""A code that Medicare does not take; it uses another one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NotValidForMedicare(Edit):
    """A code that Medicare does not take; it uses another one.

    ## Why it matters
    The line is returned or denied; the service is paid under the code that Medicare uses for
    it.
    """

    id = "PRC003"
    name = "not-valid-for-medicare"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (STATUS,)
    predicts = (CARC("181"),)
    fix = "Report the code that Medicare uses for this service."
    examples = (
        Example("a code in use", "payer medicare; ", tables=("MPFS 99213 status=A",)),
        Example(
            "not valid for Medicare",
            "payer medicare; lines 99241 $150 @1",
            finds=("lines[0].code",),
            tables=("MPFS 99241 status=I",),
        ),
        Example(
            "a commercial payer is not asked",
            "payer commercial; lines 99241 $150 @1",
            tables=("MPFS 99241 status=I",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.status in ("I", "G"):
                message = f"{line.code} is not valid for Medicare (status {row.status})."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=found.release
                )
