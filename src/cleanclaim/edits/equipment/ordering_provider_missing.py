"""Equipment or supplies without the provider who ordered them."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OrderingProviderMissing(Edit):
    """Equipment or supplies without the provider who ordered them.

    ## Why it matters
    Equipment is paid on an order: the claim names who gave it, enrolled in Medicare.
    """

    id = "DME002"
    name = "ordering-provider-missing"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("E*", "K*", "L*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("42 CFR 424.507", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Name the ordering provider with an NPI."
    examples = (
        Example(
            "with the order", "payer medicare; place 12; lines E0260-RR $150 @1; set referring.npi 1234567893"
        ),
        Example(
            "without",
            "payer medicare; place 12; lines E0260-RR $150 @1",
            finds=("lines[0].providers.ordering",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code[:1] in ("E", "K", "L")
                and line.place in ("12", "13", "14", "31", "32", "33", "54")
                and line.line.providers.ordering is None
                and line.line.providers.referring is None
                and claim.referring is None
            ):
                message = f"{line.code} names nobody who ordered it."
                yield self.finding(claim, f"{line.path}.providers.ordering", message, codes=(line.code,))
