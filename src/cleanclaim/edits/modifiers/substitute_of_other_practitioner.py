"""A substitute (Q5, Q6) for somebody who is neither physician nor physical therapist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_NOT_PHYSICIANS = ("363L", "363A", "364S", "3675", "367A", "1041C", "103T")
"""Nurse practitioners, physician assistants, nurse anesthetists, midwives, social workers, psychologists."""


class SubstituteOfOtherPractitioner(Edit):
    """A substitute (Q5, Q6) for somebody who is neither physician nor physical therapist.

    ## Why it matters
    Only physicians, and physical therapists in some areas, may bill a substitute's services as their
    own; for nurse practitioners, physician assistants and nurse anesthetists the substitute bills under
    the own number.
    """

    id = "MOD060"
    name = "substitute-of-other-practitioner"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("Q5", "Q6")
    severity = Severity.DENY
    sources = (
        Citation(
            "First Coast Service Options: Reciprocal billing and fee-for-time compensation arrangements",
            "medicare.fcso.com, last modified 2/22/2024",
        ),
    )
    predicts = (CARC("B7"),)
    fix = "Bill under the substitute's own number, without Q5 or Q6."
    examples = (
        Example(
            "a physician",
            "payer medicare; lines 99213-Q6 $125 @1",
        ),
        Example(
            "a nurse practitioner",
            "payer medicare; lines 99213-Q6 $125 @1; set rendering.taxonomy 363LF0000X",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("Q5", "Q6") and line.specialty.startswith(_NOT_PHYSICIANS):
                message = f"{line.code} names a substitute for a provider of taxonomy {line.specialty}."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
