"""A surgery without the operating provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_ROOMS = ("036", "0481", "049")
_ENDOSCOPIES = ("432", "450", "453", "456", "466", "520")
"""Beginnings of revenue codes of operating rooms, and of codes of looking into the body (unverified)."""


class OperatingProviderMissing(Edit):
    """A surgery without the operating provider.

    ## Why it matters
    Where a procedure is reported, the payer asks who did it.
    """

    id = "INS028"
    name = "operating-provider-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2310B", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the operating provider with an NPI."
    examples = (
        Example(
            "no procedure",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "without a surgeon",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
            finds=("institutional.operating",),
        ),
        Example(
            "outpatient surgery without a surgeon",
            "type institutional; line 66984-RT $3000 rev 0360",
            finds=("institutional.operating",),
        ),
        Example("a blood draw", "type institutional; line 36415 $9 rev 0300"),
        Example(
            "with one",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18; set institutional.operating.npi 1234567893"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.operating is not None:
            return
        done = [one.code for one in details.procedures] or _surgeries(claim)
        if done:
            message = f"{done[0]} is reported, but no operating provider is named."
            yield self.finding(claim, "institutional.operating", message, codes=(done[0],))


def _surgeries(claim: Claim) -> list[str]:
    """Return the surgical CPT codes in an operating or treatment room of an outpatient bill."""
    return [
        line.code
        for line in facts_of(claim).lines
        if line.line.revenue_code.startswith(_ROOMS)
        and not line.code.startswith(_ENDOSCOPIES)
        and line.code.isdigit()
        and "10004" <= line.code <= "69990"
    ]
