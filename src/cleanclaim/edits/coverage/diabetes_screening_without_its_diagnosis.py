"""A diabetes screening test to Medicare without the screening's diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DiabetesScreeningWithoutItsDiagnosis(Edit):
    """A diabetes screening test to Medicare without the screening's diagnosis.

    ## Why it matters
    Medicare pays the tests as screening with Z13.1 alone; with an examination's code they are
    denied as routine.
    """

    id = "COV021"
    name = "diabetes-screening-without-its-diagnosis"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("82947", "82950", "82951")
    severity = Severity.INFORM
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 18, section 90", verified=False),)
    predicts = (CARC("11"),)
    fix = "Point at Z13.1 where it was a screening, else at what the test was done for."
    examples = (
        Example("a screening", ("payer medicare; lines 82951 $30 @1; dx Z13.1; set clia 05D1234567")),
        Example(
            "with an examination's code",
            ("payer medicare; lines 82951 $30 @1; dx Z00.00; set clia 05D1234567"),
            finds=("lines[0].pointers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            pointed = facts_of(claim).diagnoses_of(line)
            if line.code in ("82947", "82950", "82951") and pointed and pointed[0].startswith("Z00"):
                message = f"{line.code} points at {pointed[0]}, an examination."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code, pointed[0]))
