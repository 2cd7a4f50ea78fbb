"""A service to a tooth that the claim says is missing."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import is_of_a_tooth
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MissingToothTreated(Edit):
    """A service to a tooth that the claim says is missing.

    ## Why it matters
    What is missing cannot be filled or drawn: the line is denied.
    """

    id = "DEN005"
    name = "missing-tooth-treated"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the tooth, or the chart of missing teeth."
    examples = (
        Example("another tooth", "type dental; missing 1, 32; lines D2391 $150 tooth 14/O"),
        Example(
            "the missing one",
            "type dental; missing 14; lines D2391 $150 tooth 14/O",
            finds=("lines[0].dental.teeth[0].number",),
        ),
        Example("an implant there", "type dental; missing 14; lines D6010 $1500 tooth 14"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        gone = {tooth.number for tooth in claim.dental.missing_teeth} if claim.dental is not None else set()
        for at, line in enumerate(claim.lines):
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                if tooth.number in gone and is_of_a_tooth(line.code.strip().upper()):
                    message = f"{line.code} on tooth {tooth.number}, which is said to be missing."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(line.code,))
