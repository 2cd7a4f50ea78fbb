"""More or fewer surfaces than the filling's code has."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import SURFACES
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_FOUR_OR_MORE = 4


class SurfacesDifferFromCode(Edit):
    """More or fewer surfaces than the filling's code has.

    ## Why it matters
    The code says how many surfaces were filled, and the claim which: they have to agree.
    """

    id = "DEN002"
    name = "surfaces-differ-from-code"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D2*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the code or the surfaces, after the record."
    examples = (
        Example("one", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "three under the code of one",
            "type dental; lines D2391 $150 tooth 14/MOD",
            finds=("lines[0].dental.teeth[0].surfaces",),
        ),
        Example("five under four or more", "type dental; lines D2394 $250 tooth 14/MODBL"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            wanted = SURFACES.get(line.code.strip().upper())
            if wanted is None or line.dental is None:
                continue
            for number, tooth in enumerate(line.dental.teeth):
                told = len(set(tooth.surfaces))
                if (told < _FOUR_OR_MORE or wanted < _FOUR_OR_MORE) and told != wanted:
                    message = f"{line.code} is of {wanted}; tooth {tooth.number} has {told} surfaces."
                    path = f"lines[{at}].dental.teeth[{number}].surfaces"
                    kin = (one for one in SURFACES if one[:4] == line.code.strip().upper()[:4])
                    right = (one for one in kin if SURFACES[one] == min(told, _FOUR_OR_MORE))
                    changes = only(f"lines[{at}].code", right) if len(line.dental.teeth) == 1 else ()
                    yield self.finding(claim, path, message, codes=(line.code,), changes=changes)
