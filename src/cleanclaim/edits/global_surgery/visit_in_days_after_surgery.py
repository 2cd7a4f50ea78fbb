"""A visit in the days after a surgery by the same provider, without modifier 24."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.global_surgery.packages import in_days_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class VisitInDaysAfterSurgery(Edit):
    """A visit in the days after a surgery by the same provider, without modifier 24.

    ## Why it matters
    Visits for recovery from the surgery, its complications included, are part of its payment. A
    visit for something else is paid, and 24 says that it was one.
    """

    id = "GLB003"
    name = "visit-in-days-after-surgery"
    family = "global_surgery"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = having("history")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Add 24 if the visit was for something else; otherwise report it as postoperative, without charge."
    examples = (
        Example(
            "after the days have ended",
            "payer medicare; lines 99213 $125 @1",
            history=(
                (
                    "payer medicare; dos 2025-08-10; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=("MPFS 27447 status=A global_days=090",),
        ),
        Example(
            "within them",
            "payer medicare; lines 99213 $125 @1",
            finds=("lines[0].modifiers",),
            history=(
                (
                    "payer medicare; dos 2025-10-02; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=("MPFS 27447 status=A global_days=090",),
        ),
        Example(
            "for something else, as it says",
            "payer medicare; lines 99213-24 $125 @1",
            history=(
                (
                    "payer medicare; dos 2025-10-02; lines 27447-RT $1800 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
            tables=("MPFS 27447 status=A global_days=090",),
        ),
        Example(
            "the day after a minor procedure of one day",
            "payer medicare; lines 99213 $125 @1",
            history=(
                ("payer medicare; dos 2025-11-17; lines 20610-RT $180 @1; set patient_control_number OTHER1"),
            ),
            tables=("MPFS 20610 status=A global_days=000",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not is_visit(line.code) or line.has("24"):
                continue
            for package in in_days_of(claim, rules, line):
                message = (
                    f"{line.code} on {line.day} is within the {int(package.days)} days "
                    f"after {package.line.code} of {package.line.day}."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code, package.line.code),
                    release=package.release,
                )
                break
