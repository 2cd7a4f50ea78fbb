"""An external cause code in the first place."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class ExternalCauseListedFirst(Edit):
    """An external cause code in the first place.

    ## Why it matters
    Codes from V00 to Y99 say how, never what: a claim that begins with one has no reason for
    the visit and is denied.
    """

    id = "DXC008"
    name = "external-cause-listed-first"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=HIPAA_PAYERS,
        claim_types=frozenset(("professional", "institutional")),
        review_for=OTHER_PAYERS,
    )
    severity = Severity.DENY
    sources = (coding_guideline("I.C.20"),)
    predicts = (CARC("16"),)
    fix = "List the injury or condition first and the external cause after it."
    examples = (
        Example("the injury, then how it happened", "dx S52.501A, W19.XXXA"),
        Example("how it happened first", "dx W19.XXXA, S52.501A", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the code in the first place is from V00 to Y99."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        if diagnosis.system == "ICD10CM" and diagnosis.code[:1].upper() in ("V", "W", "X", "Y"):
            message = f"{dotted(diagnosis.code)} is an external cause and cannot stand first."
            yield self.finding(claim, path, message, codes=(diagnosis.code,))
