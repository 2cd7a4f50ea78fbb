"""A line that the coverage article does not support, with the notice that the patient has signed (GA)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import DiagnosisListing
from cleanclaim.edits.coverage.policies import DATABASE, NECESSITY, judged_lines
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_SUPPORTING = {DiagnosisListing.COVERED, DiagnosisListing.CONDITIONAL, DiagnosisListing.NO_LIST}


class DenialExpectedForPatient(Edit):
    """A line that the coverage article does not support, with the notice that the patient has signed (GA).

    ## Why it matters
    Medicare will deny the line as not necessary; because the patient has signed the notice, the amount
    becomes the patient's (PR), not the provider's.
    """

    id = "COV010"
    name = "denial-expected-for-patient"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("GA")
    severity = Severity.INFORM
    sources = (
        DATABASE,
        NECESSITY,
    )
    predicts = (CARC("50"),)
    fix = "Have the signed notice at hand and tell the patient; nothing else is to do."
    examples = (
        Example(
            "no notice",
            "payer medicare",
        ),
        Example(
            "no articles are loaded",
            "payer medicare; lines 99213-GA $125 @1",
            not_checked=("COVERAGE_ARTICLE",),
        ),
        Example(
            "a commercial payer",
            "lines 99213-GA $125 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        supported: set[int] = set()
        unsupported: dict[int, tuple[str, str, str]] = {}
        for judged in judged_lines(claim, rules):
            if isinstance(judged, tuple):
                if judged[0].has("GA"):
                    yield self.not_checked(claim, judged[0].path, judged[1])
                continue
            line, article = judged.line, judged.article
            if not line.has("GA") or not article.restricts:
                continue
            if {article.listing(line.code, code) for code in judged.diagnoses} & _SUPPORTING:
                supported.add(line.index)
            else:
                unsupported.setdefault(line.index, (article.article, line.code, judged.release))
        for index, (number, code, release) in unsupported.items():
            if index not in supported:
                why = f"article {number} does not list its diagnoses"
                message = f"{code} with GA: {why}, so the patient will owe it (PR)."
                yield self.finding(
                    claim, f"lines[{index}].modifiers", message, codes=(code,), release=release
                )
