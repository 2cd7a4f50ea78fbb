"""More diagnoses than a professional claim carries."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import DIAGNOSES_OF_A_CLAIM, DIAGNOSIS_POSITIONS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable

MOST = 12
"""Places for diagnoses on an 837P."""

_TWELVE = "dx I10, E11.9, E78.5, K21.9, D64.9, M54.50, J45.909, F41.1, G47.33, N39.0, R05.1, Z79.4"


class TooManyDiagnoses(Edit):
    """More diagnoses than a professional claim carries.

    ## Why it matters
    An 837P has twelve places. The thirteenth code has none, so the claim cannot be written as it is.
    """

    id = "DXC012"
    name = "too-many-diagnoses"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    severity = Severity.REJECT
    sources = (DIAGNOSES_OF_A_CLAIM, DIAGNOSIS_POSITIONS)
    fix = "Keep the twelve that matter most for the services, or split the services over two claims."
    examples = (
        Example("twelve", _TWELVE),
        Example("a thirteenth", f"{_TWELVE}, Z79.01", finds=("diagnoses",)),
        Example("an institutional claim carries more", f"type institutional; {_TWELVE}, Z79.01"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when there are more than the claim has places for."""
        if len(claim.diagnoses) > MOST:
            message = f"The claim has {len(claim.diagnoses)} diagnoses; a professional claim carries {MOST}."
            yield self.finding(claim, "diagnoses", message)
