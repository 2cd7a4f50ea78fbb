"""Anesthesia counted in units instead of minutes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import is_anesthesia
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_WITHOUT_TIME = frozenset(("01996",))
"""Daily management of a catheter: paid by the day (unverified)."""


class TimeNotInMinutes(Edit):
    """Anesthesia counted in units instead of minutes.

    ## Why it matters
    Anesthesia is paid by time: the line states minutes (MJ), and the payer makes units of them.
    A small number of units is paid as so many minutes.
    """

    id = "ANE002"
    name = "time-not-in-minutes"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare", "medicaid")),
        review_for=frozenset(("commercial", "workers_comp", "auto", "unknown")),
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("00*", "01*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "State the minutes of anesthesia with the unit MJ."
    examples = (
        Example("minutes", "lines 00810-AA unit MJ x45 $400 @1"),
        Example("units", "lines 00810-AA x4 $400 @1", finds=("lines[0].unit",)),
        Example("a code that takes no time", "lines 01996-AA $100 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_anesthesia(line.code) and line.code not in _WITHOUT_TIME and line.line.unit != "MJ":
                message = f"{line.code} is counted in {line.line.unit or 'nothing'}, not in minutes (MJ)."
                yield self.finding(claim, f"{line.path}.unit", message, codes=(line.code,))
