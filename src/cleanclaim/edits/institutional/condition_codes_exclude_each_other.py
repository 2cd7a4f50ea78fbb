"""Two condition codes that cannot both be true."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_EXCLUSIVE = (
    (("67", "68"), "lifetime reserve days are refused, and used"),
    (("20", "21"), "the patient asked for the bill, and it is for a denial only"),
    (("09", "10"), "neither is employed, and one is, without a plan"),
    (("09", "28"), "neither is employed, and a plan by employment pays second"),
    (("11", "29"), "there is no large group plan, and one pays second"),
    (("81", "82"), "the early delivery was necessary, and it was elective"),
    (("81", "83"), "the delivery was before 39 weeks, and after"),
    (("82", "83"), "the delivery was before 39 weeks, and after"),
    (("C1", "C4"), "the services were approved, and denied"),
)
"""Pairs that exclude each other by what the cited list says of each."""
_CHANGES = frozenset(("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "E0"))


class ConditionCodesExcludeEachOther(Edit):
    """Two condition codes that cannot both be true.

    ## Why it matters
    They contradict each other, so the payer cannot tell which holds and returns the bill.
    """

    id = "INS060"
    name = "condition-codes-exclude-each-other"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Keep the one that is true."
    examples = (
        Example(
            "reserve days are used",
            "type institutional; conditions 68",
        ),
        Example(
            "they are used and not",
            "type institutional; conditions 67, 68",
            finds=("institutional.conditions",),
        ),
        Example(
            "two reasons for a change",
            "type institutional; frequency 7 original 25ABC1; conditions D1, D4",
            finds=("institutional.conditions",),
        ),
        Example(
            "a reason for a change and something else",
            "type institutional; frequency 7 original 25ABC1; conditions D1, 02",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.institutional is None:
            return
        told = claim.institutional.conditions
        for pair, why in _EXCLUSIVE:
            if all(code in told for code in pair):
                message = f"Condition codes {pair[0]} and {pair[1]}: {why}."
                yield self.finding(claim, "institutional.conditions", message, codes=pair)
        reasons = tuple(dict.fromkeys(code for code in told if code in _CHANGES))
        if len(reasons) > 1:
            message = f"{', '.join(reasons)}: a bill has one reason for its change."
            yield self.finding(claim, "institutional.conditions", message, codes=reasons)
