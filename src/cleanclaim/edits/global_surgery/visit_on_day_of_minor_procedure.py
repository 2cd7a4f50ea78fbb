"""A visit on the day of a minor procedure, without modifier 25."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.global_surgery.packages import MINOR, Package, packages_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class VisitOnDayOfMinorProcedure(Edit):
    """A visit on the day of a minor procedure, without modifier 25.

    ## Why it matters
    The visit in which the procedure was decided on and done is part of its payment. Only a
    significant, separate visit is paid, and 25 says that it was one.
    """

    id = "GLB001"
    name = "visit-on-day-of-minor-procedure"
    family = "global_surgery"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("99*", "92*")
    explained_by = ("PTP002",)
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Add 25 if the record shows a significant, separate visit; otherwise take the visit off."
    examples = (
        Example(
            "with 25",
            "payer medicare; lines 99213-25 $125 @1 | 20610-RT $180 @1",
            tables=(
                "MPFS 20610 status=A global_days=000",
                "MPFS 99213 status=A global_days=XXX",
            ),
        ),
        Example(
            "without",
            "payer medicare; lines 99213 $125 @1 | 20610-RT $180 @1",
            finds=("lines[0].modifiers",),
            tables=(
                "MPFS 20610 status=A global_days=000",
                "MPFS 99213 status=A global_days=XXX",
            ),
        ),
        Example(
            "a test has no global days",
            "payer medicare; lines 99213 $125 @1 | 93000 $40 @1",
            tables=(
                "MPFS 93000 status=A global_days=XXX",
                "MPFS 99213 status=A global_days=XXX",
            ),
        ),
        Example(
            "the procedure on an earlier claim of the day",
            "payer medicare; lines 99213 $125 @1",
            finds=("lines[0].modifiers",),
            history=("payer medicare; lines 20610-RT $180 @1; set patient_control_number OTHER1",),
            tables=(
                "MPFS 20610 status=A global_days=000",
                "MPFS 99213 status=A global_days=XXX",
            ),
        ),
        Example(
            "not loaded for the day",
            "payer medicare; dos 1999-03-04; lines 99213 $125 @1 | 20610-RT $180 @1",
            not_checked=("MPFS",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        visits = [
            line for line in facts_of(claim).lines if is_visit(line.code) and not line.has("24", "25", "57")
        ]
        if not visits:
            return
        minor: list[Package] = []
        for package in (*packages_of(claim, rules, earlier=False), *packages_of(claim, rules, earlier=True)):
            if isinstance(package, tuple):
                yield self.not_checked(claim, package[0].path, package[1])
                continue
            if package.days in MINOR:
                minor.append(package)
        for visit in visits:
            found = next(
                (one for one in minor if one.line.day == visit.day and same_provider(one.line, visit)), None
            )
            if found is not None:
                message = f"{visit.code} on the day of {found.line.code} ({found.days} days), without 25."
                yield self.finding(
                    claim,
                    f"{visit.path}.modifiers",
                    message,
                    codes=(visit.code, found.line.code),
                    release=found.release,
                )
