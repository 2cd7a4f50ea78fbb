"""An assistant at a surgery for which none is paid."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AssistantNotPaid(Edit):
    """An assistant at a surgery for which none is paid.

    ## Why it matters
    The law bars payment for an assistant at this procedure, and the patient may not be billed
    for it.
    """

    id = "MOD006"
    name = "assistant-not-paid"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("80", "81", "82", "AS")
    severity = Severity.DENY
    sources = (indicator("Assistant at Surgery"),)
    predicts = (CARC("54"),)
    fix = "Take the assistant's line off."
    examples = (
        Example(
            "an assistant may be paid",
            "payer medicare; lines 27447-80 $900 @1",
            tables=("MPFS 27447 status=A assistant=2",),
        ),
        Example(
            "none is paid",
            "payer medicare; lines 20610-AS $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 20610 status=A assistant=1",),
        ),
        Example(
            "no surgery",
            "payer medicare; lines 99213-80 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99213 status=A assistant=9",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "80", "81", "82", "AS"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.assistant in ("1", "9"):
                message = f"No assistant is paid for {line.code} (indicator {row.assistant})."
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
