"""A Medicare patient who is not the subscriber."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class MedicarePatientNotSubscriber(Edit):
    """A Medicare patient who is not the subscriber.

    ## Why it matters
    Medicare has no dependents: every beneficiary has a number of their own.
    """

    id = "IDN018"
    name = "medicare-patient-not-subscriber"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)))
    severity = Severity.REJECT
    sources = (
        reason_code("31"),
        Citation("42 CFR 407 and 408", verified=False),
    )
    predicts = (CARC("31"),)
    fix = "Set the relationship to 18 (self) with the beneficiary's own number."
    examples = (
        Example("self", "payer medicare"),
        Example(
            "a spouse",
            "payer medicare; patient spouse sex F born 1950-01-02",
            finds=("coverages[0].relationship",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        if coverage.relationship not in ("", "18") and coverage.filing_indicator in ("MA", "MB"):
            path = f"coverages[{claim.billed_coverage}].relationship"
            yield self.finding(
                claim, path, f"Medicare has no dependents, but the relationship is {coverage.relationship}."
            )
