"""A ground ambulance claim without the address of the pick-up."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PickupAddressMissing(Edit):
    """A ground ambulance claim without the address of the pick-up.

    ## Why it matters
    The place of the pick-up decides the rate: the front end asks for its address.
    """

    id = "AMB003"
    name = "pickup-address-missing"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("A04*")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2310E", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the address, with ZIP code, where the patient was picked up."
    examples = (
        Example("with it", "lines A0427-RH $900 @1; place 41; set ambulance.pickup.zip_code 600010000"),
        Example("without", "lines A0427-RH $900 @1; place 41", finds=("ambulance.pickup",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            ambulance = line.ambulance or claim.ambulance
            if line.code in TRIPS and (ambulance is None or ambulance.pickup is None):
                message = f"{line.code} does not say where the patient was picked up."
                path = "ambulance.pickup" if line.ambulance is None else f"lines[{at}].ambulance.pickup"
                yield self.finding(claim, path, message, codes=(line.code,))
                return
