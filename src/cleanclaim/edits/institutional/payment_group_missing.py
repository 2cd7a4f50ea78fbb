"""A bill of a skilled nursing facility or home health agency without its payment group."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PaymentGroupMissing(Edit):
    """A bill of a skilled nursing facility or home health agency without its payment group.

    ## Why it matters
    Such bills are paid by groups (HIPPS codes) on lines with revenue code 0022 or 0023.
    """

    id = "INS048"
    name = "payment-group-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("21*", "32*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapters 6 and 10", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Add the line with revenue code 0022 (skilled nursing) or 0023 (home health)."
    examples = (
        Example("another bill", "type institutional; payer medicare; "),
        Example(
            "home health without it",
            "type institutional; payer medicare; set institutional.facility_type 32",
            finds=("lines",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.bill_type[:2] in ("21", "32")
            and claim.claim_frequency_code not in ("0", "8")
            and not any(line.revenue_code in ("0022", "0023") for line in claim.lines)
        ):
            message = f"Bill type {facts.bill_type} has no line with revenue code 0022 or 0023."
            yield self.finding(claim, "lines", message, codes=())
