"""A dental code on a professional claim to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DentalCodeForMedicare(Edit):
    """A dental code on a professional claim to Medicare.

    ## Why it matters
    Medicare excludes the care of teeth but where it is integral to a covered service: such
    lines are denied, and GY lets a secondary payer pay.
    """

    id = "PRC031"
    name = "dental-code-for-medicare"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("D*")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 411.15(i)", verified=False),)
    predicts = (CARC("96"),)
    fix = "Bill the dental plan; where Medicare's exception holds, add the record, else GY."
    examples = (
        Example("a visit", "payer medicare; lines 99213 $125 @1"),
        Example("a filling", "payer medicare; lines D2391 $150 @1", finds=("lines[0].code",)),
        Example("said to be excluded", "payer medicare; lines D2391-GY $150 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if len(line.code) == 5 and line.code.startswith("D") and not line.has("GY", "KX"):
                message = f"{line.code} is dental care, which Medicare excludes."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
