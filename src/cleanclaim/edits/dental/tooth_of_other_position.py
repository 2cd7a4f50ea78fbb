"""A filling's code for front teeth on a back tooth, or the other way round."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import ANTERIOR, POSTERIOR, SURFACES, is_front
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ToothOfOtherPosition(Edit):
    """A filling's code for front teeth on a back tooth, or the other way round.

    ## Why it matters
    Fillings of front and back teeth have codes of their own: the other's is denied.
    """

    id = "DEN003"
    name = "tooth-of-other-position"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D2*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the code or the tooth."
    examples = (
        Example("a back tooth", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "a front tooth",
            "type dental; lines D2391 $150 tooth 8/M",
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            if line.dental is None or code not in ANTERIOR | POSTERIOR:
                continue
            for number, tooth in enumerate(line.dental.teeth):
                front = is_front(tooth.number.strip().upper())
                if front is not None and front != (code in ANTERIOR):
                    which = "front" if code in ANTERIOR else "back"
                    message = f"{code} is for {which} teeth; {tooth.number} is none."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    others = POSTERIOR if code in ANTERIOR else ANTERIOR
                    right = (one for one in others if SURFACES[one] == SURFACES[code])
                    changes = only(f"lines[{at}].code", right) if len(line.dental.teeth) == 1 else ()
                    yield self.finding(claim, path, message, codes=(code,), changes=changes)
