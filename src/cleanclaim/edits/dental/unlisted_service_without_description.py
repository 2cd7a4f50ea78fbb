"""A dental service by report without a word of what it was."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_END = "999"
_OTHERS = ("D5899",)


class UnlistedServiceWithoutDescription(Edit):
    """A dental service by report without a word of what it was.

    ## Why it matters
    A code for what has no code tells nothing: the plan asks for a description and denies
    without.
    """

    id = "DEN045"
    name = "unlisted-service-without-description"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D0*", "D1*", "D2*", "D3*", "D4*", "D5*", "D6*", "D7*", "D8*", "D9*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Describe the service on the line or in a note."
    examples = (
        Example(
            "a code of its own", ("type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis I")
        ),
        Example("by report", "type dental; lines D2999 $200 tooth 14", finds=("lines[0].description",)),
        Example(
            "described",
            ("type dental; lines D2999 $200 tooth 14; set lines[0].description Repair of a facing"),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            by_report = line.code.startswith("D") and (line.code.endswith(_END) or line.code in _OTHERS)
            if by_report and not (line.line.description or line.line.notes or claim.notes):
                message = f"{line.code} is by report, but nothing describes the service."
                yield self.finding(claim, f"{line.path}.description", message, codes=(line.code,))
