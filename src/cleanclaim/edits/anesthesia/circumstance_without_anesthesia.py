"""A circumstance of anesthesia without the anesthesia."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import is_anesthesia
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CircumstanceWithoutAnesthesia(Edit):
    """A circumstance of anesthesia without the anesthesia.

    ## Why it matters
    Codes 99100 to 99140 add to an anesthetic: alone they are denied.
    """

    id = "ANE007"
    name = "circumstance-without-anesthesia"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("991*")
    severity = Severity.DENY
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Report the anesthesia, or take the line off."
    examples = (
        Example("with it", "lines 00810-AA unit MJ x45 $400 @1 | 99100 $50 @1"),
        Example("alone", "lines 99100 $50 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if any(is_anesthesia(code) for code in facts.codes):
            return
        for line in facts.lines:
            if line.code in ("99100", "99116", "99135", "99140"):
                yield self.finding(
                    claim,
                    f"{line.path}.code",
                    f"{line.code} has no anesthesia beside it.",
                    codes=(line.code,),
                )
