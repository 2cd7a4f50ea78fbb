"""A colonoscopy that began as screening and became therapeutic, without PT."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_SCREENING = ("Z1210", "Z1211", "Z1212")


class ScreeningTurnedTherapeuticNotSaid(Edit):
    """A colonoscopy that began as screening and became therapeutic, without PT.

    ## Why it matters
    With PT Medicare waives the deductible and keeps the patient's share of a screening; without
    it the patient is billed wrongly. 33 is for other payers.
    """

    id = "PRC035"
    name = "screening-turned-therapeutic-not-said"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("453*", "G6024")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 18, section 60", verified=False),)
    predicts = (CARC("4"),)
    fix = "Add PT to the procedure."
    examples = (
        Example("with PT", "payer medicare; dx Z12.11, D12.2; lines 45385-PT $900 @1,2"),
        Example(
            "with the modifier of other payers",
            "payer medicare; dx Z12.11, D12.2; lines 45385-33 $900 @1,2",
            finds=("lines[0].modifiers",),
        ),
        Example("no screening", "payer medicare; dx D12.2; lines 45385 $900 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not ("45379" <= line.code <= "45398") or line.has("PT", "GY"):
                continue
            pointed = facts_of(claim).diagnoses_of(line)
            if pointed and pointed[0] in _SCREENING:
                message = f"{line.code} began as a screening ({pointed[0]}), but PT is missing."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code, pointed[0]))
