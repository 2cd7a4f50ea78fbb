"""A signed notice (GA) on a service that the law excludes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.offers import with_modifier_for
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class WaiverForExcludedService(Edit):
    """A signed notice (GA) on a service that the law excludes.

    ## Why it matters
    An excluded service needs no notice: GY says so, GX that a voluntary one was given. GA is
    for services that may be found not necessary.
    """

    id = "COV004"
    name = "waiver-for-excluded-service"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("GA")
    severity = Severity.REVIEW
    sources = (
        STATUS,
        Citation("CMS, Medicare Claims Processing Manual, chapter 30", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Use GY (with GX if a voluntary notice was given)."
    examples = (
        Example(
            "not covered, with GY", "payer medicare; lines 99381-GY $150 @1", tables=("MPFS 99381 status=N",)
        ),
        Example(
            "with GA",
            "payer medicare; lines 99381-GA $150 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99381 status=N",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "GA"):
            if isinstance(found, Finding):
                yield found
            elif found.row.status == "N":
                message = f"{found.line.code} is excluded (status N): a notice with GA does not apply."
                yield self.finding(
                    claim,
                    f"{found.line.path}.modifiers",
                    message,
                    codes=(found.line.code,),
                    release=found.release,
                    changes=with_modifier_for(found.line, "GA", "GY"),
                )
