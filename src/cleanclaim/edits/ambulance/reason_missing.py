"""An ambulance trip without its miles or reason."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation


class ReasonMissing(Edit):
    """An ambulance trip without its miles or reason.

    ## Why it matters
    The payer asks why the patient could not travel otherwise, and how far it was.
    """

    id = "AMB010"
    name = "reason-missing"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("A04*")
    severity = Severity.INFORM
    sources = (Citation("ASC X12N 837 005010X222A1, 2300 CR1", verified=False),)
    fix = "Enter the reason and the miles of the transport."
    examples = (
        Example(
            "with them",
            (
                "lines A0427-RH $900 @1; place 41; set ambulance.pickup.zip_code 600010000; set "
                "ambulance.reason A; set ambulance.miles 12"
            ),
        ),
        Example(
            "without",
            "lines A0427-RH $900 @1; place 41; set ambulance.pickup.zip_code 600010000",
            finds=("ambulance.reason",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            ambulance = line.ambulance or claim.ambulance
            if line.code in TRIPS and (ambulance is None or not ambulance.reason or ambulance.miles is None):
                path = "ambulance.reason" if line.ambulance is None else f"lines[{at}].ambulance.reason"
                yield self.finding(claim, path, f"{line.code} has no reason or no miles.", codes=(line.code,))
                return
