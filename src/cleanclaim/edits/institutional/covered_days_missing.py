"""A Medicare stay without its covered days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CoveredDaysMissing(Edit):
    """A Medicare stay without its covered days.

    ## Why it matters
    Value code 80 tells the covered days of a stay: the bill is returned without it.
    """

    id = "INS040"
    name = "covered-days-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (
        Citation("CMS, Medicare Claims Processing Manual, chapter 25, form locator 39", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter value code 80 with the covered days."
    examples = (
        Example(
            "with them",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.bill_type[:2] == "11"
            and claim.claim_frequency_code != "8"
            and not any(one.code == "80" for one in details.values)
        ):
            message = "Value code 80 (covered days) is missing."
            yield self.finding(claim, "institutional.values", message, codes=())
