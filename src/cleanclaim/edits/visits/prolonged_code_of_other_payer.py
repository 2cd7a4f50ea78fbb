"""Prolonged office time under the code of the other kind of payer."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ProlongedCodeOfOtherPayer(Edit):
    """Prolonged office time under the code of the other kind of payer.

    ## Why it matters
    Medicare pays G2212 and does not take 99417; others mostly the reverse.
    """

    id = "EVM003"
    name = "prolonged-code-of-other-payer"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("99417", "99418")
    explained_by = ("PRC003",)
    severity = Severity.DENY
    sources = (Citation("CMS Physician Fee Schedule Relative Value File, 2025: status I of 99417", "RVU25D"),)
    predicts = (CARC("181"),)
    fix = "Medicare: G2212; others: 99417, unless their policy says otherwise."
    examples = (
        Example("Medicare's own", "payer medicare; lines 99215 $250 @1 | G2212 $40 @1"),
        Example(
            "the other for Medicare",
            "payer medicare; lines 99215 $250 @1 | 99417 $40 @1",
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code == "99418":
                change = Change(f"{line.path}.code", "G0316")
                message = "Medicare takes G0316 (or G0317, G0318 by the place), not 99418."
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
            if line.code == "99417":
                change = Change(f"{line.path}.code", "G2212")
                message = "Medicare takes G2212, not 99417."
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
