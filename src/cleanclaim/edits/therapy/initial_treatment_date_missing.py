"""A chiropractor's manipulation without the day on which the treatment began."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class InitialTreatmentDateMissing(Edit):
    """A chiropractor's manipulation without the day on which the treatment began.

    ## Why it matters
    Medicare asks when the course of treatment began: without it the claim is returned.
    """

    id = "THR031"
    name = "initial-treatment-date-missing"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("98940", "98941", "98942")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 26, item 14", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the day of the initial treatment."
    examples = (
        Example(
            "with the day",
            (
                "payer medicare; lines 98941-AT $50 @1; dx M99.03, M54.50; set "
                "dates.initial_treatment 2025-11-04"
            ),
        ),
        Example(
            "without",
            "payer medicare; lines 98941-AT $50 @1; dx M99.03, M54.50",
            finds=("dates.initial_treatment",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.dates.initial_treatment is not None or claim.dates.onset is not None:
            return
        for line in facts_of(claim).lines:
            if line.code in ("98940", "98941", "98942") and not any(
                one.qualifier in ("454", "431") for one in line.line.other_dates
            ):
                message = f"{line.code}, but the day of the initial treatment is missing."
                yield self.finding(claim, "dates.initial_treatment", message, codes=(line.code,))
                return
