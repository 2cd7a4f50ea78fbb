"""A group's claim to Medicare without who rendered the service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_GROUPS = ("193", "20", "21", "111", "15", "10", "36", "22", "23")
"""Beginnings of taxonomy codes of groups and practitioners; others render as themselves."""


class RenderingProviderMissing(Edit):
    """A group's claim to Medicare without who rendered the service.

    ## Why it matters
    Medicare pays a group by the person who did the service: without a rendering provider the
    claim is returned.
    """

    id = "IDN041"
    name = "rendering-provider-missing"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 26, item 24J", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the rendering provider with an NPI."
    examples = (
        Example("a person who rendered", "payer medicare"),
        Example("nobody", "payer medicare; without rendering", finds=("rendering",)),
        Example(
            "a practitioner who bills alone",
            (
                "payer medicare; without rendering; set billing_provider.name.is_organization "
                "false; set billing_provider.name.first Nolan"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        billing = claim.billing_provider
        if (
            not billing.name.is_organization
            or not billing.taxonomy.startswith(_GROUPS)
            or claim.rendering is not None
        ):
            return
        if any(line.providers.rendering is None for line in claim.lines):
            yield self.finding(
                claim, "rendering", "A group bills, but nobody is named who rendered the service."
            )
