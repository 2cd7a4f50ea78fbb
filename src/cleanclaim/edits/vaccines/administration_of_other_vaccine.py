"""Medicare's administration code of another vaccine."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_INFLUENZA_CODES = (
    "90653 90656 90657 90658 90660 90661 90662 90672 90673 90674 90682 90685 90686 90687 90688 90694 90756"
)
_GIVES = {
    "G0008": frozenset((*_INFLUENZA_CODES.split(), "Q2034", "Q2035", "Q2036", "Q2037", "Q2038", "Q2039")),
    "G0009": frozenset(("90670", "90671", "90677", "90684", "90732")),
    "G0010": frozenset(("90739", "90740", "90743", "90744", "90746", "90747", "90759")),
    "90480": frozenset(f"913{number:02d}" for number in range(30)),
}
"""Codes of administration and the vaccines that they give (from general knowledge; unverified)."""


class AdministrationOfOtherVaccine(Edit):
    """Medicare's administration code of another vaccine.

    ## Why it matters
    G0008 gives influenza, G0009 pneumococcal, G0010 hepatitis B vaccine: another's is denied.
    """

    id = "VAC005"
    name = "administration-of-other-vaccine"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("G0008", "G0009", "G0010", "90480")
    severity = Severity.DENY
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Use the code of the vaccine that was given."
    examples = (
        Example("influenza", "payer medicare; lines 90686 $30 @1 | G0008 $25 @1; dx Z23"),
        Example(
            "pneumococcal under influenza's",
            "payer medicare; lines 90677 $250 @1 | G0008 $25 @1; dx Z23",
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            wanted = _GIVES.get(line.code)
            if wanted and any(is_vaccine(code) for code in facts.codes) and not facts.codes & wanted:
                message = f"{line.code} gives a vaccine that is not on the claim."
                path = f"{line.path}.code"
                vaccines = {code for code in facts.codes if is_vaccine(code)}
                right = (code for code, gives in _GIVES.items() if len(vaccines) == 1 and vaccines <= gives)
                yield self.finding(claim, path, message, codes=(line.code,), changes=only(path, right))
