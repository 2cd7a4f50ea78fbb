"""A service that no diagnosis of the line supports under the local coverage article."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import DiagnosisListing
from cleanclaim.edits.coverage.policies import DATABASE, NECESSITY, Judged, judged_lines, stated
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted

_SUPPORTING = {DiagnosisListing.COVERED, DiagnosisListing.CONDITIONAL, DiagnosisListing.NO_LIST}


class DiagnosisDoesNotSupport(Edit):
    """A service that no diagnosis of the line supports under the local coverage article.

    ## Why it matters
    Medicare's contractor pays the service only for the diagnoses that its article lists: it
    denies the line as not necessary, and without a signed notice (ABN) the provider bears the
    loss.
    """

    id = "COV001"
    name = "diagnosis-does-not-support"
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
    fix = (
        "Point the line at a listed diagnosis if the record has one; else get an ABN and "
        "add GA, or take the line off."
    )
    examples = (
        Example("no articles are loaded", "payer medicare", not_checked=("COVERAGE_ARTICLE",)),
        Example("a commercial payer has its own policies", "payer commercial"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        supported: dict[int, bool] = {}
        unsupported: dict[int, Judged] = {}
        for judged in judged_lines(claim, rules):
            if isinstance(judged, tuple):
                yield self.not_checked(claim, judged[0].path, judged[1])
                continue
            article, line = judged.article, judged.line
            if not article.restricts:
                continue
            listings = {article.listing(line.code, code) for code in judged.diagnoses}
            if listings & _SUPPORTING:
                supported[line.index] = True
            else:
                unsupported.setdefault(line.index, judged)
        for index, judged in unsupported.items():
            line = judged.line
            if supported.get(index) or stated(line):
                continue
            shown = ", ".join(dotted(code) for code in judged.diagnoses[:4]) or "none"
            message = (
                f"Article {judged.article.article} does not list the diagnoses of {line.code} ({shown})."
            )
            yield self.finding(
                claim,
                f"{line.path}.pointers",
                message,
                codes=(line.code, *judged.diagnoses[:4]),
                release=judged.release,
            )
