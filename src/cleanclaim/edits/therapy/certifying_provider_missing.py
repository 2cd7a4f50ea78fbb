"""Therapy without the physician who certified its plan."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import ALWAYS_THERAPY
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CertifyingProviderMissing(Edit):
    """Therapy without the physician who certified its plan.

    ## Why it matters
    Medicare pays therapy under a plan that a physician has certified, and asks who.
    """

    id = "THR007"
    name = "certifying-provider-missing"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("97*", "92*")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 5, section 20", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the physician as referring provider, with an NPI."
    examples = (
        Example("named", "payer medicare; lines 97110-GP x2 $80 @1; set referring.npi 1234567893"),
        Example("not named", "payer medicare; lines 97110-GP x2 $80 @1", finds=("referring",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.referring is not None:
            return
        for line in facts_of(claim).lines:
            if line.code in ALWAYS_THERAPY and line.line.providers.referring is None:
                yield self.finding(
                    claim, "referring", f"Nobody is named who certified {line.code}.", codes=(line.code,)
                )
                return
