"""Continuous home care of fewer than eight hours."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_UNITS = 32


class ContinuousHomeCareTooShort(Edit):
    """Continuous home care of fewer than eight hours.

    ## Why it matters
    Fewer than eight hours (32 units of 15 minutes) in a day are routine home care.
    """

    id = "INS124"
    name = "continuous-home-care-too-short"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0652")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("42 CFR 418.302(e)(4)", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Bill the day as routine home care (0651), or correct the units."
    examples = (
        Example(
            "nine hours",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on "
                "2025-11-01; lines Q5001 rev 0652 x36 $1600 on 2025-11-05"
            ),
        ),
        Example(
            "five hours",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on "
                "2025-11-01; lines Q5001 rev 0652 x20 $900 on 2025-11-05"
            ),
            finds=("lines[0].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.revenue_code == "0652" and 0 < line.units < _UNITS:
                message = (
                    f"{line.units.normalize():f} units on {line.day}; continuous home care has 32 at least."
                )
                yield self.finding(claim, f"{line.path}.units", message, codes=("0652",))
