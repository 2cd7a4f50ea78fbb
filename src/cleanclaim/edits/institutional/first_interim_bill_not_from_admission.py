"""A first interim bill that does not begin with the admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class FirstInterimBillNotFromAdmission(Edit):
    """A first interim bill that does not begin with the admission.

    ## Why it matters
    The first bill (frequency 2) begins on the day of admission: otherwise days are missing.
    """

    id = "INS036"
    name = "first-interim-bill-not-from-admission"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the From date, or use frequency 3."
    examples = (
        Example(
            "from the admission",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0112; "
                "discharged 1130 status 30"
            ),
        ),
        Example(
            "from later",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0112; "
                "discharged 1130 status 30; set institutional.admission_date 2025-11-10"
            ),
            finds=("institutional.statement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            claim.claim_frequency_code == "2"
            and facts.is_inpatient
            and details.admission_date is not None
            and details.statement is not None
            and details.statement.start > details.admission_date
        ):
            message = "The first bill (frequency 2) does not begin on the day of admission."
            yield self.finding(claim, "institutional.statement", message, codes=())
