"""FS on something that is no visit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SplitVisitModifierOnProcedure(Edit):
    """FS on something that is no visit.

    ## Why it matters
    FS says that a physician and another practitioner shared a visit: a procedure is billed by who did
    it, and is denied with the modifier.
    """

    id = "MOD061"
    name = "split-visit-modifier-on-procedure"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("FS")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take FS off; bill the procedure under the number of who did it."
    examples = (
        Example(
            "on a visit in a hospital",
            "payer medicare; place 22; lines 99214-FS $180 @1",
        ),
        Example(
            "on a joint injection",
            "payer medicare; place 22; lines 20610-FS $180 @1",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "on prolonged time",
            (
                "payer medicare; place 21; set dates.admission 2025-11-17; lines 99223-FS $300 @1 | "
                "G0316-FS $60 @1"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("FS") and line.code.isdigit() and not is_visit(line.code):
                message = f"{line.code} is no visit, but has FS."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "FS"),
                )
