"""Outpatient therapy on a bill without the day of its beginning or plan."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DATES = {"042": ("29", "35"), "043": ("17", "44"), "044": ("30", "45")}
"""Beginnings of revenue codes, and the occurrences of plan and start (general knowledge; unverified)."""


class TherapyDatesMissing(Edit):
    """Outpatient therapy on a bill without the day of its beginning or plan.

    ## Why it matters
    Occurrences 17, 29, 30, 35, 44, 45 and 11 tell the plan, the start and the onset:
    contractors ask for them.
    """

    id = "INS120"
    name = "therapy-dates-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("042*", "043*", "044*")
    severity = Severity.INFORM
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 5, section 20", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the occurrences of the discipline with their days."
    examples = (
        Example(
            "with them",
            (
                "type institutional; payer medicare; lines 97110-GP rev 0420 x2 $160; "
                "occurrences 29 on 2025-11-02 | 35 on 2025-11-03"
            ),
        ),
        Example(
            "without",
            ("type institutional; payer medicare; lines 97110-GP rev 0420 x2 $160"),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or facts_of(claim).is_inpatient:
            return
        given = {one.code for one in details.occurrences}
        for beginning, wanted in _DATES.items():
            there = any(line.revenue_code.startswith(beginning) for line in claim.lines)
            if there and not given & set(wanted):
                message = f"Therapy ({beginning}x) without occurrence {' or '.join(wanted)}."
                yield self.finding(claim, "institutional.occurrences", message)
