"""A root canal's code of another kind of tooth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import kind_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_KINDS = {
    "D3310": "front tooth",
    "D3320": "premolar",
    "D3330": "molar",
    "D3346": "front tooth",
    "D3347": "premolar",
    "D3348": "molar",
    "D3410": "front tooth",
    "D3421": "premolar",
    "D3425": "molar",
}
"""Root canals, those done again, and operations on roots (from general knowledge; unverified)."""


class RootCanalOfOtherTooth(Edit):
    """A root canal's code of another kind of tooth.

    ## Why it matters
    Front teeth, premolars and molars have codes of their own.
    """

    id = "DEN010"
    name = "root-canal-of-other-tooth"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the code or the tooth."
    examples = (
        Example("a molar", "type dental; lines D3330 $900 tooth 30"),
        Example(
            "a molar's code on a front tooth",
            "type dental; lines D3330 $900 tooth 8",
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                name = tooth.number.strip().upper()
                if code in _KINDS and kind_of(name) not in ("", _KINDS[code]):
                    message = f"{code} is for a {_KINDS[code]}; tooth {name} is a {kind_of(name)}."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    right = (
                        one for one in _KINDS if _KINDS[one] == kind_of(name) and _step(one) == _step(code)
                    )
                    yield self.finding(
                        claim, path, message, codes=(code,), changes=only(f"lines[{at}].code", right)
                    )


def _step(code: str) -> str:
    """Return which treatment of the root a code is: the first one, another one, or an operation."""
    return "D34" if code.startswith("D34") else code[:4]
