"""A payment group of skilled nursing without the day of its assessment."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DEFAULT = "ZZZZZ"


class AssessmentDateMissing(Edit):
    """A payment group of skilled nursing without the day of its assessment.

    ## Why it matters
    Occurrence 50 tells on which day the assessment was made from which the group comes: without
    it the bill is returned.
    """

    id = "INS106"
    name = "assessment-date-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0022")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 6, section 30", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter occurrence 50 with the day of the assessment, or bill the default group."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03; without "
                "institutional.occurrences"
            ),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or facts_of(claim).bill_type[:2] not in ("18", "21"):
            return
        groups = [line for line in facts_of(claim).lines if line.line.revenue_code == "0022"]
        wanted = any(line.code and not line.code.startswith(_DEFAULT) for line in groups)
        if wanted and not any(one.code == "50" for one in details.occurrences):
            message = f"Group {groups[0].code} without the day of its assessment (occurrence 50)."
            yield self.finding(claim, "institutional.occurrences", message, codes=(groups[0].code,))
