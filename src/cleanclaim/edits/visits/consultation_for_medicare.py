"""A consultation code for a payer that does not take it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_CONSULTATIONS = frozenset(("99242", "99243", "99244", "99245", "99252", "99253", "99254", "99255"))


class ConsultationForMedicare(Edit):
    """A consultation code for a payer that does not take it.

    ## Why it matters
    Medicare pays no consultation codes: the visit is reported by its place, as any other.
    """

    id = "EVM002"
    name = "consultation-for-medicare"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("9924*", "9925*")
    explained_by = ("PRC003",)
    severity = Severity.DENY
    sources = (
        Citation(
            "CMS Physician Fee Schedule Relative Value File, 2025: status I of 99242 to 99255", "RVU25D"
        ),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 30.6.10", verified=False),
    )
    predicts = (CARC("181"),)
    fix = "Report an office, hospital or nursing facility visit of the level that the record supports."
    examples = (
        Example("a visit", "payer medicare"),
        Example("a consultation", "payer medicare; lines 99244 $250 @1", finds=("lines[0].code",)),
        Example("another payer may take it", "payer commercial; lines 99244 $250 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in _CONSULTATIONS:
                message = f"{line.code} is a consultation, which Medicare does not take."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
