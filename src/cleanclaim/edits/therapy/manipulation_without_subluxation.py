"""A chiropractor's manipulation without a subluxation."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ManipulationWithoutSubluxation(Edit):
    """A chiropractor's manipulation without a subluxation.

    ## Why it matters
    Medicare covers it for a subluxation of the spine only, which has to be the first diagnosis.
    """

    id = "THR009"
    name = "manipulation-without-subluxation"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("9894*")
    severity = Severity.DENY
    sources = (
        reason_code("11"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 220", verified=False),
    )
    predicts = (CARC("11"),)
    fix = "Add the subluxation (M99.0-) that the record shows."
    examples = (
        Example("with one", "payer medicare; lines 98941-AT $50 @1; dx M99.03"),
        Example("without", "payer medicare; lines 98941-AT $50 @1; dx M54.50", finds=("lines[0].pointers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code not in ("98940", "98941", "98942"):
                continue
            if not any(code.startswith("M990") for code in facts_of(claim).diagnoses_of(line)):
                message = f"{line.code} has no subluxation (M99.0-) among its diagnoses."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code,))
