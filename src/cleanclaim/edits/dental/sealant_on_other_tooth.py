"""A sealant on a tooth that is no molar or premolar."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import kind_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SealantOnOtherTooth(Edit):
    """A sealant on a tooth that is no molar or premolar.

    ## Why it matters
    Sealants are paid on chewing surfaces.
    """

    id = "DEN011"
    name = "sealant-on-other-tooth"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the tooth."
    examples = (
        Example("a molar", "type dental; patient child born 2015-03-02 sex M; lines D1351 $50 tooth 3"),
        Example(
            "a front tooth",
            "type dental; patient child born 2015-03-02 sex M; lines D1351 $50 tooth 8",
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                name = tooth.number.strip().upper()
                if code == "D1351" and kind_of(name) == "front tooth":
                    message = f"{code} on tooth {name}, a front tooth."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(code,))
