"""A screening for a patient who has a sign of the disease."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted

_SCREENINGS = {
    "77067": ("Z12", "Z80", "Z85", "Z90", "Z00", "Z01"),
    "G0121": ("Z12", "Z00", "Z80", "Z86"),
    "G0105": ("Z80", "Z85", "Z86", "K50", "K51", "Z83"),
    "G0328": ("Z12", "Z00"),
    "82270": ("Z12", "Z00"),
    "G0103": ("Z12", "Z00", "Z80"),
    "71271": ("Z12", "Z87", "F17", "Z72"),
    "G0101": ("Z01", "Z12", "Z72", "Z77", "Z91", "Z92"),
}
"""Screenings and beginnings of diagnoses for which they are done (from general knowledge; unverified)."""


class ScreeningWithFinding(Edit):
    """A screening for a patient who has a sign of the disease.

    ## Why it matters
    A screening is for patients without signs; with one the test is diagnostic and has another
    code.
    """

    id = "COV007"
    name = "screening-with-finding"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("77067", "G0121", "G0105", "G0328", "82270", "G0103", "71271", "G0101")
    severity = Severity.REVIEW
    sources = (
        reason_code("11"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 18", verified=False),
    )
    predicts = (CARC("11"),)
    fix = "Report the diagnostic test, or the screening with its own diagnosis."
    examples = (
        Example("a screening", "payer medicare; lines 77067 $150 @1; dx Z12.31"),
        Example(
            "with a lump", "payer medicare; lines 77067 $150 @1; dx N63.11", finds=("lines[0].pointers",)
        ),
        Example(
            "a screening colonoscopy for bleeding",
            "payer medicare; lines G0121 $900 @1; dx K92.1",
            finds=("lines[0].pointers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wanted = _SCREENINGS.get(line.code)
            codes = facts_of(claim).diagnoses_of(line)
            if wanted and codes and not any(code.startswith(wanted) for code in codes):
                shown = ", ".join(dotted(code) for code in codes[:3])
                message = f"{line.code} is a screening, but its diagnoses ({shown}) are none."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code, *codes[:3]))
