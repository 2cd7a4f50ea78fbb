"""Several units of a therapy service that is not counted by time."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import UNTIMED
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class UntimedServiceWithUnits(Edit):
    """Several units of a therapy service that is not counted by time.

    ## Why it matters
    The service is one unit however long it took: more are denied.
    """

    id = "THR002"
    name = "untimed-service-with-units"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("97*", "92*", "G028*")
    explained_by = ("MUE001", "MUE002", "MUE003")
    severity = Severity.DENY
    sources = (
        reason_code("151"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 5", verified=False),
    )
    predicts = (CARC("151"),)
    fix = "Report one unit."
    examples = (
        Example("one unit", "payer medicare; lines 97161-GP $120 @1"),
        Example("three units", "payer medicare; lines 97161-GP x3 $360 @1", finds=("lines[0].units",)),
        Example("a timed service", "payer medicare; lines 97110-GP x3 $120 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in UNTIMED and line.units > 1:
                message = f"{line.code} is not counted by time, but has {line.units.normalize():f} units."
                change = Change(f"{line.path}.units", "1")
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
