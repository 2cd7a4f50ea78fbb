"""A service to a part of the mouth without, or with another part."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_QUADRANTS = ("10", "20", "30", "40", "UR", "UL", "LL", "LR")
_AREAS = dict.fromkeys(("D4341", "D4342", "D4210", "D4260"), _QUADRANTS) | {
    "D5110": ("01", "UA"),
    "D5120": ("02", "LA"),
    "D5130": ("01", "UA"),
    "D5140": ("02", "LA"),
    **dict.fromkeys(("D5211", "D5213", "D5221", "D5223", "D5225", "D5227"), ("01", "UA")),
    **dict.fromkeys(("D5212", "D5214", "D5222", "D5224", "D5226", "D5228"), ("02", "LA")),
}
"""Codes and the areas that they are done to (from general knowledge; unverified)."""


class AreaMissingOrWrong(Edit):
    """A service to a part of the mouth without, or with another part.

    ## Why it matters
    Scaling is by quadrant, dentures by arch: the line is returned without it.
    """

    id = "DEN015"
    name = "area-missing-or-wrong"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D43*", "D42*", "D51*", "D52*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Enter the area: 01 upper, 02 lower arch, 10, 20, 30, 40 the quadrants."
    examples = (
        Example("an upper denture", "type dental; lines D5110 $1500 area 01"),
        Example(
            "an upper denture below",
            "type dental; lines D5110 $1500 area 02",
            finds=("lines[0].dental.oral_cavity",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            wanted = _AREAS.get(code)
            told = line.dental.oral_cavity if line.dental is not None else ()
            if (
                wanted
                and not any(area in wanted for area in told)
                and (told or not line.dental or not line.dental.teeth)
            ):
                message = f"{code} asks for the area {' or '.join(wanted)}."
                yield self.finding(claim, f"lines[{at}].dental.oral_cavity", message, codes=(code,))
