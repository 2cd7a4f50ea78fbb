"""A rehabilitation hospital's stay without its case-mix group."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_REHABILITATION = ("283X",)
"""Beginning of the taxonomy code of rehabilitation hospitals (NUCC)."""


class RehabilitationGroupMissing(Edit):
    """A rehabilitation hospital's stay without its case-mix group.

    ## Why it matters
    Medicare pays rehabilitation stays by the group on revenue code 0024.
    """

    id = "INS109"
    name = "rehabilitation-group-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 3, section 140.3", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Add the line with revenue code 0024 and the group."
    examples = (
        Example(
            "an acute hospital",
            (
                "payer medicare; type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "a rehabilitation hospital",
            (
                "payer medicare; type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                "billing_provider.taxonomy 283X00000X"
            ),
            finds=("lines",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if (
            not claim.billing_provider.taxonomy.startswith(_REHABILITATION)
            or facts_of(claim).bill_type[:2] != "11"
        ):
            return
        if claim.claim_frequency_code not in ("0", "8") and not any(
            line.revenue_code == "0024" for line in claim.lines
        ):
            yield self.finding(claim, "lines", "A rehabilitation stay has no line with revenue code 0024.")
