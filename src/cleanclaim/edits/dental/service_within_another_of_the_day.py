"""A dental service of a day that another one of the day includes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_INCLUDES = (
    (
        frozenset(("D0210",)),
        frozenset(("D0220", "D0230", "D0270", "D0272", "D0273", "D0274", "D0277", "D0330")),
    ),
    (frozenset(("D4341", "D4342", "D4910")), frozenset(("D1110", "D1120", "D4355"))),
)
"""Codes and what they include on a day (from general knowledge; unverified)."""


class ServiceWithinAnotherOfTheDay(Edit):
    """A dental service of a day that another one of the day includes.

    ## Why it matters
    A full series of images holds the bitewings and single films; a cleaning is part of scaling
    and root planing: plans pay the larger service.
    """

    id = "DEN032"
    name = "service-within-another-of-the-day"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D0210", "D4341", "D4342", "D4910")
    severity = Severity.REVIEW
    sources = (
        reason_code("97"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Report the service that includes the other, or explain in a note."
    examples = (
        Example("the series", "type dental; lines D0210 $150; without lines[0].dental"),
        Example(
            "with bitewings",
            ("type dental; lines D0210 $150 | D0274 $70; without lines[0].dental; without lines[1].dental"),
            finds=("lines[1].code",),
        ),
        Example(
            "scaling and a cleaning",
            ("type dental; lines D1110 $90 | D4341 $250 area 10; without lines[0].dental"),
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            there = {line.code for line in lines}
            for including, included in _INCLUDES:
                for line in lines:
                    if line.code in included and (whole := sorted(including & there)):
                        message = f"{line.code} is part of {whole[0]} on {line.day}."
                        yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, whole[0]))
