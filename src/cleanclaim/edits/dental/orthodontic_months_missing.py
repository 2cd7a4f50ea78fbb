"""Orthodontics without the months of treatment."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OrthodonticMonthsMissing(Edit):
    """Orthodontics without the months of treatment.

    ## Why it matters
    Orthodontics is paid over the months of treatment: the plan asks how many there are and
    remain.
    """

    id = "DEN007"
    name = "orthodontic-months-missing"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D80*", "D8670")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X224A2, 2300 DN1", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the months of treatment in all and still to come."
    examples = (
        Example("with them", "type dental; orthodontics 24 remaining 20; lines D8080 $5000"),
        Example("without", "type dental; lines D8080 $5000", finds=("dental.orthodontic_months_total",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.dental
        if details is not None and details.orthodontic_months_total is not None:
            return
        for line in claim.lines:
            if line.code.strip().upper().startswith(("D807", "D808", "D809", "D8670")):
                message = f"{line.code} is orthodontics, but the months of treatment are missing."
                yield self.finding(claim, "dental.orthodontic_months_total", message, codes=(line.code,))
                return
