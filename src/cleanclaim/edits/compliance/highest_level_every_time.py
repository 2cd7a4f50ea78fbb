"""The highest level of visit, time after time, for the same patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_lines, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.edits.visits.complexity_with_procedure_visit import OFFICE_VISITS
from cleanclaim.primitives import Citation

_HIGHEST = frozenset(("99205", "99215"))
_ROW = 3


class HighestLevelEveryTime(Edit):
    """The highest level of visit, time after time, for the same patient.

    ## Why it matters
    A row of visits of the highest level is what auditors look for first.
    """

    id = "CPL002"
    name = "highest-level-every-time"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("history")
    severity = Severity.INFORM
    sources = (Citation("OIG, Coding Trends of Medicare Evaluation and Management Services", verified=False),)
    fix = "See that each record supports its level."
    examples = (
        Example(
            "a mixture",
            "lines 99215 $250 @1",
            history=(
                "dos 2025-10-01; lines 99213 $125 @1; set patient_control_number A1",
                "dos 2025-09-01; lines 99215 $250 @1; set patient_control_number A2",
            ),
        ),
        Example(
            "four of four",
            "lines 99215 $250 @1",
            finds=("lines[0].code",),
            history=(
                "dos 2025-10-01; lines 99215 $250 @1; set patient_control_number A1",
                "dos 2025-09-01; lines 99215 $250 @1; set patient_control_number A2",
                "dos 2025-08-01; lines 99215 $250 @1; set patient_control_number A3",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        visits = [line for line in earlier_lines(claim, rules) if line.code in OFFICE_VISITS]
        for line in facts_of(claim).lines:
            mine = [one for one in visits if same_provider(one, line)]
            if line.code in _HIGHEST and len(mine) >= _ROW and all(one.code in _HIGHEST for one in mine):
                message = f"{line.code}, as at the {len(mine)} visits before."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
