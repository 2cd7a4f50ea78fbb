"""Two sides billed apart that have one code together."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BOTH = {"77065": "77066", "77046": "77047", "77048": "77049"}
"""Codes for one side and for both (from general knowledge; unverified)."""


class BothSidesHaveOneCode(Edit):
    """Two sides billed apart that have one code together.

    ## Why it matters
    The code for both sides is paid less than twice the code for one: apart they are bundled.
    """

    id = "PRC015"
    name = "both-sides-have-one-code"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("77065", "73501", "73565", "77046", "77048", "76641")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section A", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Report the code for both sides."
    examples = (
        Example("one side", "lines 77065-RT $150 @1"),
        Example(
            "both", "payer medicare; lines 77065-RT $150 @1 | 77065-LT $150 @1", finds=("lines[1].code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            for one, both in _BOTH.items():
                sides = [line for line in lines if line.code == one]
                if any(line.has("RT") for line in sides) and any(line.has("LT") for line in sides):
                    message = f"{one} for both sides is {both}."
                    yield self.finding(claim, f"{sides[-1].path}.code", message, codes=(one, both))
