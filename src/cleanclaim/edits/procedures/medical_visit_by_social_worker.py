"""A medical visit by a clinical social worker, billed to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_MENTAL_HEALTH = ("1041C", "103T")
"""Beginnings of taxonomy codes of clinical social workers and psychologists (NUCC)."""


class MedicalVisitBySocialWorker(Edit):
    """A medical visit by a clinical social worker, billed to Medicare.

    ## Why it matters
    Medicare pays clinical social workers for diagnosing and treating mental illness: medical
    visits are not theirs.
    """

    id = "PRC037"
    name = "medical-visit-by-social-worker"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("992*", "993*", "994*")
    severity = Severity.REVIEW
    sources = (
        reason_code("170"),
        Citation("42 CFR 410.73", verified=False),
    )
    predicts = (CARC("170"),)
    fix = "Report psychotherapy, or bill under who may see patients for medical visits."
    examples = (
        Example("a physician", "payer medicare; lines 99213 $125 @1"),
        Example(
            "a social worker",
            ("payer medicare; lines 99213 $125 @1; set rendering.taxonomy 1041C0700X"),
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.specialty.startswith(_MENTAL_HEALTH)
                and line.code.isdigit()
                and "99202" <= line.code <= "99350"
            ):
                message = f"{line.code} by a provider who treats mental illness alone ({line.specialty})."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
