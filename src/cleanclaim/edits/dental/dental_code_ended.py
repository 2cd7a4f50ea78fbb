"""A dental code that had ended before the day of service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.procedures.ended import ended_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DentalCodeEnded(Edit):
    """A dental code that had ended before the day of service.

    ## Why it matters
    A code has to be valid when the service is given: the plan returns or denies others.
    """

    id = "DEN042"
    name = "dental-code-ended"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D1*", "D3427", "D9940")
    severity = Severity.DENY
    sources = (CODE_SETS_IN_FORCE,)
    predicts = (CARC("181"),)
    fix = "Report the code that was valid on the day."
    examples = (
        Example(
            "still valid",
            ("type dental; dos 2018-11-18; received 2018-11-21; lines D9940 $400; without lines[0].dental"),
        ),
        Example("ended", "type dental; lines D9940 $400; without lines[0].dental", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        ended = ended_codes()
        for line in facts_of(claim).lines:
            last = ended.get(line.code)
            if last is not None and line.day is not None and line.day > last:
                yield self.finding(
                    claim, f"{line.path}.code", f"{line.code} ended on {last}.", codes=(line.code,)
                )
