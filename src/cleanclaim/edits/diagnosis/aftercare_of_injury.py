"""Aftercare beside an injury."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted

_WHOLE = 7


class AftercareOfInjury(Edit):
    """Aftercare beside an injury.

    ## Why it matters
    The aftercare of an injury is told by the injury's own code with its 7th character; codes of
    aftercare are not used for it.
    """

    id = "DXC034"
    name = "aftercare-of-injury"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("Z47*", "Z48*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.21.c.7"),)
    predicts = (CARC("16"),)
    fix = "Take the code of aftercare off; give the injury its 7th character (D, or the one of its healing)."
    examples = (
        Example("aftercare of a joint replacement", "dx Z47.1, Z96.651"),
        Example("of a fracture", "dx Z47.89, S52.501D", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        injuries = [one for one in codes if one[:1] in "ST" and one[:3] < "T36" and len(one) == _WHOLE]
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code.startswith(("Z47", "Z48")) and injuries:
                message = f"{dotted(code)} (aftercare) stands beside the injury {dotted(injuries[0])}."
                yield self.finding(claim, path, message, codes=(code, injuries[0]))
