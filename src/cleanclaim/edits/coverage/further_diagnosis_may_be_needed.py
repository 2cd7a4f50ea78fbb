"""A diagnosis that supports a service only beside another, perhaps."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.coverage.policies import DATABASE, judged_lines
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import dotted


class FurtherDiagnosisMayBeNeeded(Edit):
    """A diagnosis that supports a service only beside another, perhaps.

    ## Why it matters
    The text above the article's list speaks of a second diagnosis: a person has to read it.
    """

    id = "COV003"
    name = "further-diagnosis-may-be-needed"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = having("procedure code")
    severity = Severity.INFORM
    sources = (DATABASE,)
    fix = "Read the article's paragraph; add the second diagnosis if the record has it."
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
            for group in judged.article.covered_groups(judged.line.code):
                named = [code for code in judged.diagnoses if code in group.codes]
                if named and group.conditional and len(judged.diagnoses) == 1:
                    line = judged.line
                    message = (
                        f"{judged.article.article} may ask for a second diagnosis beside {dotted(named[0])}."
                    )
                    yield self.finding(
                        claim,
                        f"{line.path}.pointers",
                        message,
                        codes=(line.code, named[0]),
                        release=judged.release,
                    )
                    break
