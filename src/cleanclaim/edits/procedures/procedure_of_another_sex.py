"""A procedure on organs that a patient of this sex does not have as a rule."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_FEMALE = ("56405", "59899")
_MALE = ("54000", "55899")
"""First and last codes of the genital system (general knowledge of the order of CPT; unverified)."""


class ProcedureOfAnotherSex(Edit):
    """A procedure on organs that a patient of this sex does not have as a rule.

    ## Why it matters
    Payers compare the procedure with the sex on the claim and deny it; condition code 45 or KX
    says that it is right.
    """

    id = "PRC032"
    name = "procedure-of-another-sex"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("G0101", "G0102", "G0103", "Q0091", "54*", "55*", "56*", "57*", "58*", "59*")
    severity = Severity.REVIEW
    sources = (reason_code("7"),)
    predicts = (CARC("7"),)
    fix = "Correct the sex or the code; where both are right, add KX (a bill: condition code 45)."
    examples = (
        Example("a woman's hysterectomy", "patient self sex F; lines 58150 $3000 @1"),
        Example("a man's", "patient self sex M; lines 58150 $3000 @1", finds=("lines[0].code",)),
        Example("said to be right", "patient self sex M; lines 58150-KX $3000 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        sex = claim.patient.sex.strip().upper()
        if claim.institutional is not None and "45" in claim.institutional.conditions:
            return
        for line in facts_of(claim).lines:
            if line.has("KX"):
                continue
            of_women = _FEMALE[0] <= line.code <= _FEMALE[1] or line.code in ("G0101", "Q0091")
            of_men = _MALE[0] <= line.code <= _MALE[1] or line.code in ("G0102", "G0103")
            if (of_women and sex == "M") or (of_men and sex == "F"):
                message = f"{line.code} is done on organs of the other sex; the patient's is given as {sex}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
