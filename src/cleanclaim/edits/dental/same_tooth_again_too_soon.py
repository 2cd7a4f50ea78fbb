"""The same service to the same tooth or quadrant, sooner than plans pay it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import (
    lines_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = (
    (("D27",), 1825),
    (("D1351",), 700),
    (("D4341", "D4342"), 700),
    (("D21", "D233", "D239", "D2330", "D2331", "D2332", "D2335"), 365),
    (("D331", "D332", "D333"), 1825),
)
"""Beginnings of codes and days within which no plan pays them again (general knowledge; unverified)."""


class SameToothAgainTooSoon(Edit):
    """The same service to the same tooth or quadrant, sooner than plans pay it.

    ## Why it matters
    A crown should last five years, a sealant and scaling two, a filling one: sooner ones are
    denied, or are the dentist's to repair.
    """

    id = "DEN044"
    name = "same-tooth-again-too-soon"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("119"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("119"),)
    fix = "Look up the plan's interval; send the reason with the claim."
    examples = (
        Example(
            "another tooth",
            ("type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis I"),
            history=(
                ("type dental; dos 2024-11-04; lines D2740 $1100 tooth 3; set patient_control_number OTHER1"),
            ),
        ),
        Example(
            "the same tooth after a year",
            ("type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis I"),
            finds=("lines[0].code",),
            history=(
                (
                    "type dental; dos 2024-11-04; lines D2740 $1100 tooth 14; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            kind = next((one for one in _DAYS if line.code.startswith(one[0])), None)
            if kind is None or line.day is None:
                continue
            for before in lines_beside(claim, rules):
                if (
                    before.day is None
                    or not before.code.startswith(kind[0])
                    or not _places(line) & _places(before)
                ):
                    continue
                if 0 < (line.day - before.day).days < kind[1]:
                    message = (
                        f"{line.code} on {line.day}, after {before.code} at the same place on {before.day}."
                    )
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break


def _places(line: LineFacts) -> frozenset[str]:
    """Return the tooth with each of its surfaces, the tooth alone where none is named, or the quadrant."""
    dental = line.line.dental
    if dental is None:
        return frozenset()
    places = {f"area {area}" for area in dental.oral_cavity}
    for tooth in dental.teeth:
        number = tooth.number.strip().upper()
        places |= {f"{number}{surface}" for surface in tooth.surfaces} or {number}
    return frozenset(places)
