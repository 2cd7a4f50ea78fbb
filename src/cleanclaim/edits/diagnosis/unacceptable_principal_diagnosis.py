"""A code that is no reason for an admission, as principal diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import MCE, Known, NotCovered
from cleanclaim.edits.diagnosis.coded import first_listed, judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted

UNACCEPTABLE_PRINCIPAL = 9


class UnacceptablePrincipalDiagnosis(Edit):
    """A code that is no reason for an admission, as principal diagnosis.

    ## Why it matters
    The code describes a circumstance or a cause, not an illness: the Medicare Code Editor
    returns the claim.
    """

    id = "DXC014"
    name = "unacceptable-principal-diagnosis"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    explained_by = ("DXC006", "DXC008")
    severity = Severity.DENY
    sources = (
        Citation(
            "CMS Definitions of Medicare Code Edits, section 9",
            "lists of version 43.1 as copied in mce_edits.json",
        ),
    )
    predicts = (
        CARC("167"),
        CARC("16"),
    )
    fix = "Make the condition that occasioned the admission principal, and list this code after it."
    examples = (
        Example(
            "an illness",
            "type institutional; bill 0111; dx I10:Y",
            tables=("MCE B950 section=9 name=Principal_Unacceptable",),
        ),
        Example(
            "an agent of disease",
            "type institutional; bill 0111; dx B95.0:Y, I10:Y",
            finds=("diagnoses[0].code",),
            tables=("MCE B950 section=9 name=Principal_Unacceptable",),
        ),
        Example(
            "the same as a secondary code",
            "type institutional; bill 0111; dx I10:Y, B95.0:Y",
            tables=("MCE B950 section=9 name=Principal_Unacceptable",),
        ),
        Example(
            "an outpatient claim has no admission",
            "type institutional; dx B95.0, I10",
            tables=("MCE B950 section=9 name=Principal_Unacceptable",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first, day = first_listed(claim), judged_on(claim)
        if first is None or day is None or not facts_of(claim).is_inpatient:
            return
        path, diagnosis = first
        answer = rules.store.find(MCE, diagnosis.code, day)
        if isinstance(answer, NotCovered):
            yield self.not_checked(claim, path, answer)
        elif isinstance(answer, Known) and any(row.section == UNACCEPTABLE_PRINCIPAL for row in answer.value):
            message = f"{dotted(diagnosis.code)} is not acceptable as principal diagnosis."
            yield self.finding(claim, path, message, codes=(diagnosis.code,), release=answer.release.label)
