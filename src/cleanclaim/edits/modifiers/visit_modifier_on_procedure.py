"""Modifier 24, 25 or 57 on something that is no visit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_OTHER_VISITS = ("G0", "G2", "S0", "T1015", "G3", "H0")
"""HCPCS codes of which some are visits (annual wellness visit, …): nothing is said of them."""


class VisitModifierOnProcedure(Edit):
    """Modifier 24, 25 or 57 on something that is no visit.

    ## Why it matters
    The three modifiers say that a visit is separate from a procedure; on the procedure they say
    nothing, and the line is denied.
    """

    id = "MOD014"
    name = "visit-modifier-on-procedure"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("24", "25", "57")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("4"),)
    fix = "Put the modifier on the visit's code."
    examples = (
        Example("on the visit", "lines 99213-25 $125 @1 | 20610-RT $180 @1"),
        Example("on the procedure", "lines 99213 $125 @1 | 20610-25 $180 @1", finds=("lines[1].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wrong = [modifier for modifier in line.modifiers if modifier in ("24", "25", "57")]
            if wrong and line.code and not is_visit(line.code) and not line.code.startswith(_OTHER_VISITS):
                message = f"Modifier {wrong[0]} belongs to a visit; {line.code} is none."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, *wrong),
                )
