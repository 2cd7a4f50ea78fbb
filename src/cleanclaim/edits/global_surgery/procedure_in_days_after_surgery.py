"""A procedure in the days after a surgery by the same provider, without modifier 58, 78 or 79."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator
from cleanclaim.edits.global_surgery.packages import in_days_of, packages_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProcedureInDaysAfterSurgery(Edit):
    """A procedure in the days after a surgery by the same provider, without modifier 58, 78 or 79.

    ## Why it matters
    Without a modifier the payer takes it for a part of the surgery's payment. 58 says that it
    was planned or more extensive, 78 that it was a return to the operating room, 79 that it was
    unrelated.
    """

    id = "GLB004"
    name = "procedure-in-days-after-surgery"
    family = "global_surgery"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = having("history")
    severity = Severity.DENY
    sources = (indicator("Global Surgery"),)
    predicts = (CARC("97"),)
    fix = "Add 58, 78 or 79, whichever the record supports."
    examples = (
        Example(
            "unrelated, as it says",
            "payer medicare; lines 20610-79-RT $180 @1",
            history=(
                (
                    "payer medicare; dos 2025-10-02; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 20610 status=A global_days=000",
            ),
        ),
        Example(
            "without a modifier",
            "payer medicare; lines 20610-RT $180 @1",
            finds=("lines[0].modifiers",),
            history=(
                (
                    "payer medicare; dos 2025-10-02; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 20610 status=A global_days=000",
            ),
        ),
        Example(
            "a test is no procedure",
            "payer medicare; lines 71046 $60 @1",
            history=(
                (
                    "payer medicare; dos 2025-10-02; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 71046 status=A global_days=XXX",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for own in packages_of(claim, rules, earlier=False):
            if isinstance(own, tuple) or own.line.has("58", "78", "79"):
                continue
            for package in in_days_of(claim, rules, own.line):
                message = (
                    f"{own.line.code} on {own.line.day} is within the {int(package.days)} days "
                    f"after {package.line.code} of {package.line.day}."
                )
                yield self.finding(
                    claim,
                    f"{own.line.path}.modifiers",
                    message,
                    codes=(own.line.code, package.line.code),
                    release=package.release,
                )
                break
