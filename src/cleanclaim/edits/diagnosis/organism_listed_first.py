"""The organism of a disease as the first-listed diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class OrganismListedFirst(Edit):
    """The organism of a disease as the first-listed diagnosis.

    ## Why it matters
    Codes of bacteria and viruses as causes (B95 to B97) are added to the disease that they
    cause.
    """

    id = "DXC035"
    name = "organism-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("B95*", "B96*", "B97*")
    explained_by = ("DXC014",)
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.1.b"),)
    predicts = (CARC("16"),)
    fix = "List the disease first, the organism after it."
    examples = (
        Example("after the disease", "dx N39.0, B96.20"),
        Example("first", "dx B96.20, N39.0", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is not None and undotted(first[1].code).startswith(("B95", "B96", "B97")):
            code = undotted(first[1].code)
            message = f"{dotted(code)} (an organism as cause) is listed first."
            yield self.finding(claim, first[0], message, codes=(code,))
