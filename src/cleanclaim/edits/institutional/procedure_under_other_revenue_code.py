"""A test or an image under the revenue code of the other."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_LABORATORY = ("030", "031")
_IMAGING = ("032", "035", "040", "061")


class ProcedureUnderOtherRevenueCode(Edit):
    """A test or an image under the revenue code of the other.

    ## Why it matters
    The revenue code and the procedure code say two things: the payer denies the line.
    """

    id = "INS080"
    name = "procedure-under-other-revenue-code"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("030*", "031*", "032*", "035*", "040*", "061*")
    severity = Severity.DENY
    sources = (
        reason_code("199"),
        Citation("CMS Blue Button 2.0, CLM-REV-CNTR-CD", "as in ../shared/reference/nubc"),
    )
    predicts = (CARC("199"),)
    fix = "Put the line under the revenue code of its department."
    examples = (
        Example(
            "an image under radiology",
            "type institutional; lines 71046 $100 rev 0320 on 2025-11-18",
        ),
        Example(
            "an image under the laboratory",
            "type institutional; lines 71046 $100 rev 0300 on 2025-11-18",
            finds=("lines[0].revenue_code",),
        ),
        Example(
            "a blood count under radiology",
            "type institutional; lines 85025 $20 rev 0320 on 2025-11-18",
            finds=("lines[0].revenue_code",),
        ),
        Example(
            "a biopsy under radiology, which guides it",
            "type institutional; lines 19083 $900 rev 0402 on 2025-11-18",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            under = line.line.revenue_code[:3]
            is_image = line.code.isdigit() and "70010" <= line.code <= "76499"
            is_test = line.code.isdigit() and "80047" <= line.code <= "89398"
            if (under in _LABORATORY and is_image) or (under in _IMAGING and is_test):
                what = "an image" if is_image else "a laboratory test"
                message = f"{line.code} is {what}, under revenue code {line.line.revenue_code}."
                # Its department in general; a more exact code is for a person to choose.
                change = Change(f"{line.path}.revenue_code", "0320" if is_image else "0300")
                offered = (change,) if is_test else ()
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=offered)
