"""A stay with a code that the wrong procedure, side or patient was operated on."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.institutional.code_editor import EDITOR
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted

_WRONG = ("Y6551", "Y6552", "Y6553")
"""Section 18 of the editor (v37): wrong procedure, wrong patient, wrong side."""


class WrongProcedurePerformed(Edit):
    """A stay with a code that the wrong procedure, side or patient was operated on.

    ## Why it matters
    Medicare pays neither the wrong procedure nor what belongs to it: it is billed apart, as not
    covered.
    """

    id = "INS071"
    name = "wrong-procedure-performed"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = diagnoses("Y65*")
    severity = Severity.DENY
    sources = (EDITOR,)
    predicts = (CARC("96"),)
    fix = (
        "Bill the wrong procedure on a bill of its own without payment (11 and 0), the "
        "covered services on another."
    )
    examples = (
        Example(
            "another misadventure",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting, Y65.8:Y as external_cause; lines none rev 0120 x2 $2000; payer medicare"
            ),
        ),
        Example(
            "the wrong side",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting, Y65.53:Y as external_cause; lines none rev 0120 x2 $2000; payer medicare"
            ),
            finds=("diagnoses[2].code",),
        ),
        Example(
            "billed without payment",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting, Y65.53:Y as external_cause; lines none rev 0120 x2 $2000; payer medicare;"
                " bill 0110"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).bill_type[:2] != "11" or claim.claim_frequency_code == "0":
            return
        for at, diagnosis in enumerate(claim.diagnoses):
            code = diagnosis.code.replace(".", "").upper()
            if code in _WRONG:
                message = f"{dotted(code)} says that the wrong procedure was done; it is billed apart."
                yield self.finding(claim, f"diagnoses[{at}].code", message, codes=(code,))
