"""A condition from work without the day of the accident or its beginning."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class EmploymentWithoutItsDay(Edit):
    """A condition from work without the day of the accident or its beginning.

    ## Why it matters
    Condition code 02 says that another insurance may have to pay; the payer asks for the day
    (occurrence code 04 for an accident at work, 11 for an illness).
    """

    id = "INS084"
    name = "employment-without-its-day"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Add occurrence code 04 or 11 with its day, or take condition code 02 off."
    examples = (
        Example(
            "with the day",
            "type institutional; conditions 02; occurrences 04 on 2025-11-10",
        ),
        Example("without", "type institutional; conditions 02", finds=("institutional.occurrences",)),
        Example(
            "another condition",
            "type institutional; conditions 09",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or "02" not in details.conditions:
            return
        if not any(one.code in ("04", "11") for one in details.occurrences):
            message = "Condition code 02 (from work), but no occurrence code 04 or 11 with the day."
            yield self.finding(claim, "institutional.occurrences", message, codes=("02",))
