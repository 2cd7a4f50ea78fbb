"""A vaccine without its being given."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import GIVEN, is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class VaccineWithoutAdministration(Edit):
    """A vaccine without its being given.

    ## Why it matters
    The product is paid beside the code of giving it: alone it is often denied.
    """

    id = "VAC002"
    name = "vaccine-without-administration"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("90*", "91*", "Q203*")
    severity = Severity.REVIEW
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Add the code of administration."
    examples = (
        Example("with it", "lines 90686 $30 @1 | 90471 $25 @1"),
        Example("without", "lines 90686 $30 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.codes & GIVEN:
            return
        for line in facts.lines:
            if is_vaccine(line.code):
                message = f"{line.code} is a vaccine, but no code of giving it is on the claim."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
                return
