"""A service to a tooth that was drawn before."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import is_of_a_tooth
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.history import earlier_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ToothTreatedAfterExtraction(Edit):
    """A service to a tooth that was drawn before.

    ## Why it matters
    What is gone cannot be treated: the tooth or the patient is wrong.
    """

    id = "DEN018"
    name = "tooth-treated-after-extraction"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("history")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the tooth."
    examples = (
        Example(
            "another tooth",
            "type dental; lines D2391 $150 tooth 15/O",
            history=(
                "type dental; dos 2025-03-02; lines D7140 $200 tooth 14; set patient_control_number OLD1",
            ),
        ),
        Example(
            "the drawn one",
            "type dental; lines D2391 $150 tooth 14/O",
            finds=("lines[0].dental.teeth[0].number",),
            history=(
                "type dental; dos 2025-03-02; lines D7140 $200 tooth 14; set patient_control_number OLD1",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        drawn: dict[str, date] = {}
        for before in earlier_lines(claim, rules):
            if (
                before.code.startswith(("D714", "D721", "D711"))
                and before.line.dental is not None
                and before.day is not None
            ):
                drawn |= {tooth.number: before.day for tooth in before.line.dental.teeth}
        for at, line in enumerate(claim.lines):
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                if tooth.number in drawn and is_of_a_tooth(line.code.strip().upper()):
                    message = f"Tooth {tooth.number} was drawn on {drawn[tooth.number]}."
                    yield self.finding(
                        claim, f"lines[{at}].dental.teeth[{number}].number", message, codes=(line.code,)
                    )
