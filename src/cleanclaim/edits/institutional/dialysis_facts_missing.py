"""A dialysis bill that does not say what Medicare's rate hangs on."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_SETTINGS = frozenset(("70", "71", "72", "73", "74", "75", "76", "80", "84"))


class DialysisFactsMissing(Edit):
    """A dialysis bill that does not say what Medicare's rate hangs on.

    ## Why it matters
    Weight and height (value codes A8 and A9) adjust the rate, and conditions 71 to 76 tell
    where the dialysis was done: without them the bill is returned.
    """

    id = "INS110"
    name = "dialysis-facts-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("72*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 8, section 50", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter value codes A8 and A9, and the condition code of the setting."
    examples = (
        Example(
            "all of it",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40"
            ),
        ),
        Example(
            "no weight",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; values 48 10.40, D5 1.40"
            ),
            finds=("institutional.values",),
        ),
        Example(
            "no setting",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; without institutional.conditions"
            ),
            finds=("institutional.conditions",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or facts_of(claim).bill_type[:2] != "72" or claim.claim_frequency_code == "8":
            return
        given = {one.code for one in details.values}
        missing = [code for code in ("A8", "A9") if code not in given]
        if missing:
            message = f"A dialysis bill without value code {' and '.join(missing)} (weight, height)."
            yield self.finding(claim, "institutional.values", message)
        if not _SETTINGS & set(details.conditions):
            message = "A dialysis bill without the condition code of its setting (71 to 76)."
            yield self.finding(claim, "institutional.conditions", message)
