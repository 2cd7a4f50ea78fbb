"""A team of surgeons without supporting documents."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, is_attached, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TeamWithoutReport(Edit):
    """A team of surgeons without supporting documents.

    ## Why it matters
    A team is paid by report: without it the line is held or denied.
    """

    id = "MOD011"
    name = "team-without-report"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("66")
    severity = Severity.REVIEW
    sources = (indicator("Team Surgery"),)
    predicts = (
        CARC("54"),
        CARC("252"),
    )
    fix = "Announce the operative report as an attachment."
    examples = (
        Example(
            "with an attachment",
            (
                "payer medicare; lines 33945-66 $900 @1; set attachments[0].report_type OB; set "
                "attachments[0].transmission AA"
            ),
            tables=("MPFS 33945 status=A team=2",),
        ),
        Example(
            "without",
            "payer medicare; lines 33945-66 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 33945 status=A team=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "66"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.team in ("1", "2") and not is_attached(claim, line):
                message = f"A team at {line.code} is paid by report (indicator {row.team})."
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
