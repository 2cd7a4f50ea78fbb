"""A reason for Medicare to pay second that does not fit the patient's age."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import SECONDARY_TYPE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_AGED = 65


class SecondaryTypeContradictsAge(Edit):
    """A reason for Medicare to pay second that does not fit the patient's age.

    ## Why it matters
    12 is for the working aged, from 65; 43 for the disabled, below it: Medicare returns the
    claim.
    """

    id = "COB007"
    name = "secondary-type-contradicts-age"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = having("several payers")
    severity = Severity.REVIEW
    sources = (SECONDARY_TYPE,)
    predicts = (CARC("22"),)
    fix = "Correct the reason, or the birth date."
    examples = (
        Example(
            "at 70",
            ("payer medicare; patient self sex F born 1955-01-02; secondary to commercial paid 125 type 12"),
        ),
        Example(
            "at 50",
            ("payer medicare; patient self sex F born 1975-01-02; secondary to commercial paid 125 type 12"),
            finds=("coverages[1].insurance_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        days = facts_of(claim).service_dates
        age = facts_of(claim).age_on(days.start if days is not None else None)
        path = f"coverages[{claim.billed_coverage}].insurance_type"
        if age is None or claim.billed_coverage == 0:
            return
        if coverage.insurance_type == "12" and age < _AGED:
            yield self.finding(claim, path, f"Type 12 is for the working aged; the patient is {age}.")
        elif coverage.insurance_type == "43" and age >= _AGED:
            yield self.finding(claim, path, f"Type 43 is for the disabled below 65; the patient is {age}.")
