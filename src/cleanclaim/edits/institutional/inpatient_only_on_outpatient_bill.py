"""A procedure that Medicare pays for inpatients only, on an outpatient bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import OPPS, Known, NotCovered
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class InpatientOnlyOnOutpatientBill(Edit):
    """A procedure that Medicare pays for inpatients only, on an outpatient bill.

    ## Why it matters
    With status C the procedure is not paid outside a stay, and everything else of the day is
    denied with it.
    """

    id = "INS024"
    name = "inpatient-only-on-outpatient-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = bill_types("13*", "85*")
    severity = Severity.DENY
    sources = (
        Citation("CMS OPPS Addendum B and D1, status indicator C", verified=False),
        reason_code("5"),
    )
    predicts = (CARC("5"),)
    fix = "Bill the stay as inpatient if there was an order; otherwise correct the code."
    examples = (
        Example(
            "an outpatient procedure",
            "type institutional; payer medicare; lines 45378 $900 rev 0750",
            tables=("OPPS 45378 status=T",),
        ),
        Example(
            "for inpatients only",
            "type institutional; payer medicare; lines 27447 $9000 rev 0360",
            finds=("lines[0].code",),
            tables=("OPPS 27447 status=C",),
        ),
        Example(
            "within a stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; line 27447 $9000 "
                "rev 0360"
            ),
            tables=("OPPS 27447 status=C",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.bill_type[:2] not in ("13", "85"):
            return
        for line in facts.lines:
            if not line.code or line.day is None:
                continue
            answer = rules.store.find(OPPS, line.code, line.day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, line.path, answer)
            elif isinstance(answer, Known) and answer.value[0].status == "C":
                message = (
                    f"{line.code} is paid for inpatients only (status C), but bill type is {facts.bill_type}."
                )
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=answer.release.label
                )
