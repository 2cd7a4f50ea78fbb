"""Two payers in the same place of the paying order."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import stedi
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

ORDER_UNKNOWN = "U"
"""Says only that the payer's place is not known, so several payers may have it."""


_IN_ORDER = "PSTABCDEFGH"
"""The places of payers in the order of the claim."""


class SequenceRepeated(Edit):
    """Two payers in the same place of the paying order.

    ## Why it matters
    Only one payer pays first, one second: with two in one place nobody can tell who owes what, and
    clearinghouses return the claim.
    """

    id = "COB003"
    name = "sequence-repeated"
    family = "coordination"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("several payers")
    severity = Severity.REJECT
    sources = (stedi("Duplicate payer responsibility level codes"),)
    predicts = (CARC("16"),)
    fix = "Put the payers in order: P, S, T, then A to H."
    examples = (
        Example("one payer", ""),
        Example("a first and a second", "then commercial"),
        Example(
            "two first ones", "then commercial; set coverages[1].sequence P", finds=("coverages[1].sequence",)
        ),
        Example(
            "two second ones",
            "then commercial; then medicaid; set coverages[2].sequence S",
            finds=("coverages[2].sequence",),
        ),
        Example(
            "two of which the place is not known",
            "then commercial; then medicaid; set coverages[1].sequence U; set coverages[2].sequence U",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each payer whose place an earlier one has."""
        first_with: dict[str, int] = {}
        for index, coverage in enumerate(claim.coverages):
            place = coverage.sequence.strip().upper()
            if not place or place == ORDER_UNKNOWN:
                continue
            first = first_with.setdefault(place, index)
            if first != index:
                message = f"Payers {first + 1} and {index + 1} are both {place} in the order of paying."
                path = f"coverages[{index}].sequence"
                taken = {one.sequence.strip().upper() for one in claim.coverages}
                changes = only(path, (one for one in _IN_ORDER[index : index + 1] if one not in taken))
                yield self.finding(claim, path, message, codes=(place,), changes=changes)
