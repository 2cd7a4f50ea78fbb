"""A claim of a clinical trial on which no service is said to be the trial's."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TrialServiceNotSaid(Edit):
    """A claim of a clinical trial on which no service is said to be the trial's.

    ## Why it matters
    With the trial's number and Z00.6 the payer expects Q0 on what is investigated and Q1 on routine
    care: without them it cannot tell what the trial pays.
    """

    id = "MOD062"
    name = "trial-service-not-said"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = diagnoses("Z006")
    severity = Severity.REVIEW
    sources = (Citation("Medicare Claims Processing Manual, chapter 32, section 69.6", verified=False),)
    predicts = (CARC("16"),)
    fix = "Add Q0 or Q1 to the services of the trial."
    examples = (
        Example(
            "routine care of a trial",
            (
                "payer medicare; lines 99213-Q1 $125 @1; dx I10, Z00.6; set references[0].qualifier "
                "P4; set references[0].value 01234567"
            ),
        ),
        Example(
            "not said",
            (
                "payer medicare; lines 99213 $125 @1; dx I10, Z00.6; set references[0].qualifier P4; "
                "set references[0].value 01234567"
            ),
            finds=("lines",),
        ),
        Example(
            "an examination without a trial's number",
            "payer medicare; lines 99213 $125 @1; dx I10, Z00.6",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        numbers = [one for one in claim.references if one.qualifier == "P4" and one.value.strip()]
        if numbers and "Z006" in facts.diagnoses and not facts.modifiers & {"Q0", "Q1"}:
            message = "The claim names a trial (Z00.6 and its number), but no line has Q0 or Q1."
            yield self.finding(claim, "lines", message, codes=("Z006",))
