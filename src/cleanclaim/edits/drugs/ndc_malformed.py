"""An NDC that has not eleven digits."""

import re
from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_ELEVEN = re.compile(r"[0-9]{11}")
_DASHED = re.compile(r"([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})")


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
                path = f"{line.path}.drug.ndc"
                yield self.finding(
                    claim, path, message, codes=(line.code,), changes=_filled(path, line.line.drug.ndc)
                )


def _filled(path: str, ndc: str) -> tuple[Change, ...]:
    """Return the number with its dashes left out and its short part filled, as 5-4-2.

    Only where dashes say which part is short: of ten digits alone nobody can tell.
    """
    match = _DASHED.fullmatch(ndc.strip())
    if match is None or sum(map(len, match.groups())) not in (10, 11):
        return ()
    labeler, product, package = match.groups()
    return (Change(path, f"{labeler:0>5}{product:0>4}{package:0>2}", safe=True),)
