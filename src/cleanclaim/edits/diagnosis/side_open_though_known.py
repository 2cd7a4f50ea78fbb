"""A diagnosis with its side left open, on a line that names the side."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known, NotCovered
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.diagnosis.sides import side_is_open
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class SideOpenThoughKnown(Edit):
    """A diagnosis with its side left open, on a line that names the side.

    ## Why it matters
    The side is known, for the service was done on it: payers deny codes that leave it open.
    """

    id = "DXC016"
    name = "side-open-though-known"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("LT", "RT", "50")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.B.13"),)
    predicts = (CARC("11"),)
    fix = "Report the diagnosis with its side."
    examples = (
        Example("with the side", "lines 20610-RT $180 @1; dx M17.11"),
        Example("left open", "lines 20610-RT $180 @1; dx M25.569", finds=("diagnoses[0].code",)),
        Example("no side is named", "lines 20610 $180 @1; dx M25.569"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.has("LT", "RT", "50") or line.day is None:
                continue
            for path, diagnosis in formed_diagnoses(claim):
                if diagnosis.code.replace(".", "") not in facts_of(claim).diagnoses_of(line):
                    continue
                answer = rules.store.icd10cm(diagnosis.code, line.day)
                if isinstance(answer, NotCovered):
                    yield self.not_checked(claim, path, answer)
                    continue
                if isinstance(answer, Known) and side_is_open(answer.value.title):
                    message = f"{dotted(diagnosis.code)} leaves the side open, but {line.code} names it."
                    yield self.finding(
                        claim, path, message, codes=(diagnosis.code,), release=answer.release.label
                    )
