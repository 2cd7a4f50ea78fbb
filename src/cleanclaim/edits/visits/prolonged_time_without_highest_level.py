"""Prolonged time beside a visit that is not of the highest level."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_HIGHEST = {
    "G2212": frozenset(("99205", "99215", "99483")),
    "99417": frozenset(("99205", "99215", "99245", "99345", "99350", "99483")),
    "G0316": frozenset(("99223", "99233", "99236")),
    "G0317": frozenset(("99306", "99310")),
    "G0318": frozenset(("99345", "99350")),
}
"""Prolonged time and the highest levels beside which it stands (from general knowledge; unverified)."""


class ProlongedTimeWithoutHighestLevel(Edit):
    """Prolonged time beside a visit that is not of the highest level.

    ## Why it matters
    Prolonged time begins where the highest level ends: beside a lower one it is denied.
    """

    id = "EVM004"
    name = "prolonged-time-without-highest-level"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("G2212", "99417", "G0316", "G0317", "G0318")
    explained_by = ("PRC002",)
    severity = Severity.DENY
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Report the highest level by time, or take the prolonged time off."
    examples = (
        Example("beside 99215", "payer medicare; lines 99215 $250 @1 | G2212 $40 @1"),
        Example(
            "beside 99213", "payer medicare; lines 99213 $125 @1 | G2212 $40 @1", finds=("lines[1].code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            highest = _HIGHEST.get(line.code)
            if highest is None or line.day is None:
                continue
            if not any(one.code in highest for one in facts.by_day.get(line.day, ())):
                message = f"{line.code} stands without {' or '.join(sorted(highest))}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
