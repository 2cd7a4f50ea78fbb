"""A service with a diagnosis that never supports it under the local coverage article."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.coverage.policies import DATABASE, NECESSITY, judged_lines, stated
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class DiagnosisExcludesCoverage(Edit):
    """A service with a diagnosis that never supports it under the local coverage article.

    ## Why it matters
    The contractor's article lists the diagnosis as one for which the service is not paid.
    """

    id = "COV002"
    name = "diagnosis-excludes-coverage"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (
        DATABASE,
        NECESSITY,
    )
    predicts = (CARC("50"),)
    fix = "Check the diagnosis; if it stands, get an ABN and add GA, or take the line off."
    examples = (
        Example("no articles are loaded", "payer medicare", not_checked=("COVERAGE_ARTICLE",)),
        Example("a commercial payer has its own policies", "payer commercial"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for judged in judged_lines(claim, rules):
            if isinstance(judged, tuple):
                yield self.not_checked(claim, judged[0].path, judged[1])
                continue
            if stated(judged.line):
                continue
            groups = judged.article.noncovered_groups(judged.line.code)
            named = [code for code in judged.diagnoses[:1] if any(code in group.codes for group in groups)]
            if named:
                line = judged.line
                message = (
                    f"{judged.article.article} lists {dotted(named[0])} as never supporting {line.code}."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.pointers",
                    message,
                    codes=(line.code, named[0]),
                    release=judged.release,
                )
