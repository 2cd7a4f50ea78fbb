"""Orthodontic treatment without the day on which the appliance was placed."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AppliancePlacementMissing(Edit):
    """Orthodontic treatment without the day on which the appliance was placed.

    ## Why it matters
    Plans pay orthodontics from the day of the appliance: without it they ask.
    """

    id = "DEN038"
    name = "appliance-placement-missing"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D807*", "D808*", "D809*", "D8670")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("ASC X12N 837 005010X224A2, 2300 DTP*452", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the day on which the appliance was placed."
    examples = (
        Example(
            "with it",
            (
                "type dental; orthodontics 24 remaining 15; set dental.appliance_placed "
                "2025-02-18; lines D8670 $200; without lines[0].dental"
            ),
        ),
        Example(
            "without",
            ("type dental; orthodontics 24 remaining 15; lines D8670 $200; without lines[0].dental"),
            finds=("dental.appliance_placed",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.dental
        if details is None or details.appliance_placed is not None or details.predetermination:
            return
        for line in facts_of(claim).lines:
            if line.code.startswith(("D807", "D808", "D809", "D8670")) and line.day is not None:
                message = f"{line.code} is orthodontics, but the day of the appliance is missing."
                yield self.finding(claim, "dental.appliance_placed", message, codes=(line.code,))
                return
