"""Two surgeons whose need has to be shown, without supporting documents."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, is_attached, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CoSurgeonsWithoutDocumentation(Edit):
    """Two surgeons whose need has to be shown, without supporting documents.

    ## Why it matters
    The payer pays both only if documents show why two were needed.
    """

    id = "MOD009"
    name = "co-surgeons-without-documentation"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("62")
    severity = Severity.REVIEW
    sources = (indicator("Co-surgeons"),)
    predicts = (
        CARC("54"),
        CARC("252"),
    )
    fix = "Announce both operative reports as attachments."
    examples = (
        Example(
            "with an attachment",
            (
                "payer medicare; lines 47562-62 $90 @1; set attachments[0].report_type OB; set "
                "attachments[0].transmission AA"
            ),
            tables=("MPFS 47562 status=A co_surgeons=1",),
        ),
        Example(
            "without",
            "payer medicare; lines 47562-62 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 47562 status=A co_surgeons=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "62"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.co_surgeons == "1" and not is_attached(claim, line):
                message = (
                    f"Co-surgeons at {line.code} are paid only with documents that show the "
                    f"need (indicator 1)."
                )
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
