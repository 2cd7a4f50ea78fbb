"""The primary care exception (GE) on a visit of a higher level."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_ALLOWED = frozenset(("99202", "99203", "99211", "99212", "99213", "G0402", "G0438", "G0439"))


class PrimaryCareExceptionOnHigherVisit(Edit):
    """The primary care exception (GE) on a visit of a higher level.

    ## Why it matters
    Without the teaching physician only lower and mid-level visits are paid.
    """

    id = "MOD031"
    name = "primary-care-exception-on-higher-visit"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("GE")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("42 CFR 415.174", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Report the level allowed, or GC with the teaching physician's presence."
    examples = (
        Example("99213", "payer medicare; lines 99213-GE $125 @1"),
        Example("99214", "payer medicare; lines 99214-GE $180 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("GE") and line.code not in _ALLOWED:
                message = f"{line.code} is not among the services of the primary care exception (GE)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
