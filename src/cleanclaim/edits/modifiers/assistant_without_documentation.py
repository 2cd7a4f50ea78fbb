"""An assistant whose need has to be shown, without supporting documents."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, is_attached, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AssistantWithoutDocumentation(Edit):
    """An assistant whose need has to be shown, without supporting documents.

    ## Why it matters
    The payer pays the assistant only if documents show that one was needed.
    """

    id = "MOD007"
    name = "assistant-without-documentation"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("80", "81", "82", "AS")
    severity = Severity.REVIEW
    sources = (indicator("Assistant at Surgery"),)
    predicts = (
        CARC("54"),
        CARC("252"),
    )
    fix = "Announce the operative report as an attachment, with what made the assistant necessary."
    examples = (
        Example(
            "with an attachment",
            (
                "payer medicare; lines 49505-80 $90 @1; set attachments[0].report_type OB; set "
                "attachments[0].transmission AA"
            ),
            tables=("MPFS 49505 status=A assistant=0",),
        ),
        Example(
            "without",
            "payer medicare; lines 49505-80 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 49505 status=A assistant=0",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "80", "81", "82", "AS"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.assistant == "0" and not is_attached(claim, line):
                message = (
                    f"An assistant at {line.code} is paid only with documents that show the "
                    f"need (indicator 0)."
                )
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
