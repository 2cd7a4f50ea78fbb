"""Two surgeons on a code that does not permit them."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CoSurgeonsNotPermitted(Edit):
    """Two surgeons on a code that does not permit them.

    ## Why it matters
    The code is paid to one surgeon: the line is denied.
    """

    id = "MOD008"
    name = "co-surgeons-not-permitted"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("62")
    severity = Severity.DENY
    sources = (indicator("Co-surgeons"),)
    predicts = (CARC("54"),)
    fix = "Take modifier 62 off; report an assistant if one is allowed."
    examples = (
        Example(
            "two surgeons are permitted",
            "payer medicare; lines 63030-62 $900 @1",
            tables=("MPFS 63030 status=A co_surgeons=2",),
        ),
        Example(
            "not permitted",
            "payer medicare; lines 20610-62 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 20610 status=A co_surgeons=0",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "62"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.co_surgeons in ("0", "9"):
                message = f"{line.code} does not permit co-surgeons (indicator {row.co_surgeons})."
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
