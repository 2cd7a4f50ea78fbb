"""A code of other programmes (S, T, H) on a claim to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CodeOfOtherProgrammes(Edit):
    """A code of other programmes (S, T, H) on a claim to Medicare.

    ## Why it matters
    S codes are for private payers, T and H codes for Medicaid: Medicare denies them.
    """

    id = "PRC039"
    name = "code-of-other-programmes"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("S*", "T*", "H*")
    severity = Severity.DENY
    sources = (
        reason_code("96"),
        Citation("CMS, HCPCS Level II coding procedures", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Report the code that Medicare takes."
    examples = (
        Example("a visit", "payer medicare; lines 99213 $125 @1"),
        Example("an S code", "payer medicare; lines S9083 $100 @1", finds=("lines[0].code",)),
        Example("said to be excluded", "payer medicare; lines S9083-GY $100 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code[:1] in ("S", "T", "H") and line.code[1:].isdigit() and not line.has("GY"):
                message = f"{line.code} is a code that Medicare does not take."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
