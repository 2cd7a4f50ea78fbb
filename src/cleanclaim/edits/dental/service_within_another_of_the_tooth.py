"""A service to a tooth that another one to the same tooth that day includes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FILLINGS = ("D21", "D23", "D239")
_INCLUDES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("D2950",), _FILLINGS),
    (("D31", "D32", "D33", "D2", "D71", "D72"), ("D9110",)),
    (("D721", "D722", "D723", "D724"), ("D7140",)),
    (("D331", "D332", "D333"), ("D3220", "D3221", "D3230", "D3240")),
)
"""Beginnings of codes, and those of what they include at one tooth (from general knowledge; unverified)."""


class ServiceWithinAnotherOfTheTooth(Edit):
    """A service to a tooth that another one to the same tooth that day includes.

    ## Why it matters
    Plans pay one of them: a filling is part of a core build-up, relief of pain part of the
    treatment, an extraction is done in one way, and a surface is filled once.
    """

    id = "DEN031"
    name = "service-within-another-of-the-tooth"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("several lines")
    severity = Severity.DENY
    sources = (
        reason_code("97"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Report the service that includes the other."
    examples = (
        Example(
            "a build-up and a crown",
            (
                "type dental; lines D2950 $250 tooth 30 | D2740 $1100 tooth 30; set "
                "lines[1].dental.prosthesis I"
            ),
        ),
        Example(
            "a build-up and a filling",
            ("type dental; lines D2950 $250 tooth 30 | D2391 $150 tooth 30/O"),
            finds=("lines[1].code",),
        ),
        Example("two teeth", ("type dental; lines D7140 $150 tooth 1 | D7210 $300 tooth 17")),
        Example(
            "a tooth extracted in two ways",
            ("type dental; lines D7140 $150 tooth 17 | D7210 $300 tooth 17"),
            finds=("lines[0].code",),
        ),
        Example(
            "a surface filled twice",
            ("type dental; lines D2391 $150 tooth 14/O | D2392 $200 tooth 14/MO"),
            finds=("lines[0].code",),
        ),
        Example(
            "two fillings with surfaces of their own",
            ("type dental; lines D2391 $150 tooth 14/B | D2392 $200 tooth 14/MO"),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            for line in lines:
                for other in lines:
                    if other is not line and _teeth(line) & _teeth(other) and _is_within(line, other):
                        message = f"{line.code} is part of {other.code} at the same tooth on {line.day}."
                        yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, other.code))
                        break


def _is_within(line: LineFacts, other: LineFacts) -> bool:
    if any(other.code.startswith(one) and line.code.startswith(two) for one, two in _INCLUDES):
        return not (line.code == "D9110" and other.code == "D9110")
    if line.code == other.code or not (line.code.startswith(_FILLINGS) and other.code.startswith(_FILLINGS)):
        return False
    mine, theirs = _surfaces(line), _surfaces(other)
    return bool(mine & theirs) and (len(mine), -line.index) < (len(theirs), -other.index)


def _teeth(line: LineFacts) -> frozenset[str]:
    dental = line.line.dental
    return frozenset(tooth.number.strip().upper() for tooth in dental.teeth) if dental else frozenset()


def _surfaces(line: LineFacts) -> frozenset[str]:
    dental = line.line.dental
    return (
        frozenset(surface for tooth in dental.teeth for surface in tooth.surfaces) if dental else frozenset()
    )
