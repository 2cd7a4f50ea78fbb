"""A procedure that Medicare does not cover."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.code_editor import EDITOR, listed, procedures_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProcedureNotCovered(Edit):
    """A procedure that Medicare does not cover.

    ## Why it matters
    Medicare's code editor denies the stay, or the part of it that belongs to the procedure.
    """

    id = "INS068"
    name = "procedure-not-covered"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = bill_types("11*", "41*")
    severity = Severity.DENY
    sources = (EDITOR,)
    predicts = (CARC("96"),)
    fix = (
        "Bill what Medicare covers, and the rest with a bill for denial (frequency 0) if the "
        "patient wants one."
    )
    examples = (
        Example(
            "another procedure",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; procedures 0DTJ4ZZ on "
                "2025-11-18"
            ),
            tables=("MCE 0TY10Z2 section=0 name=Noncovered_Always",),
        ),
        Example(
            "on the list",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; procedures 0TY10Z2 on "
                "2025-11-17"
            ),
            finds=("institutional.procedures[0].code",),
            tables=("MCE 0TY10Z2 section=0 name=Noncovered_Always",),
        ),
        Example(
            "no list is loaded for the day",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; procedures 0TY10Z2 on "
                "2025-11-17"
            ),
            not_checked=("MCE",),
            tables=("MCE partial",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in listed(
            self, claim, rules, procedures_of(claim), "noncovered procedure", "noncovered always"
        ):
            if isinstance(found, Finding):
                yield found
                continue
            path, code, release = found
            yield self.finding(
                claim,
                path,
                f"{code} is on the list of procedures that are not covered.",
                codes=(code,),
                release=release,
            )
