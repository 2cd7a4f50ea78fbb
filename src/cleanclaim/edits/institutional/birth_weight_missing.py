"""A newborn's bill without the birth weight."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class BirthWeightMissing(Edit):
    """A newborn's bill without the birth weight.

    ## Why it matters
    Value code 54 tells the weight in grams, by which newborns are grouped.
    """

    id = "INS119"
    name = "birth-weight-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = diagnoses("Z38*")
    severity = Severity.INFORM
    sources = (Citation("NUBC, value code 54", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter value code 54 with the grams."
    examples = (
        Example(
            "with it",
            ("type institutional; bill 0111; set institutional.admission_type 4; dx Z38.00; values 54 3350"),
        ),
        Example(
            "without",
            ("type institutional; bill 0111; set institutional.admission_type 4; dx Z38.00"),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if (
            details is None
            or details.admission_type != "4"
            or any(one.code == "54" for one in details.values)
        ):
            return
        if facts_of(claim).bill_type[:2] == "11":
            yield self.finding(
                claim, "institutional.values", "A newborn's stay without the birth weight (value code 54)."
            )
