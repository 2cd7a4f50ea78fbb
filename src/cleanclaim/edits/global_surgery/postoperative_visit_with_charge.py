"""A postoperative visit that is part of the surgery, with a charge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import charge_of_zero
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PostoperativeVisitWithCharge(Edit):
    """A postoperative visit that is part of the surgery, with a charge.

    ## Why it matters
    The code only reports that the visit took place: its payment is in that of the surgery.
    """

    id = "GLB005"
    name = "postoperative-visit-with-charge"
    family = "global_surgery"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("99024")
    severity = Severity.REVIEW
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Set the charge to zero."
    examples = (
        Example("without charge", "lines 99213 $125 @1 | 99024 $0 @1"),
        Example("with a charge", "lines 99213 $125 @1 | 99024 $80 @1", finds=("lines[1].charge",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code == "99024" and (line.line.charge or 0) > 0:
                message = f"{line.code} is paid with the surgery, but has a charge of {line.line.charge}."
                changes = charge_of_zero(claim, line)
                yield self.finding(claim, f"{line.path}.charge", message, codes=(line.code,), changes=changes)
