"""A visit on the day of a major surgery or the day before, without modifier 57."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.global_surgery.packages import MAJOR, Package, packages_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class VisitBeforeMajorSurgery(Edit):
    """A visit on the day of a major surgery or the day before, without modifier 57.

    ## Why it matters
    The days before belong to the surgery's payment. Only the visit in which it was decided on
    is paid beside it, and 57 says that it was that one.
    """

    id = "GLB002"
    name = "visit-before-major-surgery"
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
    fix = "Add 57 if the surgery was decided on in this visit; otherwise take the visit off."
    examples = (
        Example(
            "with 57",
            "payer medicare; lines 99214-57 $180 @1 | 27447-RT $1800 @1",
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 99214 status=A global_days=XXX",
            ),
        ),
        Example(
            "on the day, without",
            "payer medicare; lines 99214 $180 @1 | 27447-RT $1800 @1",
            finds=("lines[0].modifiers",),
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 99214 status=A global_days=XXX",
            ),
        ),
        Example(
            "the day before, without",
            "payer medicare; lines 99214 $180 @1 | 27447-RT $1800 @1 on 2025-11-19",
            finds=("lines[0].modifiers",),
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 99214 status=A global_days=XXX",
            ),
        ),
        Example(
            "two days before",
            "payer medicare; lines 99214 $180 @1 | 27447-RT $1800 @1 on 2025-11-20",
            tables=(
                "MPFS 27447 status=A global_days=090",
                "MPFS 99214 status=A global_days=XXX",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        visits = [line for line in facts_of(claim).lines if is_visit(line.code) and not line.has("24", "57")]
        if not visits:
            return
        major = [
            one
            for earlier in (False, True)
            for one in packages_of(claim, rules, earlier=earlier)
            if isinstance(one, Package) and one.days == MAJOR
        ]
        for visit in visits:
            for found in major:
                if visit.day is None or found.line.day is None or not same_provider(found.line, visit):
                    continue
                if 0 <= (found.line.day - visit.day).days <= 1:
                    message = (
                        f"{visit.code} on {visit.day}, {found.line.code} on {found.line.day}, without 57."
                    )
                    yield self.finding(
                        claim,
                        f"{visit.path}.modifiers",
                        message,
                        codes=(visit.code, found.line.code),
                        release=found.release,
                    )
                    break
