"""A crown or denture not said to be new or a replacement."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_PROSTHESES = ("D271", "D272", "D274", "D275", "D278", "D279", "D511", "D512", "D521", "D522", "D62", "D67")


class ProsthesisNotSaidNewOrReplaced(Edit):
    """A crown or denture not said to be new or a replacement.

    ## Why it matters
    Plans pay for a replacement after so many years: they ask which it is.
    """

    id = "DEN014"
    name = "prosthesis-not-said-new-or-replaced"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D27*", "D51*", "D52*", "D62*", "D67*")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X224A2, 2400 SV305", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter I (initial) or R (replacement) with the day of the old one."
    examples = (
        Example("initial", "type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis I"),
        Example("not said", "type dental; lines D2740 $1100 tooth 14", finds=("lines[0].dental.prosthesis",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            if code.startswith(_PROSTHESES) and (line.dental is None or not line.dental.prosthesis):
                message = f"{code} is not said to be new or a replacement."
                yield self.finding(claim, f"lines[{at}].dental.prosthesis", message, codes=(code,))
