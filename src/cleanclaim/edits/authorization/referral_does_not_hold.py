"""A referral that does not hold on the day, or has no visits left."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import billed_path, on_file, plain
from cleanclaim.edits.context import AUTHORIZATIONS, Authorization, days_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_claims
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ReferralDoesNotHold(Edit):
    """A referral that does not hold on the day, or has no visits left.

    ## Why it matters
    A referral is given for some days and some visits: after them the plan denies as without one.
    """

    id = "AUT040"
    name = "referral-does-not-hold"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (reason_code("165"),)
    predicts = (CARC("165"),)
    fix = "Ask the primary care provider for a new referral."
    examples = (
        Example(
            "it holds", "set coverages[0].referral_number R1", context=("referral number=R1 end=2025-12-31",)
        ),
        Example(
            "it has ended",
            "set coverages[0].referral_number R1",
            finds=("coverages[0].referral_number",),
            context=("referral number=R1 end=2025-11-17",),
        ),
        Example(
            "its visits are used up",
            "set coverages[0].referral_number R1",
            finds=("coverages[0].referral_number",),
            context=("referral number=R1 units=3 used=3",),
        ),
        Example(
            "one visit is left",
            "set coverages[0].referral_number R1",
            context=("referral number=R1 units=3 used=2",),
        ),
        Example(
            "an earlier claim used the last one",
            "set coverages[0].referral_number R1",
            finds=("coverages[0].referral_number",),
            history=("dos 2025-11-04; set coverages[0].referral_number R1; set patient_control_number A1",),
            context=("referral number=R1 units=3 used=2",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        number = claim.coverage.referral_number.strip()
        days = facts_of(claim).service_dates
        if not number or days is None:
            return
        path = billed_path(claim, "referral_number")
        for one in on_file(claim, rules, "referral"):
            if plain(one.number) != plain(number):
                continue
            outside = next((day for day in (days.start, days.end) if not one.holds_on(day)), None)
            if outside is not None:
                message = f"{outside} is outside referral {one.number} ({' '.join(days_of(one))})."
                yield self.finding(claim, path, message)
            elif one.units is not None and one.used + _visits(claim, rules, one) >= one.units:
                message = (
                    f"Referral {one.number} was for {one.units.normalize():f} visits, which are used up."
                )
                yield self.finding(claim, path, message)


def _visits(claim: Claim, rules: Rules, referral: Authorization) -> int:
    """Return the days of earlier claims under the referral."""
    days = {
        line.dates.start
        for earlier in earlier_claims(claim, rules)
        if plain(earlier.coverage.referral_number) == plain(referral.number)
        for line in earlier.lines
        if line.dates is not None
    }
    return len(days)
