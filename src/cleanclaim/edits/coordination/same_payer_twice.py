"""One insurance named twice, as first and as further payer."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SamePayerTwice(Edit):
    """One insurance named twice, as first and as further payer.

    ## Why it matters
    A payer does not coordinate with itself: the claim is returned, or paid twice and taken
    back.
    """

    id = "COB025"
    name = "same-payer-twice"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("several payers")
    severity = Severity.REVIEW
    sources = (reason_code("22"),)
    predicts = (CARC("22"),)
    fix = "Take one of them off, or correct the member number of the other."
    examples = (
        Example("two payers", "secondary to medicaid paid 80 on 2025-11-19"),
        Example(
            "one payer twice",
            "secondary to commercial paid 80 on 2025-11-19",
            finds=("coverages[1].payer.payer_id",),
        ),
        Example(
            "a second plan of that payer under another number",
            ("secondary to commercial paid 80 on 2025-11-19; set coverages[0].member_id OTHER12345"),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        seen: set[tuple[str, str, str]] = set()
        for number, one in enumerate(claim.coverages):
            key = (one.payer.payer_id.strip(), one.member_id.strip(), one.group_number.strip())
            if key[0] and key[1] and key in seen:
                message = f"Payer {key[0]} is named twice with the same member number."
                yield self.finding(claim, f"coverages[{number}].payer.payer_id", message)
            seen.add(key)
