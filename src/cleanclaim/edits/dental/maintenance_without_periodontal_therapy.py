"""Periodontal maintenance of a patient without periodontal treatment before."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    lines_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_THERAPY = ("D421", "D424", "D426", "D427", "D428", "D4341", "D4342", "D4910")


class MaintenanceWithoutPeriodontalTherapy(Edit):
    """Periodontal maintenance of a patient without periodontal treatment before.

    ## Why it matters
    Maintenance follows scaling and root planing or surgery: plans deny it to who had neither.
    """

    id = "DEN041"
    name = "maintenance-without-periodontal-therapy"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("107"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("107"),)
    fix = "Send the dates of the active treatment, or report a cleaning."
    examples = (
        Example(
            "after scaling",
            "type dental; lines D4910 $150; without lines[0].dental",
            history=(
                ("type dental; dos 2025-04-15; lines D4341 $250 area 10; set patient_control_number OTHER1"),
            ),
        ),
        Example(
            "after a cleaning only",
            "type dental; lines D4910 $150; without lines[0].dental",
            finds=("lines[0].code",),
            history=(
                (
                    "type dental; dos 2025-04-15; lines D1110 $90; without lines[0].dental; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code != "D4910":
                continue
            before = [one for one in lines_beside(claim, rules) if one.code.startswith("D")]
            if before and not any(one.code.startswith(_THERAPY) for one in before):
                message = "D4910, but no earlier claim at hand has periodontal treatment."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
