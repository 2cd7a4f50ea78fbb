"""A surface that such a tooth does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.dental.services import is_front
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SurfaceOfOtherKindOfTooth(Edit):
    """A surface that such a tooth does not have.

    ## Why it matters
    Front teeth have an incisal edge and a facial side, back teeth an occlusal surface and a
    buccal side.
    """

    id = "DEN009"
    name = "surface-of-other-kind-of-tooth"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the surface or the tooth."
    examples = (
        Example("a back tooth", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "occlusal on a front tooth",
            "type dental; lines D2330 $150 tooth 8/O",
            finds=("lines[0].dental.teeth[0].surfaces",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                name = tooth.number.strip().upper()
                if (front := is_front(name)) is not None and bool(
                    set(tooth.surfaces) & set("OB" if front else "IF")
                ):
                    message = f"Tooth {name} has no surface {''.join(tooth.surfaces)}."
                    path = f"lines[{at}].dental.teeth[{number}].surfaces"
                    yield self.finding(claim, path, message, codes=(code,))
