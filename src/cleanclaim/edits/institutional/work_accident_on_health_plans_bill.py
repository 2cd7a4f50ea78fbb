"""An accident at work on a bill to a health plan."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class WorkAccidentOnHealthPlansBill(Edit):
    """An accident at work on a bill to a health plan.

    ## Why it matters
    Occurrence code 04 says that workers' compensation has to pay first.
    """

    id = "INS057"
    name = "work-accident-on-health-plans-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (reason_code("19"),)
    predicts = (CARC("19"),)
    fix = "Bill workers' compensation, or correct the occurrence code."
    examples = (
        Example("none", "type institutional; "),
        Example(
            "at work",
            "type institutional; occurrences 04 on 2025-11-15",
            finds=("institutional.occurrences[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if (
            details is None
            or claim.billed_coverage != 0
            or rules.payer_kind_of(claim) in ("workers_comp", "auto")
        ):
            return
        for at, one in enumerate(details.occurrences):
            if one.code == "04":
                path = f"institutional.occurrences[{at}].code"
                yield self.finding(
                    claim, path, "An accident at work (04) is billed to a health plan first.", codes=("04",)
                )
