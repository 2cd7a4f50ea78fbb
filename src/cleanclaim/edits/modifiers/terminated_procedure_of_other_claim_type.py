"""Modifier 53 on a facility's claim, or 73 or 74 on a professional one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TerminatedProcedureOfOtherClaimType(Edit):
    """Modifier 53 on a facility's claim, or 73 or 74 on a professional one.

    ## Why it matters
    A procedure that was stopped is 53 for the surgeon, and 73 or 74 for the hospital or
    ambulatory center.
    """

    id = "MOD019"
    name = "terminated-procedure-of-other-claim-type"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("53", "73", "74")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Surgeon: 53. Facility: 73 before anesthesia, 74 after it."
    examples = (
        Example("a surgeon's stopped colonoscopy", "lines 45378-53 $300 @1"),
        Example("73 by the surgeon", "lines 45378-73 $300 @1", finds=("lines[0].modifiers",)),
        Example("73 by an ambulatory surgical center", "place 24; lines 45378-73 $300 @1"),
        Example(
            "53 by the hospital",
            "type institutional; line 45378-53 $300 rev 0750",
            finds=("lines[1].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            of_facility = claim.claim_type == "institutional" or line.place == "24"
            wrong = [
                one
                for one in line.modifiers
                if one in (("53",) if of_facility and line.place != "24" else ())
            ]
            if not of_facility:
                wrong = [one for one in line.modifiers if one in ("73", "74")]
            if wrong:
                whose = "a facility's" if of_facility else "a practitioner's"
                message = f"Modifier {wrong[0]} on {whose} line ({line.code})."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
