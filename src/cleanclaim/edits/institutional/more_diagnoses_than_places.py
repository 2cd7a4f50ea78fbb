"""More diagnoses than a bill has places for."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PLACES = 25


class MoreDiagnosesThanPlaces(Edit):
    """More diagnoses than a bill has places for.

    ## Why it matters
    A bill takes one principal and twenty-four other diagnoses: more are lost or the bill
    returned.
    """

    id = "INS054"
    name = "more-diagnoses-than-places"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Keep the twenty-five that matter most."
    examples = (
        Example("two", "type institutional; dx I10, E11.9"),
        Example(
            "twenty-six",
            (
                "type institutional; dx I10, E11.9, E78.5, N39.0, K21.9, J44.9, M17.11, M17.12, "
                "F32.A, G47.33, E03.9, I25.10, I48.91, N18.30, D64.9, E66.9, J45.909, K57.30, "
                "L40.0, M81.0, R07.9, Z79.4, Z79.82, Z87.891, Z95.0, H25.13"
            ),
            finds=("diagnoses",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        number = sum(dx.role in ("principal", "other") for dx in claim.diagnoses)
        if number > _PLACES:
            yield self.finding(claim, "diagnoses", f"{number} diagnoses; there are {_PLACES} places.")
