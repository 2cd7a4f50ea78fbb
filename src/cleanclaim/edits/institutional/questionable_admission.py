"""A principal diagnosis that seldom justifies an admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.code_editor import EDITOR, listed
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class QuestionableAdmission(Edit):
    """A principal diagnosis that seldom justifies an admission.

    ## Why it matters
    Medicare's code editor holds such a stay until somebody has looked whether the patient had to be an
    inpatient.
    """

    id = "INS072"
    name = "questionable-admission"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "41*")
    severity = Severity.INFORM
    sources = (EDITOR,)
    predicts = (CARC("50"),)
    fix = "See that the record shows why the patient was admitted."
    examples = (
        Example(
            "not on the list",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx J96.01:Y, J96.01:Y "
                "as admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
            tables=("MCE I10 section=8 name=Principal_Questionable_Admit",),
        ),
        Example(
            "on the list",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
            finds=("diagnoses[0].code",),
            tables=("MCE I10 section=8 name=Principal_Questionable_Admit",),
        ),
        Example(
            "as a secondary diagnosis",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx J96.01:Y, J96.01:Y "
                "as admitting, I10:Y; lines none rev 0120 x2 $2000; payer medicare"
            ),
            tables=("MCE I10 section=8 name=Principal_Questionable_Admit",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        items = [] if first is None else [(first[0], first[1].code.replace(".", "").upper())]
        for found in listed(self, claim, rules, items, "questionable"):
            if isinstance(found, Finding):
                yield found
                continue
            path, code, release = found
            message = f"{dotted(code)} alone seldom justifies an admission."
            yield self.finding(claim, path, message, codes=(code,), release=release)
