"""A mammogram without the certification number of the place."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class MammographyCertificationMissing(Edit):
    """A mammogram without the certification number of the place.

    ## Why it matters
    Only certified places are paid for mammograms: Medicare asks for the number that the FDA
    gave.
    """

    id = "PRC036"
    name = "mammography-certification-missing"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("77063", "77065", "77066", "77067")
    severity = Severity.INFORM
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 18, section 20", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the mammography certification number (REF EW)."
    examples = (
        Example(
            "with the number",
            (
                "payer medicare; lines 77067 $200 @1; dx Z12.31; set references[0].qualifier "
                "EW; set references[0].value 123456"
            ),
        ),
        Example("without", "payer medicare; lines 77067 $200 @1; dx Z12.31", finds=("references",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        mammograms = [
            line for line in facts_of(claim).lines if line.code in ("77063", "77065", "77066", "77067")
        ]
        if any(one.qualifier == "EW" for one in claim.references) or not mammograms:
            return
        for line in mammograms:
            if not line.has("26") and not any(one.qualifier == "EW" for one in line.line.references):
                message = f"{line.code} without the certification number of the place."
                yield self.finding(claim, "references", message, codes=(line.code,))
                return
