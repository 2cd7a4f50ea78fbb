"""A present-on-admission indicator that is none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import GUIDELINES
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PoaOnExemptOrUnknown(Edit):
    """A present-on-admission indicator that is none.

    ## Why it matters
    The indicator is Y, N, U, W, or 1 where an older format wants it for exempt codes: others
    are returned.
    """

    id = "INS022"
    name = "poa-on-exempt-or-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("diagnosis")
    severity = Severity.REJECT
    sources = (Citation("ICD-10-CM Official Guidelines, Appendix I", GUIDELINES),)
    predicts = (CARC("16"),)
    fix = "Use Y, N, U or W."
    examples = (
        Example(
            "present",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "no such indicator",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10:X, I10:Y "
                "as admitting"
            ),
            finds=("diagnoses[0].poa",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, diagnosis in enumerate(claim.diagnoses):
            if diagnosis.poa and diagnosis.poa.upper() not in ("Y", "N", "U", "W", "1"):
                message = f"{diagnosis.poa} is no present-on-admission indicator."
                yield self.finding(claim, f"diagnoses[{at}].poa", message, codes=(diagnosis.code,))
