"""A chiropractor's manipulation without AT."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ManipulationWithoutActiveTreatment(Edit):
    """A chiropractor's manipulation without AT.

    ## Why it matters
    Medicare pays active treatment only, and AT says that it was; without it the line is denied
    as maintenance.
    """

    id = "THR008"
    name = "manipulation-without-active-treatment"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("9894*")
    severity = Severity.DENY
    sources = (
        reason_code("50"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 220", verified=False),
    )
    predicts = (CARC("50"),)
    fix = "Add AT if the treatment was active."
    examples = (
        Example("active", "payer medicare; lines 98941-AT $50 @1; dx M99.03, M54.50"),
        Example(
            "not said", "payer medicare; lines 98941 $50 @1; dx M99.03, M54.50", finds=("lines[0].modifiers",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ("98940", "98941", "98942") and not line.has("AT", "GA", "GY", "GZ"):
                message = f"{line.code} is not said to be active treatment (AT)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
