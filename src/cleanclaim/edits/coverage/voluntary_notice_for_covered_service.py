"""A voluntary notice (GX) on a service that Medicare covers."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class VoluntaryNoticeForCoveredService(Edit):
    """A voluntary notice (GX) on a service that Medicare covers.

    ## Why it matters
    GX is for what the law excludes: on a covered service it has the line denied as not covered, and the
    patient billed for what Medicare would have paid.
    """

    id = "COV015"
    name = "voluntary-notice-for-covered-service"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("GX")
    severity = Severity.REVIEW
    sources = (
        STATUS,
        Citation("Medicare Claims Processing Manual, chapter 30, section 50", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Take GX off; where the service may be found not necessary and the patient has signed, it is GA."
    examples = (
        Example(
            "an excluded service",
            "payer medicare; lines 99397-GY-GX $150 @1",
            tables=("MPFS 99397 status=N",),
        ),
        Example(
            "a covered one",
            "payer medicare; lines 99213-GX $125 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99213 status=A",),
        ),
        Example(
            "said to be excluded this time",
            "payer medicare; lines 11721-GY-GX $60 @1",
            tables=("MPFS 11721 status=A",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "GX"):
            if isinstance(found, Finding):
                yield found
            elif found.row.status == "A" and not found.line.has("GY"):
                line = found.line
                message = f"{line.code} is covered (status A): a voluntary notice with GX does not fit."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    release=found.release,
                    changes=without_modifiers(line, "GX"),
                )
