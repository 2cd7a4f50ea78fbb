"""A line that points at a diagnosis which the claim does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

MOST_POINTERS = 4
"""SV107 has four components."""


class PointerOutOfRange(Edit):
    """A line that points at a diagnosis which the claim does not have.

    ## Why it matters
    The payer cannot tell why the service was needed and returns the claim. A line may point at
    four diagnoses.
    """

    id = "DXC010"
    name = "pointer-out-of-range"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (professional_guide("2400", "SV107-01"),)
    predicts = (CARC("16"),)
    fix = "Point at the diagnoses of the claim, numbered from 1."
    examples = (
        Example("the second of two", "dx I10, E11.9; lines 99213 $125 @2"),
        Example("the second of one", "dx I10; lines 99213 $125 @2", finds=("lines[0].pointers",)),
        Example("zero", "set lines[0].pointers 0", finds=("lines[0].pointers",)),
        Example(
            "more than four",
            "dx I10, E11.9, N18.30, D63.1, E78.5; lines 99213 $125 @1,2,3,4,5",
            finds=("lines[0].pointers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line that points beyond, or at more than four."""
        count = len(facts_of(claim).numbered)
        for index, line in enumerate(claim.lines):
            if len(line.pointers) <= MOST_POINTERS and all(1 <= one <= count for one in line.pointers):
                continue
            path = f"lines[{index}].pointers"
            beyond = [str(pointer) for pointer in line.pointers if not 1 <= pointer <= count]
            if beyond and count:
                message = f"Line {index + 1} points at {', '.join(beyond)}; the last diagnosis is {count}."
                left = [str(pointer) for pointer in line.pointers if 1 <= pointer <= count]
                kept = ["1"] if count == 1 else left[:MOST_POINTERS]
                changes = (Change(path, ",".join(kept), safe=count == 1),) if kept else ()
                yield self.finding(claim, path, message, changes=changes)
            elif len(line.pointers) > MOST_POINTERS:
                message = f"Line {index + 1} points at {len(line.pointers)} diagnoses; four is the most."
                first = ",".join(str(pointer) for pointer in line.pointers[:MOST_POINTERS])
                yield self.finding(claim, path, message, changes=(Change(path, first),))
