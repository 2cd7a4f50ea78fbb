"""A federally qualified health center's visit without the payment code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_CODES = frozenset(("G0466", "G0467", "G0468", "G0469", "G0470"))


class PaymentCodeOfHealthCenterMissing(Edit):
    """A federally qualified health center's visit without the payment code.

    ## Why it matters
    Medicare pays these centers by G0466 to G0470: without one no visit is paid.
    """

    id = "INS117"
    name = "payment-code-of-health-center-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("77*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 9, section 60", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Add the payment code beside the service."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0771; lines G0467 rev 0521 $220 | "
                "99213 rev 0521 $140"
            ),
        ),
        Example(
            "without",
            ("type institutional; payer medicare; bill 0771; lines 99213 rev 0521 $140"),
            finds=("lines",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.bill_type[:2] != "77" or facts.codes & _CODES or claim.claim_frequency_code == "8":
            return
        if any(line.line.revenue_code in ("0521", "0522", "0900") and line.code for line in facts.lines):
            yield self.finding(
                claim, "lines", "A health center's visit without its payment code (G0466 to G0470)."
            )
