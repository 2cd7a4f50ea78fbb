"""A vaccination without its vaccine."""

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


class AdministrationWithoutVaccine(Edit):
    """A vaccination without its vaccine.

    ## Why it matters
    The payer pays for giving a vaccine only if it sees which one: with free vaccine its code is
    on the claim at no charge.
    """

    id = "VAC001"
    name = "administration-without-vaccine"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("9046*", "9047*", "9048*", "G000*", "G0010")
    severity = Severity.REVIEW
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Add the vaccine; at no charge if it was free."
    examples = (
        Example("with the vaccine", "lines 90686 $30 @1 | 90471 $25 @1"),
        Example("without", "lines 90471 $25 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if any(is_vaccine(code) for code in facts.codes):
            return
        for line in facts.lines:
            if line.code in GIVEN:
                message = f"{line.code} gives a vaccine, but none is on the claim."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
                return
