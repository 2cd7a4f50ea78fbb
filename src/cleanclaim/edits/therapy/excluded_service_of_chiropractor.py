"""A chiropractor's service other than manipulation, without GY."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ExcludedServiceOfChiropractor(Edit):
    """A chiropractor's service other than manipulation, without GY.

    ## Why it matters
    Medicare covers nothing else from a chiropractor.
    """

    id = "THR010"
    name = "excluded-service-of-chiropractor"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    severity = Severity.DENY
    sources = (
        reason_code("96"),
        Citation("42 CFR 410.21", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Add GY to bill it to the patient or to another payer."
    examples = (
        Example(
            "manipulation",
            "payer medicare; lines 98941-AT $50 @1; dx M99.03; set rendering.taxonomy 111N00000X",
        ),
        Example(
            "a visit",
            "payer medicare; lines 99203 $150 @1; set rendering.taxonomy 111N00000X",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.specialty.startswith("111N")
                and line.code not in ("98940", "98941", "98942")
                and not line.has("GY", "GX")
            ):
                message = f"{line.code} by a chiropractor is excluded."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
