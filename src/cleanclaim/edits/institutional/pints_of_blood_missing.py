"""Blood without the pints that were furnished."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PintsOfBloodMissing(Edit):
    """Blood without the pints that were furnished.

    ## Why it matters
    The patient owes the first three pints: value code 37 tells how many were given.
    """

    id = "INS121"
    name = "pints-of-blood-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("038*")
    severity = Severity.INFORM
    sources = (
        Citation("CMS, Medicare Claims Processing Manual, chapter 25, value codes 37 to 39", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter value code 37, and 38 or 39 for pints that were replaced."
    examples = (
        Example(
            "with them", ("type institutional; payer medicare; lines none rev 0380 x2 $800; values 37 2")
        ),
        Example(
            "without",
            ("type institutional; payer medicare; lines none rev 0380 x2 $800"),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or any(one.code == "37" for one in details.values):
            return
        if any(line.revenue_code.startswith("038") for line in claim.lines):
            yield self.finding(
                claim, "institutional.values", "Blood (038x) without the pints furnished (value code 37)."
            )
