"""A replaced prosthesis without the day on which the old one was placed."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PriorPlacementMissing(Edit):
    """A replaced prosthesis without the day on which the old one was placed.

    ## Why it matters
    Plans pay for a replacement after so many years: without the day of the old one it is
    denied.
    """

    id = "DEN006"
    name = "prior-placement-missing"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X224A2, 2400 DTP*441", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter when the old one was placed."
    examples = (
        Example(
            "an initial one", "type dental; lines D2750 $1100 tooth 14; set lines[0].dental.prosthesis I"
        ),
        Example(
            "a replacement",
            "type dental; lines D2750 $1100 tooth 14; set lines[0].dental.prosthesis R",
            finds=("lines[0].dental.prior_placement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            if (
                line.dental is not None
                and line.dental.prosthesis == "R"
                and line.dental.prior_placement is None
            ):
                message = f"{line.code} replaces a prosthesis, but the day of the old one is missing."
                yield self.finding(claim, f"lines[{at}].dental.prior_placement", message, codes=(line.code,))
