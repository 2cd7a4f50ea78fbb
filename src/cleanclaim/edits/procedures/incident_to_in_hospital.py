"""A service by a physician's staff, billed by the physician in a hospital."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import PC_TC, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_HOSPITALS = frozenset(("19", "21", "22", "23"))


class IncidentToInHospital(Edit):
    """A service by a physician's staff, billed by the physician in a hospital.

    ## Why it matters
    Services incident to a physician's are not paid to the physician for hospital patients: the
    hospital's staff gives them there.
    """

    id = "PRC009"
    name = "incident-to-in-hospital"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = places("19", "21", "22", "23")
    severity = Severity.DENY
    sources = (PC_TC,)
    predicts = (
        CARC("5"),
        CARC("58"),
    )
    fix = "Take the line off; the hospital bills it."
    examples = (
        Example(
            "in the office", "payer medicare; lines 96372 $40 @1", tables=("MPFS 96372 status=A pc_tc=5",)
        ),
        Example(
            "in an outpatient department",
            "payer medicare; place 22; lines 96372 $40 @1",
            finds=("lines[0].code",),
            tables=("MPFS 96372 status=A pc_tc=5",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, places=_HOSPITALS):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.pc_tc == "5":
                message = (
                    f"{line.code} is a service by the physician's staff (PC/TC indicator 5), "
                    f"not paid in place {line.place}."
                )
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=found.release
                )
