"""Respite of more than five days in a row."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 5


class RespiteTooLong(Edit):
    """Respite of more than five days in a row.

    ## Why it matters
    Medicare pays respite for five days at a time: the further ones are routine home care.
    """

    id = "INS104"
    name = "respite-too-long"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0655")
    severity = Severity.REVIEW
    sources = (
        reason_code("119"),
        Citation("42 CFR 418.302(e)(3)", verified=False),
    )
    predicts = (CARC("119"),)
    fix = "Bill the days beyond the fifth as routine home care (0651)."
    examples = (
        Example(
            "five days",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01; lines "
                "Q5001 rev 0651 x25 unit DA $5500 on 2025-11-01 | Q5003 rev 0655 x5 unit DA "
                "$2250 on 2025-11-10"
            ),
        ),
        Example(
            "eight days",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01; lines "
                "Q5001 rev 0651 x22 unit DA $4840 on 2025-11-01 | Q5003 rev 0655 x8 unit DA "
                "$3600 on 2025-11-10"
            ),
            finds=("lines[1].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.revenue_code == "0655" and line.units > _DAYS:
                message = f"{line.units.normalize():f} days of respite from {line.day}; five are paid."
                yield self.finding(claim, f"{line.path}.units", message, codes=("0655",))
