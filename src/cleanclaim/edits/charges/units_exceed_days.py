"""More units of a visit than days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.edits.visits.complexity_with_procedure_visit import OFFICE_VISITS
from cleanclaim.primitives import CARC


class UnitsExceedDays(Edit):
    """More units of a visit than days.

    ## Why it matters
    A visit is one unit a day: more are denied.
    """

    id = "CHG009"
    name = "units-exceed-days"
    family = "charges"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("992*")
    explained_by = ("MUE001", "MUE002", "MUE003")
    severity = Severity.DENY
    sources = (reason_code("151"),)
    predicts = (CARC("151"),)
    fix = "One unit a day; separate lines for separate days."
    examples = (
        Example("one", ""),
        Example("two on one day", "lines 99213 x2 $250 @1", finds=("lines[0].units",)),
        Example("a code by time", "lines 99292 x2 $250 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in OFFICE_VISITS and line.units > 1:
                message = f"{line.code} with {line.units.normalize():f} units."
                change = Change(f"{line.path}.units", "1")
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
