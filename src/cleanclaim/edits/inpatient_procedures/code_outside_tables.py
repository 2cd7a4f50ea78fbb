"""An ICD-10-PCS code that no row of its table makes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ICD10PCS, Known, NotCovered, pcs_rows
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, ICD10PCS as ICD10PCS_CODE, Citation


class CodeOutsideTables(Edit):
    """An ICD-10-PCS code that no row of its table makes.

    ## Why it matters
    A code is built from one row of a table: characters of two rows give no code, and the stay cannot be
    grouped.
    """

    id = "PCS003"
    name = "code-outside-tables"
    family = "inpatient_procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    explained_by = ("PCS001",)
    severity = Severity.REJECT
    sources = (
        Citation("ICD-10-PCS Official Guidelines, A9", "FY 2025, as in ../shared/reference/icd10"),
        CODE_SETS_IN_FORCE,
    )
    predicts = (CARC("181"),)
    fix = "Build the code again from one row of its table."
    examples = (
        Example(
            "a listed code is not built again",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; procedures 0DTJ4ZZ on 2025-11-18"
            ),
            tables=("ICD10PCS 0DTJ4ZZ billable=true",),
        ),
        Example(
            "neither list nor tables",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; procedures 0DTJ4ZZ on 2025-11-18"
            ),
            not_checked=("ICD10PCS_TABLES",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, day = claim.institutional, judged_on(claim)
        if details is None or day is None:
            return
        for at, procedure in enumerate(details.procedures):
            code = procedure.code.strip().upper()
            path = f"institutional.procedures[{at}].code"
            # The list of all codes says the same: the tables are asked where it is not there.
            if not ICD10PCS_CODE.is_formed(code) or not isinstance(
                rules.store.find(ICD10PCS, code, day), NotCovered
            ):
                continue
            answer = pcs_rows(rules.store, code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            rows = answer.value if isinstance(answer, Known) else ()
            is_part = answer.release.completeness == "partial"
            if any(row.holds(code) for row in rows):
                continue
            legal = max((n for n in range(len(code)) if any(row.begins(code[:n]) for row in rows)), default=0)
            where = f"character {legal + 1} ({code[legal]})"
            message = f"No row of table {code[:3]} makes {code}: {where} does not fit."
            if not rows:
                message = f"There is no table {code[:3]} in ICD-10-PCS on {day}."
            # Of a part of the tables it is not known whether all rows of this one are there.
            severity = Severity.REVIEW if is_part else self.severity
            yield self.finding(
                claim, path, message, codes=(code,), release=answer.release.label, severity=severity
            )
