"""A diagnosis or procedure that the coded document does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.compliance.levels import LEVELS
from cleanclaim.edits.context import DOCUMENTS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation, dotted


class CodeNotInDocument(Edit):
    """A diagnosis or procedure that the coded document does not have.

    ## Why it matters
    What is billed has to stand in the record: without it there is nothing to show when the payer asks.
    """

    id = "CPL004"
    name = "code-not-in-document"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(DOCUMENTS)
    severity = Severity.REVIEW
    sources = (Citation("Social Security Act, section 1833(e)", verified=False),)
    fix = "Take the code off, or find the document that it rests on."
    examples = (
        Example("all of the document", "dx I10, E11.9", context=("document diagnoses=I10,E119",)),
        Example("written with its dot", "dx I10, E11.9", context=("document diagnoses=I10,E11.9",)),
        Example(
            "a diagnosis more",
            "dx I10, E11.9",
            finds=("diagnoses[1].code",),
            context=("document diagnoses=I10",),
        ),
        Example(
            "in one of two documents",
            "dx I10, E11.9",
            context=(
                "document diagnoses=I10",
                "document diagnoses=E119",
            ),
        ),
        Example("the document was not coded for diagnoses", "dx I10", context=("document visit=99213",)),
        Example(
            "a procedure more",
            "lines 99213-25 $125 @1 | 20610 $180 @1",
            finds=("lines[1].code",),
            context=("document procedures=36415 visit=99213",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        documents = rules.context.documents_of(claim)
        diagnoses = {code.replace(".", "").upper() for one in documents for code in one.diagnoses}
        if diagnoses:
            for at, diagnosis in enumerate(claim.diagnoses):
                code = diagnosis.code.replace(".", "").upper()
                if code and code not in diagnoses:
                    message = f"{dotted(code)} is billed, but no coded document of the claim has it."
                    yield self.finding(claim, f"diagnoses[{at}].code", message, codes=(code,))
        procedures = {code.upper() for one in documents for code in one.procedures}
        if procedures:
            procedures |= {one.visit.upper() for one in documents}
            for line in facts_of(claim).lines:
                # A supply or a drug is recorded elsewhere; another level of a visit is another edit's.
                if line.code.isdigit() and line.code not in procedures and line.code not in LEVELS:
                    message = f"{line.code} is billed, but no coded document of the claim has it."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
