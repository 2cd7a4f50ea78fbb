"""An NDC that belongs to another code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ASP_NDC, Known
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NdcOfAnotherCode(Edit):
    """An NDC that belongs to another code.

    ## Why it matters
    The payer compares the NDC with the code: one of another drug is denied.
    """

    id = "DRU009"
    name = "ndc-of-another-code"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("drug")
    severity = Severity.DENY
    sources = (Citation("CMS ASP NDC-HCPCS crosswalk", "as imported"),)
    predicts = (CARC("16"),)
    fix = "Correct the code or the NDC."
    examples = (
        Example(
            "of the code", "lines J1885 $10 @1 ndc 00409379501", tables=("ASP_NDC 00409379501 code=J1885",)
        ),
        Example(
            "of another",
            "lines J3301 x4 $40 @1 ndc 00409379501",
            finds=("lines[0].drug.ndc",),
            tables=("ASP_NDC 00409379501 code=J1885",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            drug = line.line.drug
            if drug is None or not drug.ndc or line.day is None:
                continue
            answer = rules.store.find(ASP_NDC, drug.ndc, line.day)
            if isinstance(answer, Known):
                codes = {row.code for row in answer.value}
                if line.code not in codes:
                    message = f"{drug.ndc} belongs to {', '.join(sorted(codes))}, not to {line.code}."
                    yield self.finding(
                        claim,
                        f"{line.path}.drug.ndc",
                        message,
                        codes=(line.code,),
                        release=answer.release.label,
                    )
