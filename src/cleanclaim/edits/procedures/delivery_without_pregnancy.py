"""A delivery for a diagnosis that is none of pregnancy."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_DELIVERIES = ("594", "5951", "5952", "596")


class DeliveryWithoutPregnancy(Edit):
    """A delivery for a diagnosis that is none of pregnancy.

    ## Why it matters
    The diagnosis has to tell why: a delivery without a code of pregnancy is denied.
    """

    id = "PRC034"
    name = "delivery-without-pregnancy"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("594*", "595*", "596*")
    severity = Severity.REVIEW
    sources = (reason_code("11"),)
    predicts = (CARC("11"),)
    fix = "Point at the code of the pregnancy or delivery (chapter 15)."
    examples = (
        Example("a delivery", ("patient self sex F; dx O80, Z37.0, Z3A.39; lines 59409 $2500 @1")),
        Example(
            "for pain", "patient self sex F; dx R10.9; lines 59409 $2500 @1", finds=("lines[0].pointers",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.code.startswith(_DELIVERIES) or line.code in (
                "59412",
                "59414",
                "59425",
                "59426",
                "59430",
            ):
                continue
            pointed = facts_of(claim).diagnoses_of(line)
            if pointed and not any(code.startswith(("O", "Z37", "Z38", "Z33", "Z34")) for code in pointed):
                message = f"{line.code} is a delivery, but points at {', '.join(pointed)}."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code, *pointed))
