"""A line that says itself that it is not necessary, without a notice (GZ)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DenialExpectedForProvider(Edit):
    """A line that says itself that it is not necessary, without a notice (GZ).

    ## Why it matters
    Medicare denies every line with GZ without looking, and the provider bears it: the patient may not
    be billed.
    """

    id = "COV012"
    name = "denial-expected-for-provider"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("GZ")
    severity = Severity.INFORM
    sources = (
        reason_code("50"),
        Citation("Medicare Claims Processing Manual, chapter 30, section 50", verified=False),
    )
    predicts = (CARC("50"),)
    fix = (
        "Nothing, if no notice was given: write the charge off. Where a notice was signed "
        "before the service, it is GA."
    )
    examples = (
        Example(
            "with a notice",
            "payer medicare; lines 99213-GA $125 @1",
        ),
        Example("without", "payer medicare; lines 99213-GZ $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("GZ"):
                message = f"{line.code} with GZ will be denied, and the provider will owe it (CO)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
