"""A service to a tooth without the tooth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import is_of_a_tooth
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_IN_A_GAP = ("D601", "D62", "D67")
"""Beginnings of codes of implants, pontics and what holds them (from general knowledge; unverified)."""


class ToothMissing(Edit):
    """A service to a tooth without the tooth.

    ## Why it matters
    The payer needs to know which tooth: the line is returned.
    """

    id = "DEN001"
    name = "tooth-missing"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D13*", "D2*", "D3*", "D6*", "D7*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Enter the number of the tooth."
    examples = (
        Example("with the tooth", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "without",
            "type dental; lines D2391 $150; without lines[0].dental",
            finds=("lines[0].dental.teeth",),
        ),
        Example("a cleaning", "type dental; lines D1110 $90"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            teeth = line.dental.teeth if line.dental is not None else ()
            code = line.code.strip().upper()
            if (is_of_a_tooth(code) or code.startswith(_IN_A_GAP)) and not teeth:
                message = f"{line.code} is done to a tooth, but none is named."
                yield self.finding(claim, f"lines[{at}].dental.teeth", message, codes=(line.code,))
