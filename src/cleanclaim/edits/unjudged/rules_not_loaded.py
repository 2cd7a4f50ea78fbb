"""Rules by which payers judge a claim and for which this version has no edits or no data."""

from collections.abc import Iterator
from functools import cache

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation


class Unjudged(msgspec.Struct, frozen=True):
    """A body of rules: its short name, what it would tell, and the claims that it judges."""

    name: str
    tells: str
    scope: Scope


UNJUDGED = (Unjudged("CPT/CDT", "whether CPT and CDT codes are valid on the date", Scope()),)
"""What this version does not judge. A row goes when the edits that judge it are registered."""


class RulesNotLoaded(Edit):
    """Rules that payers apply and that this version cannot judge.

    ## Why it matters
    Silence is not a clean claim: whoever sends it should know what nobody has looked at.
    """

    id = "UNJ001"
    name = "rules-not-loaded"
    family = "unjudged"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.INFORM
    sources = (Citation("cleanclaim, docs/algorithms/edits.md, section Not checked"),)
    fix = "Check these by other means before sending."
    examples = (
        Example("a commercial claim", "", not_checked=("CPT/CDT",)),
        Example("a dental claim", "type dental", not_checked=("CPT/CDT",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one "not checked" for each body of rules under which the claim falls."""
        kind = rules.payer_kind_of(claim)
        for unjudged in _of(claim.claim_type, kind):
            yield self.not_checked(claim, "", unjudged.name, unjudged.tells)


@cache
def _of(claim_type: str, payer_kind: str) -> tuple[Unjudged, ...]:
    return tuple(one for one in UNJUDGED if one.scope.judges(claim_type, payer_kind))
