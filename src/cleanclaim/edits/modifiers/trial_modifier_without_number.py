"""A service of a clinical trial without the trial's number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TrialModifierWithoutNumber(Edit):
    """A service of a clinical trial without the trial's number.

    ## Why it matters
    Medicare asks for the trial's number on lines with Q0 or Q1, and for the diagnosis of
    participation (Z00.6).
    """

    id = "MOD024"
    name = "trial-modifier-without-number"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("Q0", "Q1")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 32, section 69", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the number of the trial (REF P4), and Z00.6."
    examples = (
        Example("no trial", "payer medicare"),
        Example(
            "without the number",
            "payer medicare; lines 99213-Q1 $125 @1; dx I10, Z00.6",
            finds=("references",),
        ),
        Example(
            "with it",
            (
                "payer medicare; lines 99213-Q1 $125 @1; dx I10, Z00.6; set "
                "references[0].qualifier P4; set references[0].value 01234567"
            ),
        ),
        Example(
            "without the diagnosis",
            (
                "payer medicare; lines 99213-Q1 $125 @1; set references[0].qualifier P4; set "
                "references[0].value 01234567"
            ),
            finds=("diagnoses",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        lines = [line for line in facts_of(claim).lines if line.has("Q0", "Q1")]
        if not lines:
            return
        details = claim.institutional
        as_value = details is not None and any(one.code == "D4" for one in details.values)
        if not as_value and not any(one.qualifier == "P4" for one in claim.references):
            yield self.finding(
                claim, "references", f"{lines[0].code} is of a clinical trial, whose number is missing."
            )
        if "Z006" not in facts_of(claim).diagnoses:
            message = f"{lines[0].code} is of a clinical trial, but Z00.6 is missing."
            yield self.finding(claim, "diagnoses", message, codes=("Z006",))
