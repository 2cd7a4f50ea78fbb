"""A provider whose visits are nearly all of the highest level."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.compliance.levels import LEVELS
from cleanclaim.edits.compliance.profile import ENOUGH, claims_of_provider
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_HIGHEST = frozenset(("99205", "99215", "99223", "99233", "99245", "99255", "99285", "99306", "99310"))
_NEARLY_ALL = Decimal("0.9")


def _of_levels(*codes: str) -> tuple[str, ...]:
    """Return visits of 21 patients, with these codes by turns: history for the examples."""
    return tuple(
        f"dos 2025-10-{n + 1:02d}; lines {codes[n % len(codes)]} $250 @1; set patient_control_number A{n}; "
        f"set coverages[0].member_id OTHER{n}; set patient.name.last PERSON{n}"
        for n in range(21)
    )


class OneLevelForAllPatients(Edit):
    """A provider whose visits are nearly all of the highest level.

    ## Why it matters
    Payers compare providers of one specialty: who bills the highest level for nearly every patient is
    asked for records. There may be a reason, such as a practice of very sick patients; it has to show.
    """

    id = "CPL007"
    name = "one-level-for-all-patients"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("history")
    severity = Severity.INFORM
    sources = (reason_code("150"),)
    predicts = (CARC("150"),)
    fix = "Look at a sample of the provider's documents against their levels."
    examples = (
        Example("other levels too", "lines 99215 $250 @1", history=_of_levels("99213", "99215")),
        Example(
            "all of the highest",
            "lines 99215 $250 @1",
            history=_of_levels("99215", "99215"),
            finds=("lines[0].code",),
        ),
        Example("this visit is not", "lines 99213 $125 @1", history=_of_levels("99215", "99215")),
        Example("too few to tell", "lines 99215 $250 @1", history=_of_levels("99215", "99215")[:10]),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code not in _HIGHEST:
                continue
            category = LEVELS[line.code][0]
            visits = [
                one
                for lines in claims_of_provider(line.rendering, rules)
                for one in lines
                if one.code in LEVELS and LEVELS[one.code][0] == category
            ]
            highest = sum(one.code in _HIGHEST for one in visits)
            if len(visits) >= ENOUGH and highest >= _NEARLY_ALL * len(visits):
                message = f"{highest} of {len(visits)} such visits at hand of the provider are {line.code}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
