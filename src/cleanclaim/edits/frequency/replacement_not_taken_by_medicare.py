"""A replacement or void of a professional claim sent to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ReplacementNotTakenByMedicare(Edit):
    """A replacement or void of a professional claim sent to Medicare.

    ## Why it matters
    The contractors of Part B take new claims only: a correction is a reopening or an appeal, or
    a new claim after a rejection as unprocessable (MA130).
    """

    id = "FRQ003"
    name = "replacement-not-taken-by-medicare"
    family = "frequency"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("replacement")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 34", verified=False),)
    predicts = (CARC("16"),)
    fix = "Ask for a reopening; after MA130 send it as a new claim (frequency 1)."
    examples = (
        Example("a new claim", "payer medicare"),
        Example(
            "a replacement", "payer medicare; frequency 7 original 25ABC1", finds=("claim_frequency_code",)
        ),
        Example("to a commercial payer", "payer commercial; frequency 7 original 25ABC1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.claim_frequency_code in ("7", "8"):
            message = f"Part B takes no claim with frequency {claim.claim_frequency_code}."
            number = f"coverages[{claim.billed_coverage}].payer_claim_control_number"
            changes = (Change("claim_frequency_code", "1"), Change(number, '""'))
            offered = changes if claim.claim_frequency_code == "7" else ()
            yield self.finding(claim, "claim_frequency_code", message, changes=offered)
