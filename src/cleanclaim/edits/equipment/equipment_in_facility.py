"""Equipment for a patient in a facility."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class EquipmentInFacility(Edit):
    """Equipment for a patient in a facility.

    ## Why it matters
    In a hospital or skilled nursing facility the equipment is the facility's: Medicare pays it
    at home only.
    """

    id = "DME004"
    name = "equipment-in-facility"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("E*", "K*")
    severity = Severity.DENY
    sources = (
        reason_code("5"),
        Citation("Medicare Benefit Policy Manual, chapter 15, section 110.1", verified=False),
    )
    predicts = (CARC("5"),)
    fix = "Correct the place, or take the line off."
    examples = (
        Example("at home", "payer medicare; place 12; lines E0143-NU $90 @1; set referring.npi 1234567893"),
        Example(
            "in a nursing facility",
            "payer medicare; place 31; lines E0143-NU $90 @1; set referring.npi 1234567893",
            finds=("lines[0].place_of_service",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code[:1] in ("E", "K") and line.place in ("21", "31", "51"):
                message = f"{line.code} in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
