"""A line that says again what another line of the claim says."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.duplicates.repeats import repeats
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class LineRepeated(Edit):
    """A line that says again what another line of the claim says.

    ## Why it matters
    The payer takes the second for a duplicate and denies it. If the service was done twice, a
    modifier has to say so; if not, the charge is billed twice.
    """

    id = "DUP001"
    name = "line-repeated"
    family = "duplicates"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("several lines")
    severity = Severity.DENY
    sources = (reason_code("18"),)
    predicts = (CARC("18"),)
    fix = (
        "Take the line off; if it was done again, add the modifier that says so (76, 77, 91, 59 or its kind)."
    )
    examples = (
        Example("two services", "lines 99213-25 $125 @1 | 36415 $12.50 @1"),
        Example("the same twice", "lines 36415 $12.50 @1 | 36415 $12.50 @1", finds=("lines[1].code",)),
        Example("done again, as it says", "lines 93000 $40 @1 | 93000-76 $40 @1"),
        Example("on two sides", "lines 20610-RT $180 @1 | 20610-LT $180 @1"),
        Example("on two days", "lines 36415 $12.50 @1 | 36415 $12.50 @1 on 2025-11-19"),
        Example("two teeth", "type dental; lines D2391 $150 tooth 14/O | D2391 $150 tooth 15/O"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line that repeats an earlier one."""
        facts = facts_of(claim)
        if len(facts.codes) == sum(1 for line in facts.lines if line.code):
            return  # no code comes twice
        for day, lines in facts.by_day.items():
            for position, line in enumerate(lines):
                first = next(
                    (one for one in lines[:position] if repeats(one, line) and same_provider(one, line)), None
                )
                if first is not None:
                    message = f"Line {line.index + 1} repeats line {first.index + 1}: {line.code} on {day}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
