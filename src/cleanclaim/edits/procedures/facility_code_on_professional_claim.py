"""A code of hospitals on a professional claim."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class FacilityCodeOnProfessionalClaim(Edit):
    """A code of hospitals on a professional claim.

    ## Why it matters
    C codes and the clinic visit G0463 are for hospitals that are paid by ambulatory payment
    classification.
    """

    id = "PRC013"
    name = "facility-code-on-professional-claim"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("G0463", "C*")
    severity = Severity.DENY
    sources = (reason_code("181"),)
    predicts = (CARC("181"),)
    fix = "Report the practitioner's code of the service."
    examples = (
        Example("a visit", "payer medicare; "),
        Example(
            "the hospital's clinic visit", "payer medicare; lines G0463 $125 @1", finds=("lines[0].code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code == "G0463" or (
                line.code[:1] == "C" and line.code[1:].isdigit() and line.place != "24"
            ):
                message = f"{line.code} is a hospital's code."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
