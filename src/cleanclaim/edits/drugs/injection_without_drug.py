"""An injection without anything that was injected."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class InjectionWithoutDrug(Edit):
    """An injection without anything that was injected.

    ## Why it matters
    Payers ask what was given; the drug is on the claim too, unless the patient or somebody else
    brought it.
    """

    id = "DRU022"
    name = "injection-without-drug"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("96372")
    severity = Severity.INFORM
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Add the drug's line, or say in a note who supplied it."
    examples = (
        Example("with its drug", "lines 96372 $30 @1 | J3420 $5 @1"),
        Example("alone", "lines 96372 $30 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            if line.code == "96372" and not any(
                one.code[:1] in ("J", "Q", "S", "A", "C") or one.code.startswith("90") for one in facts.lines
            ):
                message = f"96372 on {line.day}, but no drug is on the claim."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
