"""A surface that there is not."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SurfaceUnknown(Edit):
    """A surface that there is not.

    ## Why it matters
    Surfaces are B, D, F, I, L, M and O: the front end returns others.
    """

    id = "DEN008"
    name = "surface-unknown"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the surface."
    examples = (
        Example("occlusal", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "none", "type dental; lines D2391 $150 tooth 14/X", finds=("lines[0].dental.teeth[0].surfaces",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                if not set(tooth.surfaces) <= set("BDFILMO"):
                    message = f"{''.join(tooth.surfaces)} is no surface of a tooth."
                    path = f"lines[{at}].dental.teeth[{number}].surfaces"
                    yield self.finding(claim, path, message, codes=(code,))
