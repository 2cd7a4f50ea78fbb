"""A place of service that the CMS set does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import OTHER_CODE_SETS_IN_FORCE, PLACE_OF_SERVICE_SET
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.place_of_service.places import PLACES
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PlaceUnknown(Edit):
    """A place of service that the CMS set does not have.

    ## Why it matters
    Front ends check the place against the national set and return what is not in it.
    """

    id = "POS002"
    name = "place-unknown"
    family = "place_of_service"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=HIPAA_PAYERS,
        claim_types=frozenset(("professional", "dental")),
        review_for=OTHER_PAYERS,
    )
    severity = Severity.REJECT
    sources = (PLACE_OF_SERVICE_SET, OTHER_CODE_SETS_IN_FORCE)
    predicts = (CARC("58"),)
    fix = "Enter the two digits of the place where the service was rendered."
    examples = (
        Example("an ambulatory surgical center", "place 24"),
        Example("a number that is not assigned", "place 28", finds=("place_of_service",)),
        Example("one digit", "place 1", finds=("place_of_service",)),
        Example(
            "a line with a place of its own", "lines 99213 $125 pos 90", finds=("lines[0].place_of_service",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for the claim's and each line's place that is not in the set."""
        places = [(-1, claim.place_of_service)]
        places += [(index, line.place_of_service) for index, line in enumerate(claim.lines)]
        for index, place in places:
            if place not in PLACES and place.strip():
                path = "place_of_service" if index < 0 else f"lines[{index}].place_of_service"
                message = f"{place!r} is not an assigned place-of-service code."
                changes = rewritten(path, place, PLACES.__contains__)
                yield self.finding(claim, path, message, codes=(place,), changes=changes)
