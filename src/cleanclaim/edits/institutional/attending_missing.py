"""An institutional claim without an attending provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AttendingMissing(Edit):
    """An institutional claim without an attending provider.

    ## Why it matters
    The attending provider is responsible for the care that is billed: the payer returns a claim
    without one.
    """

    id = "INS009"
    name = "attending-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2310A", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the attending provider with an NPI."
    examples = (
        Example("with one", "type institutional; "),
        Example(
            "without",
            "type institutional; without institutional.attending",
            finds=("institutional.attending",),
        ),
        Example(
            "a scheduled ambulance bill names none",
            (
                "type institutional; set institutional.facility_type 85; without "
                "institutional.attending; lines A0428 $300 rev 0540"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if details.attending is None and not all(
            (line.revenue_code or "").startswith("054") for line in claim.lines
        ):
            message = "No attending provider is named."
            yield self.finding(claim, "institutional.attending", message, codes=())
