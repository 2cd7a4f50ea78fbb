"""A patient who is the subscriber, with a name or birth date of somebody else."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SubscriberIsPatientButDiffers(Edit):
    """A patient who is the subscriber, with a name or birth date of somebody else.

    ## Why it matters
    Relationship 18 says that both are one person: the payer does not find a member with two
    names.
    """

    id = "IDN017"
    name = "subscriber-is-patient-but-differs"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REVIEW
    sources = (reason_code("31"),)
    predicts = (CARC("31"),)
    fix = "Correct the relationship, or the name."
    examples = (
        Example("one person", ""),
        Example("a child under its own name", "patient child born 2019-04-02 sex M"),
        Example(
            "two persons under 18",
            ("set coverages[0].subscriber.name.last OTHER; set coverages[0].subscriber.name.first ANNA"),
            finds=("coverages[0].relationship",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        subscriber = coverage.subscriber
        if coverage.relationship != "18" or subscriber is None or not subscriber.name.last:
            return
        mine, theirs = claim.patient.name, subscriber.name
        if (mine.last.upper(), mine.first.upper()) != (theirs.last.upper(), theirs.first.upper()):
            path = f"coverages[{claim.billed_coverage}].relationship"
            yield self.finding(claim, path, "The patient is said to be the subscriber, but the names differ.")
