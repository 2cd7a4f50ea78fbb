"""A split visit (FS) outside a facility."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FACILITIES = frozenset(("19", "21", "22", "23", "31", "51", "61"))


class SplitVisitOutsideFacility(Edit):
    """A split visit (FS) outside a facility.

    ## Why it matters
    A visit shared between a physician and another practitioner of the group is split in
    facilities only; in the office it is billed incident to, or by who did it.
    """

    id = "MOD023"
    name = "split-visit-outside-facility"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("FS")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("42 CFR 415.140", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Take FS off, or correct the place."
    examples = (
        Example(
            "in a hospital",
            "payer medicare; place 21; set dates.admission 2025-11-17; lines 99233-FS $180 @1",
        ),
        Example("in the office", "payer medicare; lines 99213-FS $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("FS") and line.place and line.place not in _FACILITIES:
                message = f"{line.code} is split (FS) in place {line.place}, which is no facility."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
