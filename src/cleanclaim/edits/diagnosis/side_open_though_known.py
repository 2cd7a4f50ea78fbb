"""A diagnosis with its side left open, on a line that names the side."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import ICD10CMEntry, Known, NotCovered
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.diagnosis.sides import side_is_open
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import only
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
                    side = "right" if line.has("RT") else "left"
                    given = not line.has("50") and line.has("RT") != line.has("LT")
                    named = _named(rules, answer.value, side, line.day) if given else ()
                    yield self.finding(
                        claim,
                        path,
                        message,
                        codes=(diagnosis.code,),
                        release=answer.release.label,
                        changes=only(path, named),
                    )


def _named(rules: Rules, open_code: ICD10CMEntry, side: str, day: date) -> Iterator[str]:
    """Yield the codes beside this one whose title is the same with the side named."""
    wanted = open_code.title.lower().replace("unspecified", side)
    # The side stands at the last character, or before the 7th: what is beside it is under one parent.
    for length in {len(open_code.code) - 1, 5} if len(open_code.code) == 7 else {len(open_code.code) - 1}:
        end = open_code.code[length + 1 :]
        for character in "1234567890":
            code = f"{open_code.code[:length]}{character}{end}"
            answer = rules.store.icd10cm(code, day)
            if code != open_code.code and isinstance(answer, Known) and answer.value.title.lower() == wanted:
                yield code
