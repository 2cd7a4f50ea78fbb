"""Miles in hundredths."""

from collections.abc import Iterator
from decimal import ROUND_UP, Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import MILEAGE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class MilesInHundredths(Edit):
    """Miles in hundredths.

    ## Why it matters
    Miles up to a hundred are reported in tenths, more in whole ones: finer fractions are
    returned.
    """

    id = "AMB009"
    name = "miles-in-hundredths"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("A0425", "A0435", "A0436")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 15, section 20.2", verified=False),)
    predicts = (CARC("16"),)
    fix = "Round to the tenth of a mile."
    examples = (
        Example(
            "tenths",
            (
                "lines A0427-RH $900 @1 | A0425-RH x12.3 $180 @1; place 41; set "
                "ambulance.pickup.zip_code 600010000"
            ),
        ),
        Example(
            "hundredths",
            (
                "lines A0427-RH $900 @1 | A0425-RH x12.34 $180 @1; place 41; set "
                "ambulance.pickup.zip_code 600010000"
            ),
            finds=("lines[1].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in MILEAGE and line.units * 10 != (line.units * 10).to_integral_value():
                message = f"{line.code} has {line.units.normalize():f} miles."
                change = Change(f"{line.path}.units", str(line.units.quantize(Decimal("0.1"), ROUND_UP)))
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
