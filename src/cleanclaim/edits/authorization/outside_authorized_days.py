"""A service on a day for which its authorization was not given."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import named
from cleanclaim.edits.context import AUTHORIZATIONS, days_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OutsideAuthorizedDays(Edit):
    """A service on a day for which its authorization was not given.

    ## Why it matters
    An authorization holds from one day to another: before and after it the payer denies.
    """

    id = "AUT007"
    name = "outside-authorized-days"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (
        reason_code("15"),
        reason_code("198"),
    )
    predicts = (CARC("15"),)
    fix = "Ask the payer to extend the authorization, or name the one that covers the day."
    examples = (
        Example(
            "its last day",
            "set coverages[0].prior_authorization A1",
            context=("authorization number=A1 start=2025-10-01 end=2025-11-18",),
        ),
        Example(
            "the day after",
            "set coverages[0].prior_authorization A1",
            finds=("lines[0].dates",),
            context=("authorization number=A1 start=2025-10-01 end=2025-11-17",),
        ),
        Example(
            "before it begins",
            "set coverages[0].prior_authorization A1",
            finds=("lines[0].dates",),
            context=("authorization number=A1 start=2025-11-19",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line, _, answer in named(claim, rules):
            outside = next((day for day in line.days if not answer.holds_on(day)), None)
            if outside is not None:
                message = f"{outside} is outside authorization {answer.number} ({' '.join(days_of(answer))})."
                yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,))
