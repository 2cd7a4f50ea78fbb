"""A place in the order of payers that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_SEQUENCES = frozenset("PSTABCDEFGHU")


class SequenceUnknown(Edit):
    """A place in the order of payers that does not exist.

    ## Why it matters
    The payer cannot tell whether it pays first: the front end returns the claim.
    """

    id = "COB009"
    name = "sequence-unknown"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (
        professional_guide("2000B", "SBR01"),
        institutional_guide("2000B", "SBR01"),
        dental_guide("2000B", "SBR01"),
    )
    predicts = (CARC("16"),)
    fix = "Use P, S, T, or A to H."
    examples = (
        Example("first", ""),
        Example("none", "set coverages[0].sequence X", finds=("coverages[0].sequence",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, coverage in enumerate(claim.coverages):
            if coverage.sequence not in _SEQUENCES:
                message = f"{coverage.sequence or 'Nothing'} is no place in the order of payers."
                path = f"coverages[{at}].sequence"
                changes = rewritten(path, coverage.sequence, _SEQUENCES.__contains__)
                yield self.finding(claim, path, message, changes=changes)
