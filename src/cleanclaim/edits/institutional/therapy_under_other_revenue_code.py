"""Therapy under the revenue code of another discipline."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_MODIFIERS = {"042": "GP", "043": "GO", "044": "GN"}


class TherapyUnderOtherRevenueCode(Edit):
    """Therapy under the revenue code of another discipline.

    ## Why it matters
    Physical therapy is 042x with GP, occupational 043x with GO, speech 044x with GN: others are
    returned.
    """

    id = "INS052"
    name = "therapy-under-other-revenue-code"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("042*", "043*", "044*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 5, section 20", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the revenue code or the modifier."
    examples = (
        Example("occupational", "type institutional; payer medicare; line 97530-GO $80 rev 0430"),
        Example(
            "under physical therapy",
            "type institutional; payer medicare; line 97530-GO $80 rev 0420",
            finds=("lines[1].revenue_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wanted = _MODIFIERS.get(line.line.revenue_code[:3])
            told = [one for one in line.modifiers if one in ("GN", "GO", "GP")]
            if wanted and told and wanted not in told:
                message = f"{line.code}-{told[0]} under revenue code {line.line.revenue_code}."
                own = next(begins for begins, modifier in _MODIFIERS.items() if modifier == told[0])
                change = Change(f"{line.path}.revenue_code", own + line.line.revenue_code[3:])
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
