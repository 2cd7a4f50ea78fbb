"""Diabetes supplies without KX or KS."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DiabetesSuppliesWithoutInsulinModifier(Edit):
    """Diabetes supplies without KX or KS.

    ## Why it matters
    KX says that the patient uses insulin, KS that not; the quantity depends on it.
    """

    id = "DME005"
    name = "diabetes-supplies-without-insulin-modifier"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("A42*", "E0607", "E2103")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("LCD L33822, Glucose Monitors", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add KX or KS."
    examples = (
        Example(
            "with insulin",
            "payer medicare; place 12; lines A4253-NU-KX x2 $40 @1; set referring.npi 1234567893",
        ),
        Example(
            "not said",
            "payer medicare; place 12; lines A4253-NU x2 $40 @1; set referring.npi 1234567893",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ("A4253", "A4259", "A4239", "E0607", "E2103") and not line.has(
                "KX", "KS", "CG", "GA", "GY", "GZ"
            ):
                message = f"{line.code} does not say whether insulin is used (KX, KS)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
