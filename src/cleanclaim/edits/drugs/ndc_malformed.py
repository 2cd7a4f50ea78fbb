"""An NDC that has not eleven digits."""

import re
from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_ELEVEN = re.compile(r"[0-9]{11}")


class NdcMalformed(Edit):
    """An NDC that has not eleven digits.

    ## Why it matters
    On a claim the NDC has eleven digits without dashes (5-4-2, zeros filled in): the front end
    returns others.
    """

    id = "DRU002"
    name = "ndc-malformed"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("drug")
    severity = Severity.REJECT
    sources = (
        reason_code("16"),
        Citation("21 CFR 207.33", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Write eleven digits; fill the short part with a leading zero."
    examples = (
        Example("eleven digits", "lines J1885 $10 @1 ndc 00409379501"),
        Example("ten", "lines J1885 $10 @1 ndc 0409379501", finds=("lines[0].drug.ndc",)),
        Example("with dashes", "lines J1885 $10 @1 ndc 00409-3795-01", finds=("lines[0].drug.ndc",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.line.drug is not None
                and line.line.drug.qualifier == "N4"
                and not _ELEVEN.fullmatch(line.line.drug.ndc)
            ):
                message = f"{line.line.drug.ndc or 'Nothing'} is no NDC of eleven digits."
                yield self.finding(claim, f"{line.path}.drug.ndc", message, codes=(line.code,))
