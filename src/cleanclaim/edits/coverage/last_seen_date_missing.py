"""Foot care for a systemic disease without the day on which its physician last saw the patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FOOT_CARE = frozenset(("11055", "11056", "11057", "11719", "11720", "11721", "G0127"))


class LastSeenDateMissing(Edit):
    """Foot care for a systemic disease without the day on which its physician last saw the patient.

    ## Why it matters
    Medicare pays it when the physician who treats the disease saw the patient in the six months
    before: the day and that physician's number are asked for.
    """

    id = "COV022"
    name = "last-seen-date-missing"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("11055", "11056", "11057", "11719", "11720", "11721", "G0127")
    severity = Severity.INFORM
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 26, item 19", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the day last seen, and the attending physician as supervising provider."
    examples = (
        Example("with the day", ("payer medicare; lines 11719-Q8 $50 @1; set dates.last_seen 2025-09-30")),
        Example("without", "payer medicare; lines 11719-Q8 $50 @1", finds=("dates.last_seen",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.dates.last_seen is not None:
            return
        for line in facts_of(claim).lines:
            if line.code in _FOOT_CARE and line.has("Q7", "Q8", "Q9"):
                message = f"{line.code}, but the day on which the physician last saw the patient is missing."
                yield self.finding(claim, "dates.last_seen", message, codes=(line.code,))
                return
