"""An ICD-10-PCS code that does not exist on the day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ICD10PCS, NotCovered, Unknown
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, ICD10PCS as ICD10PCS_CODE


class CodeNotInForce(Edit):
    """An ICD-10-PCS code that does not exist on the day.

    ## Why it matters
    A procedure without a valid code cannot be grouped: the claim is returned.
    """

    id = "PCS001"
    name = "code-not-in-force"
    family = "inpatient_procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE,)
    predicts = (CARC("181"),)
    fix = "Correct the code; its seven characters come from one row of a table."
    examples = (
        Example(
            "a code in force",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
            tables=("ICD10PCS 0DTJ4ZZ billable=true",),
        ),
        Example(
            "no such code",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZA on 2025-11-18"
            ),
            finds=("institutional.procedures[0].code",),
            tables=("ICD10PCS 0DTJ4ZZ billable=true",),
        ),
        Example(
            "the letter O",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "ODTJ4ZZ on 2025-11-18"
            ),
            finds=("institutional.procedures[0].code",),
        ),
        Example(
            "not loaded",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
            not_checked=("ICD10PCS",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, day = claim.institutional, judged_on(claim)
        if details is None or day is None:
            return
        for at, procedure in enumerate(details.procedures):
            path = f"institutional.procedures[{at}].code"
            if not ICD10PCS_CODE.is_formed(procedure.code):
                message = f"{procedure.code} has not the form of an ICD-10-PCS code."
                yield self.finding(claim, path, message, codes=(procedure.code,))
                continue
            answer = rules.store.find(ICD10PCS, procedure.code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
            elif isinstance(answer, Unknown):
                message = f"{procedure.code} is no ICD-10-PCS code on {day}."
                yield self.finding(
                    claim, path, message, codes=(procedure.code,), release=answer.release.label
                )
