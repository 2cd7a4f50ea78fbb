"""A service in a facility without the facility."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FACILITIES = frozenset(("21", "22", "23", "24", "31", "32", "51", "61"))


class PlaceLacksFacility(Edit):
    """A service in a facility without the facility.

    ## Why it matters
    Where the place is not the practice itself, the payer asks for the facility's name, address
    and NPI.
    """

    id = "POS003"
    name = "place-lacks-facility"
    family = "place_of_service"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = places("21", "22", "23", "24", "31", "32", "51", "61")
    severity = Severity.INFORM
    sources = (Citation("ASC X12N 837 005010X222A1, 2310C", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the facility where the service was given."
    examples = (
        Example("the office", ""),
        Example(
            "a hospital, named", "place 22; set facility.name.last HOSPITAL; set facility.npi 1234567893"
        ),
        Example("not named", "place 22", finds=("facility",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        places = {line.place for line in facts_of(claim).lines}
        if claim.facility is None and all(line.providers.facility is None for line in claim.lines):
            for place in sorted(places & _FACILITIES):
                yield self.finding(claim, "facility", f"Place {place} is a facility, but none is named.")
                return
