"""Two dental services of a day of which one includes the other."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_ONCE_A_DAY = (
    frozenset(("D0120", "D0140", "D0145", "D0150", "D0160", "D0170", "D0180")),
    frozenset(("D1206", "D1208")),
    frozenset(("D1110", "D1120", "D4910", "D4355", "D4346")),
)
"""Kinds of services of which a day has one (from general knowledge; unverified)."""


class ServicesExcludeEachOther(Edit):
    """Two dental services of a day of which one includes the other.

    ## Why it matters
    Two examinations, two kinds of fluoride or two kinds of cleaning on one day are paid once.
    """

    id = "DEN017"
    name = "services-exclude-each-other"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D0*", "D1*", "D4*")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report one of them."
    examples = (
        Example("one examination", "type dental; lines D0120 $50; without lines[0].dental"),
        Example(
            "two",
            "type dental; lines D0120 $50 | D0150 $80; without lines[0].dental",
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            for kind in _ONCE_A_DAY:
                there = [line for line in lines if line.code in kind]
                if len({line.code for line in there}) > 1:
                    message = f"{' and '.join(sorted({line.code for line in there}))} on {there[0].day}."
                    yield self.finding(
                        claim, f"{there[-1].path}.code", message, codes=tuple(line.code for line in there)
                    )
