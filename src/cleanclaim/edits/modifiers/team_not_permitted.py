"""A team of surgeons on a code that does not permit one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TeamNotPermitted(Edit):
    """A team of surgeons on a code that does not permit one.

    ## Why it matters
    The code is not paid to a team: the line is denied.
    """

    id = "MOD010"
    name = "team-not-permitted"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("66")
    severity = Severity.DENY
    sources = (indicator("Team Surgery"),)
    predicts = (CARC("54"),)
    fix = "Take modifier 66 off."
    examples = (
        Example(
            "a team is permitted",
            (
                "payer medicare; lines 33945-66 $900 @1; set attachments[0].report_type OB; set "
                "attachments[0].transmission AA"
            ),
            tables=("MPFS 33945 status=A team=2",),
        ),
        Example(
            "not permitted",
            "payer medicare; lines 20610-66 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 20610 status=A team=0",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "66"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.team in ("0", "9"):
                message = f"{line.code} does not permit a surgical team (indicator {row.team})."
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
