"""A service on a day on which the payer does not cover the patient."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.context import ELIGIBILITY, Eligibility, days_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_NEAR = 31
"""Days from a question to a service of which an answer without days still tells."""


class CoverageNotActive(Edit):
    """A service on a day on which the payer does not cover the patient.

    ## Why it matters
    The payer denies services before coverage began and after it ended; the claim belongs to another
    plan, or to the patient.
    """

    id = "IDN031"
    name = "coverage-not-active"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.DENY
    sources = (
        reason_code("26"),
        reason_code("27"),
        reason_code("200"),
    )
    predicts = (CARC("27"),)
    fix = "Ask the patient for the plan of that day and verify it with that payer."
    examples = (
        Example("covered on the day", "", context=("eligibility start=2025-01-01 end=2025-12-31",)),
        Example(
            "coverage has ended",
            "",
            finds=("coverages[0]",),
            context=("eligibility start=2025-01-01 end=2025-10-31",),
        ),
        Example("not yet begun", "", finds=("coverages[0]",), context=("eligibility start=2025-12-01",)),
        Example(
            "the payer says it is not active",
            "",
            finds=("coverages[0]",),
            context=("eligibility active=false asked_on=2025-11-18",),
        ),
        Example(
            "not active when asked, months before",
            "",
            context=("eligibility active=false asked_on=2025-03-03",),
        ),
        Example(
            "two periods, the second covers the day",
            "",
            context=(
                "eligibility end=2025-06-30 asked_on=2025-06-01",
                "eligibility start=2025-07-01 asked_on=2025-11-01",
            ),
        ),
        Example(
            "nobody has asked about this member",
            "",
            not_checked=("eligibility",),
            context=("eligibility member_id=OTHER",),
        ),
        Example("no answers at hand", "", not_checked=("eligibility",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        reason = "whether the plan covers the patient on the day, and whether another one does"
        if rules.context.eligibility is None:
            yield self.not_checked(claim, "", ELIGIBILITY, reason)
            return
        days = facts_of(claim).service_dates
        if days is None:
            return
        answers = rules.context.eligibility_of(claim.coverage)
        if not answers:
            yield self.not_checked(claim, "", ELIGIBILITY, "there is no answer of the payer for this member")
            return
        for day in dict.fromkeys((days.start, days.end)):
            told = [one for one in answers if _tells_of(one, day)]
            if told and not any(_covers(one, day) for one in told):
                last = told[-1]
                when = " ".join(days_of(last)) or f"not active when asked on {last.asked_on}"
                message = f"No coverage by the billed plan on {day}: {when}."
                yield self.finding(claim, f"coverages[{claim.billed_coverage}]", message)
                return


def _tells_of(one: Eligibility, day: date) -> bool:
    """Return whether an answer says anything of a day: an inactive one only near the day it was given."""
    if one.start is not None or one.end is not None:
        return True
    return one.active or one.asked_on is None or abs((one.asked_on - day).days) <= _NEAR


def _covers(one: Eligibility, day: date) -> bool:
    begun = one.start is None or one.start <= day
    return one.active and begun and (one.end is None or day <= one.end)
