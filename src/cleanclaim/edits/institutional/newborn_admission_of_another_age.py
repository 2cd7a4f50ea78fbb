"""A newborn's admission of somebody who is none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NewbornAdmissionOfAnotherAge(Edit):
    """A newborn's admission of somebody who is none.

    ## Why it matters
    Type 4 is for the birth itself.
    """

    id = "INS035"
    name = "newborn-admission-of-another-age"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the type of admission or the birth date."
    examples = (
        Example(
            "on the day of birth",
            (
                "type institutional; set institutional.admission_type 4; set "
                "institutional.admission_source 5; patient child born 2025-11-18 sex F"
            ),
        ),
        Example(
            "at 57",
            ("type institutional; set institutional.admission_type 4; set institutional.admission_source 5"),
            finds=("institutional.admission_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            details.admission_type == "4"
            and (age := facts.age_on(facts.service_dates.start if facts.service_dates else None)) is not None
            and age > 0
        ):
            message = f"A newborn (type 4) of {age} years."
            yield self.finding(claim, "institutional.admission_type", message, codes=())
