"""A relationship of the patient to the subscriber that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_RELATIONSHIPS = frozenset(("01", "18", "19", "20", "21", "39", "40", "53", "G8"))
"""The codes of PAT01 and SBR02 in the guides for claims (unverified as a list)."""


class RelationshipUnknown(Edit):
    """A relationship of the patient to the subscriber that does not exist.

    ## Why it matters
    The payer cannot tell who the patient is: the front end returns the claim.
    """

    id = "IDN028"
    name = "relationship-unknown"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (reason_code("31"),)
    predicts = (CARC("31"),)
    fix = "Use 18 (self), 01 (spouse), 19 (child), or another code of the guide."
    examples = (
        Example("self", ""),
        Example("a child", "patient child born 2019-04-02 sex M"),
        Example("no such code", "set coverages[0].relationship 77", finds=("coverages[0].relationship",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, coverage in enumerate(claim.coverages):
            if coverage.relationship and coverage.relationship not in _RELATIONSHIPS:
                message = f"{coverage.relationship!r} is no relationship of a patient to a subscriber."
                path = f"coverages[{at}].relationship"
                changes = rewritten(path, coverage.relationship, _RELATIONSHIPS.__contains__)
                yield self.finding(claim, path, message, changes=changes)
