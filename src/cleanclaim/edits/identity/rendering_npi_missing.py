"""A rendering provider who is named without an NPI."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import NPI_USE, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class RenderingNPIMissing(Edit):
    """A rendering provider who is named without an NPI.

    ## Why it matters
    Payers pay by who rendered the service and whether that person is enrolled; a name alone
    tells them neither.
    """

    id = "IDN003"
    name = "rendering-npi-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=HIPAA_PAYERS,
        claim_types=frozenset(("professional", "dental")),
        review_for=OTHER_PAYERS,
    )
    severity = Severity.REJECT
    sources = (NPI_USE, reason_code("206"))
    predicts = (CARC("206"),)
    fix = "Enter the NPI of the person who rendered the service."
    examples = (
        Example("a rendering provider with an NPI", ""),
        Example("no NPI", "without rendering.npi", finds=("rendering.npi",)),
        Example("no rendering provider: the billing provider rendered", "without rendering"),
        Example(
            "a line's own rendering provider",
            "set lines[0].providers.rendering.name.last Ashgrove",
            finds=("lines[0].providers.rendering.npi",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for the claim's and each line's rendering provider without any number."""
        for path, provider in named_providers(claim):
            if path.endswith("rendering") and not provider.npi.strip() and not provider.references:
                yield self.finding(claim, f"{path}.npi", "The rendering provider has no NPI.")
