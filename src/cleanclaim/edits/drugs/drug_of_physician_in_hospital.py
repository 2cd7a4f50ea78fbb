"""A drug billed by a practitioner in a hospital."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DrugOfPhysicianInHospital(Edit):
    """A drug billed by a practitioner in a hospital.

    ## Why it matters
    In a hospital the drug is the hospital's: the practitioner's line is denied.
    """

    id = "DRU008"
    name = "drug-of-physician-in-hospital"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("J*")
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Take the line off; the hospital bills it."
    examples = (
        Example("in the office", "payer medicare; lines J3301 x4 $40 @1"),
        Example(
            "in an outpatient department",
            "payer medicare; place 22; lines J3301 x4 $40 @1",
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code[:1] == "J" and line.place in ("19", "21", "22", "23"):
                message = f"{line.code} is a drug, in place {line.place}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
