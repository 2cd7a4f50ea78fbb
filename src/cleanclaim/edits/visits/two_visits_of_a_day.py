"""Two visits of the same kind on one day by one provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.edits.visits.complexity_with_procedure_visit import OFFICE_VISITS
from cleanclaim.primitives import CARC, Citation


class TwoVisitsOfADay(Edit):
    """Two visits of the same kind on one day by one provider.

    ## Why it matters
    A provider reports one office visit a day, at the level of both together, unless they were
    for unrelated problems at different times.
    """

    id = "EVM006"
    name = "two-visits-of-a-day"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("several lines")
    explained_by = ("PTP001", "PTP002")
    severity = Severity.REVIEW
    sources = (
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 30.6.5", verified=False),
    )
    predicts = (CARC("B20"),)
    fix = "Report one visit of the level that both together support."
    examples = (
        Example("one visit", ""),
        Example("two", "lines 99213 $125 @1 | 99214 $180 @1", finds=("lines[1].code",)),
        Example("a preventive visit and a problem", "lines 99396 $200 @1 | 99213-25 $125 @1"),
        Example("marked as separate", "lines 99213 $125 @1 | 99214-27 $180 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            visits = [one for one in lines if one.code in OFFICE_VISITS and not one.has("24", "27")]
            for at, visit in enumerate(visits):
                first = next(
                    (one for one in visits[:at] if one.code != visit.code and same_provider(one, visit)), None
                )
                if first is not None:
                    message = f"{visit.code} and {first.code} on {visit.day} by the same provider."
                    yield self.finding(claim, f"{visit.path}.code", message, codes=(first.code, visit.code))
