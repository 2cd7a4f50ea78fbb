"""Modifier 22 on a visit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class IncreasedServiceOnVisit(Edit):
    """Modifier 22 on a visit.

    ## Why it matters
    22 is for procedures that took much more than usual; a longer visit has a higher level or
    prolonged time.
    """

    id = "MOD029"
    name = "increased-service-on-visit"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("22")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Report the visit's level that the record supports; take 22 off."
    examples = (
        Example("on surgery", "lines 27447-22-RT $2000 @1"),
        Example("on a visit", "lines 99214-22 $180 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("22") and is_visit(line.code):
                message = f"{line.code} is a visit, but has modifier 22."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "22"),
                )
