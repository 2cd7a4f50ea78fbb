"""A visit of a higher level than the document supports."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.compliance.levels import LEVELS, is_higher
from cleanclaim.edits.context import DOCUMENTS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class LevelNotSupported(Edit):
    """A visit of a higher level than the document supports.

    ## Why it matters
    What is paid beyond the documented level is an overpayment that has to be returned, and a habit of
    it is what auditors look for.
    """

    id = "CPL003"
    name = "level-not-supported"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("99*")
    severity = Severity.REVIEW
    sources = (reason_code("150"),)
    predicts = (CARC("150"),)
    fix = "Bill the level that the document supports, or have the author complete the document truthfully."
    examples = (
        Example("the level of the document", "lines 99213 $125 @1", context=("document visit=99213",)),
        Example("a lower one", "lines 99212 $90 @1", context=("document visit=99213",)),
        Example(
            "a higher one", "lines 99214 $180 @1", finds=("lines[0].code",), context=("document visit=99213",)
        ),
        Example(
            "a document of another claim",
            "lines 99214 $180 @1",
            not_checked=("coded documents",),
            context=("document claim_id=OTHER visit=99213",),
        ),
        Example(
            "a new patient's visit, the document says an established one",
            "lines 99204 $220 @1",
            context=("document visit=99214",),
        ),
        Example("no documents at hand", "lines 99214 $180 @1", not_checked=("coded documents",)),
        Example(
            "no visit",
            "lines 36415 $12.50 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        visits = [line for line in facts_of(claim).lines if line.code in LEVELS]
        if not visits:
            return
        documents = [one for one in rules.context.documents_of(claim) if one.visit]
        if not documents:
            yield self.not_checked(claim, "", DOCUMENTS, "whether the record supports the level of the visit")
            return
        for line in visits:
            of_day = [one for one in documents if one.on is None or one.on == line.day]
            if of_day and all(is_higher(line.code, one.visit) for one in of_day):
                supported = max(of_day, key=lambda one: LEVELS[one.visit][1]).visit
                message = f"{line.code} is billed; the document supports {supported}."
                change = Change(f"{line.path}.code", supported)
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
