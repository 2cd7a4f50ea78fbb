"""A visit on a laboratory bill for people who are no patients (14x)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_VISITS = ("045", "051", "052")


class VisitOnLaboratoryBill(Edit):
    """A visit on a laboratory bill for people who are no patients (14x).

    ## Why it matters
    Bill type 14x is for specimens of people whom the hospital does not see: a visit belongs on
    13x.
    """

    id = "INS116"
    name = "visit-on-laboratory-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("14*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 16, section 40.3", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Bill the visit, and the tests of that day, on 13x."
    examples = (
        Example("tests alone", ("type institutional; payer medicare; bill 0141; lines 80053 rev 0301 $40")),
        Example(
            "a visit too",
            ("type institutional; payer medicare; bill 0141; lines 80053 rev 0301 $40 | G0463 rev 0510 $160"),
            finds=("lines[1].revenue_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).bill_type[:2] != "14":
            return
        for line in facts_of(claim).lines:
            if line.line.revenue_code.startswith(_VISITS):
                what = line.code or line.line.revenue_code
                message = f"{what} is a visit, on bill type {facts_of(claim).bill_type}."
                yield self.finding(
                    claim, f"{line.path}.revenue_code", message, codes=(line.line.revenue_code,)
                )
