"""A code that Medicare does not take from outpatient departments."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import OPPS, Known
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CodeNotForOutpatientDepartment(Edit):
    """A code that Medicare does not take from outpatient departments.

    ## Why it matters
    With status B another code stands for the service: a clinic visit is G0463.
    """

    id = "INS044"
    name = "code-not-for-outpatient-department"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("13*")
    severity = Severity.DENY
    sources = (
        reason_code("181"),
        Citation("CMS OPPS Addendum D1, status indicator B", verified=False),
    )
    predicts = (CARC("181"),)
    fix = "Report the code that is taken (G0463 for a clinic visit)."
    examples = (
        Example(
            "the clinic visit",
            "type institutional; payer medicare; lines G0463 $125 rev 0510",
            tables=("OPPS G0463 status=J2",),
        ),
        Example(
            "an office visit",
            "type institutional; payer medicare; lines 99213 $125 rev 0510",
            finds=("lines[0].code",),
            tables=("OPPS 99213 status=B",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.code or line.day is None:
                continue
            answer = rules.store.find(OPPS, line.code, line.day)
            if isinstance(answer, Known) and answer.value[0].status in ("B", "E", "E1", "E2", "M"):
                message = (
                    f"{line.code} is not taken from outpatient departments (status {answer.value[0].status})."
                )
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=answer.release.label
                )
