"""A primary tooth's code on a permanent one, or the other way round."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PrimaryTeethCodeOnPermanent(Edit):
    """A primary tooth's code on a permanent one, or the other way round.

    ## Why it matters
    Crowns and extractions of primary teeth have codes of their own.
    """

    id = "DEN012"
    name = "primary-teeth-code-on-permanent"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the code or the tooth."
    examples = (
        Example(
            "a primary tooth", "type dental; patient child born 2018-03-02 sex M; lines D2930 $200 tooth K"
        ),
        Example(
            "a permanent one",
            "type dental; lines D2930 $200 tooth 19",
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                name = tooth.number.strip().upper()
                if (code in ("D2930", "D7111", "D3230", "D3240") and name.isdigit()) or (
                    code in ("D2931",) and name.isalpha()
                ):
                    message = f"{code} is not for tooth {name}."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(code,))
