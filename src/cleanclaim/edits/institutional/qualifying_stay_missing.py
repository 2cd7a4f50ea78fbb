"""A stay in a skilled nursing facility without the hospital stay before it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class QualifyingStayMissing(Edit):
    """A stay in a skilled nursing facility without the hospital stay before it.

    ## Why it matters
    Medicare pays a skilled nursing facility after three days in a hospital, which occurrence
    span 70 tells.
    """

    id = "INS047"
    name = "qualifying-stay-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("21*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 6", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter occurrence span 70 with the days of the hospital stay."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; spans 70 on 2025-11-10..2025-11-15"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01"
            ),
            finds=("institutional.occurrence_spans",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.bill_type[:2] == "21"
            and not any(one.code == "70" for one in details.occurrence_spans)
            and not {"57", "58", "DR"} & set(details.conditions)
        ):
            message = "The qualifying hospital stay (occurrence span 70) is missing."
            yield self.finding(claim, "institutional.occurrence_spans", message, codes=())
