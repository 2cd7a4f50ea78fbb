"""A notice that the patient signed (GA) without its day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NoticeWithoutItsDay(Edit):
    """A notice that the patient signed (GA) without its day.

    ## Why it matters
    A facility says the day on which the patient signed the notice with occurrence code 32; without it
    GA is not believed and the line is the provider's loss.
    """

    id = "INS066"
    name = "notice-without-its-day"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = modifiers("GA")
    severity = Severity.REVIEW
    sources = (Citation("Medicare Claims Processing Manual, chapter 1, section 60.4.1", verified=False),)
    predicts = (CARC("16"),)
    fix = "Add occurrence code 32 with the day on which the notice was given."
    examples = (
        Example(
            "with its day",
            (
                "type institutional; payer medicare; lines 97110-GP-GA $80 rev 0420 on 2025-11-18; "
                "occurrences 32 on 2025-11-17"
            ),
        ),
        Example(
            "without",
            "type institutional; payer medicare; lines 97110-GP-GA $80 rev 0420 on 2025-11-18",
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or any(one.code == "32" for one in details.occurrences):
            return
        line = next((one for one in facts_of(claim).lines if one.has("GA")), None)
        if line is not None:
            what = line.code or line.line.revenue_code
            message = f"{what} has GA, but no occurrence code 32 says when the notice was given."
            yield self.finding(claim, "institutional.occurrences", message, codes=(line.code,))
