"""A permanent tooth that a child of this age does not have yet."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_EARLIEST = {**dict.fromkeys(("1", "16", "17", "32"), 12), **dict.fromkeys(("2", "15", "18", "31"), 9)}
"""Third and second molars and the age below which they are not treated (unverified)."""


class PermanentToothOfYoungChild(Edit):
    """A permanent tooth that a child of this age does not have yet.

    ## Why it matters
    Second molars come at about twelve and third molars later: the tooth or the birth date is
    wrong.
    """

    id = "DEN035"
    name = "permanent-tooth-of-young-child"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("American Dental Association, tooth eruption charts", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the tooth, or the birth date."
    examples = (
        Example(
            "a first molar at seven",
            ("type dental; patient child born 2018-03-02 sex M; lines D1351 $60 tooth 30"),
        ),
        Example(
            "a third molar at six",
            ("type dental; patient child born 2019-04-02 sex M; lines D2391 $150 tooth 32/O"),
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            age = facts_of(claim).age_on(line.day)
            for number, tooth in enumerate(line.line.dental.teeth if line.line.dental is not None else ()):
                if age is not None and age < _EARLIEST.get(tooth.number.strip(), 0):
                    message = f"Tooth {tooth.number} is not there at {age} years."
                    path = f"{line.path}.dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(line.code,))
