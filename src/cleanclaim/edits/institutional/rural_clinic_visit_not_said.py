"""A rural health clinic's visit without CG on the qualifying line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class RuralClinicVisitNotSaid(Edit):
    """A rural health clinic's visit without CG on the qualifying line.

    ## Why it matters
    Medicare pays the line with CG as the visit: without it the clinic is not paid.
    """

    id = "INS118"
    name = "rural-clinic-visit-not-said"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("71*")
    severity = Severity.REVIEW
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 9, section 60.4", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add CG to the line of the qualifying visit."
    examples = (
        Example("with CG", ("type institutional; payer medicare; bill 0711; lines 99213-CG rev 0521 $140")),
        Example(
            "without",
            ("type institutional; payer medicare; bill 0711; lines 99213 rev 0521 $140"),
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        visits = [
            line for line in facts.lines if line.line.revenue_code in ("0521", "0522", "0527", "0528", "0900")
        ]
        if facts.bill_type[:2] == "71" and visits and not any(line.has("CG") for line in facts.lines):
            message = f"{visits[0].code or visits[0].line.revenue_code} is a visit, but no line has CG."
            yield self.finding(claim, f"{visits[0].path}.modifiers", message, codes=(visits[0].code,))
