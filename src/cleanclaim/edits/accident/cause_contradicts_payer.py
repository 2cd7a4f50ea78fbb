"""An accident of which another insurance has to pay, or a payer of accidents without one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CauseContradictsPayer(Edit):
    """An accident of which another insurance has to pay, or a payer of accidents without one.

    ## Why it matters
    Workers' compensation pays for accidents at work, an automobile insurer for those of
    automobiles: others deny the claim.
    """

    id = "ACC005"
    name = "cause-contradicts-payer"
    family = "accident"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    severity = Severity.REVIEW
    sources = (
        reason_code("19"),
        reason_code("20"),
    )
    predicts = (CARC("19"),)
    fix = "Bill who has to pay, or correct the cause."
    examples = (
        Example("at work, to the fund", "payer workers_comp; accident employment on 2025-11-17"),
        Example("to the fund without a word of work", "payer workers_comp", finds=("accident.causes",)),
        Example(
            "at work, to a health plan",
            "payer commercial; accident employment on 2025-11-17",
            finds=("accident.causes",),
        ),
        Example(
            "no automobile, to its insurer",
            "payer auto; accident other on 2025-11-17",
            finds=("accident.causes",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        kind = rules.payer_kind_of(claim)
        causes = claim.accident.causes if claim.accident is not None else ()
        if kind == "workers_comp" and "EM" not in causes:
            yield self.finding(
                claim, "accident.causes", "Workers' compensation is billed, but employment is no cause."
            )
        elif kind == "auto" and "AA" not in causes:
            yield self.finding(
                claim, "accident.causes", "An automobile insurer is billed, but no automobile accident."
            )
        elif kind in ("commercial", "medicare", "medicaid") and "EM" in causes and claim.billed_coverage == 0:
            yield self.finding(
                claim, "accident.causes", "An accident at work is billed to a health plan first."
            )
