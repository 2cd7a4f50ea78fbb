"""Anesthesia of no time, or of more than a day."""

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

_MINUTES_OF_A_DAY = 24 * 60


class MinutesImplausible(Edit):
    """Anesthesia of no time, or of more than a day.

    ## Why it matters
    Nothing is paid for zero minutes, and more than 24 hours is a slip of the pen.
    """

    id = "ANE003"
    name = "minutes-implausible"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("00*", "01*")
    explained_by = ("CHG004",)
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Take start and end from the anesthesia record and correct the minutes."
    examples = (
        Example("45 minutes", "lines 00810-AA unit MJ x45 $400 @1"),
        Example("no minutes", "lines 00810-AA unit MJ x0 $400 @1", finds=("lines[0].units",)),
        Example("more than a day", "lines 00810-AA unit MJ x1500 $400 @1", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                is_anesthesia(line.code)
                and line.line.unit == "MJ"
                and not 0 < line.units <= _MINUTES_OF_A_DAY
            ):
                message = f"{line.code} has {line.units.normalize():f} minutes."
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
