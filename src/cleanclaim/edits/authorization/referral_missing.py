"""A service of a specialist without the referral that the plan asks for."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import billed_path, on_file
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ReferralMissing(Edit):
    """A service of a specialist without the referral that the plan asks for.

    ## Why it matters
    Plans with a primary care provider pay others only on that provider's referral.
    """

    id = "AUT012"
    name = "referral-missing"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having(ELIGIBILITY)
    severity = Severity.DENY
    sources = (
        reason_code("165"),
        reason_code("288"),
    )
    predicts = (CARC("288"),)
    fix = "Get the referral and enter its number."
    examples = (
        Example("the plan asks for none", "", context=("eligibility plan=PPO",)),
        Example(
            "the primary care provider's own service",
            "set rendering.npi 1999999984",
            context=("eligibility referral_required=true primary_care_npi=1999999984",),
        ),
        Example(
            "with its number",
            "set coverages[0].referral_number R1",
            context=("eligibility referral_required=true primary_care_npi=1999999984",),
        ),
        Example(
            "without",
            "",
            finds=("coverages[0].referral_number",),
            context=("eligibility referral_required=true primary_care_npi=1999999984",),
        ),
        Example(
            "an emergency",
            "place 23; lines 99284 $300 @1",
            context=("eligibility referral_required=true primary_care_npi=1999999984",),
        ),
        Example(
            "one is on file",
            "",
            finds=("coverages[0].referral_number",),
            context=(
                "eligibility referral_required=true primary_care_npi=1999999984",
                "referral number=R1",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        answers = rules.context.eligibility_of(claim.coverage)
        if not answers or not answers[-1].referral_required or not claim.lines:
            return
        lines = facts_of(claim).lines
        own = any(answers[-1].primary_care_npi in (line.rendering, line.group) for line in lines)
        if (
            own
            or claim.coverage.referral_number.strip()
            or any(line.line.referral_number.strip() for line in lines)
        ):
            return
        if any(line.place in ("20", "23", "81") or line.line.emergency for line in lines):
            return  # emergencies, urgent care and laboratories are not referred
        path = billed_path(claim, "referral_number")
        numbers = tuple(dict.fromkeys(one.number for one in on_file(claim, rules, "referral")))
        changes = (Change(path, numbers[0]),) if len(numbers) == 1 else ()
        told = f" Referral {numbers[0]} is on file." if len(numbers) == 1 else ""
        message = (
            f"The plan asks for a referral to other than the primary care provider; there is none.{told}"
        )
        yield self.finding(claim, path, message, changes=changes)
