"""A stay of the group of those that cannot be grouped."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class GroupOfUngroupableStay(Edit):
    """A stay of the group of those that cannot be grouped.

    ## Why it matters
    Groups 998 and 999 say that the principal diagnosis is none, or that the codes make no group:
    nothing is paid until they do.
    """

    id = "INS083"
    name = "group-of-ungroupable-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.DENY
    sources = (reason_code("A8"),)
    predicts = (CARC("A8"),)
    fix = (
        "Correct the principal diagnosis, the procedures, the patient's age or sex or status,"
        " and group again."
    )
    examples = (
        Example(
            "a group",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; drg 470"
            ),
        ),
        Example(
            "ungroupable",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; drg 999"
            ),
            finds=("institutional.drg",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None and details.drg.strip() in ("998", "999"):
            message = f"Group {details.drg.strip()}: the codes of the stay make no group."
            yield self.finding(claim, "institutional.drg", message, codes=(details.drg.strip(),))
