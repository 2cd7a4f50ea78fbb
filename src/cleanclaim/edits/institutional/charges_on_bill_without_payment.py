"""A bill without payment (frequency 0) with charges that are not said to be not covered."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ChargesOnBillWithoutPayment(Edit):
    """A bill without payment (frequency 0) with charges that are not said to be not covered.

    ## Why it matters
    Such a bill asks for nothing: all of its charges are not covered, or the payer returns it.
    """

    id = "INS082"
    name = "charges-on-bill-without-payment"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "21*")
    severity = Severity.REVIEW
    sources = (Citation("Medicare Claims Processing Manual, chapter 1, section 60.1", verified=False),)
    predicts = (CARC("16"),)
    fix = "Put all charges into the not covered ones, or use the frequency of a bill with payment."
    examples = (
        Example(
            "all not covered",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; bill 0110; payer medicare; set "
                "lines[0].noncovered 2000.00"
            ),
        ),
        Example(
            "nothing said",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; bill 0110; payer medicare"
            ),
            finds=("lines[0].noncovered",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.claim_frequency_code != "0":
            return
        for line in facts_of(claim).lines:
            charge, noncovered = line.line.charge, line.line.noncovered
            if charge and (noncovered is None or noncovered < charge):
                path = f"{line.path}.noncovered"
                message = (
                    f"A bill of frequency 0 charges {charge}, of which {noncovered or 0} are not covered."
                )
                change = Change(path, f"{charge:f}")
                yield self.finding(claim, path, message, codes=(line.line.revenue_code,), changes=(change,))
