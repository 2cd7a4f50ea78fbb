"""A code that says the patient's age, for another age."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_AGES = {
    **dict.fromkeys(("42820", "42825", "42830", "42835"), (0, 11)),
    **dict.fromkeys(("42821", "42826", "42831", "42836"), (12, 124)),
    **dict.fromkeys(("49500", "49501"), (0, 4)),
    **dict.fromkeys(("49505", "49507"), (5, 124)),
    **dict.fromkeys(("99460", "99461", "99462", "99463", "99464", "99465", "99468", "99469"), (0, 0)),
    **dict.fromkeys(("99471", "99472"), (0, 1)),
    **dict.fromkeys(("99475", "99476"), (2, 5)),
    **dict.fromkeys(("90460", "90461"), (0, 18)),
    **dict.fromkeys(("36400", "36405", "36406"), (0, 2)),
    **dict.fromkeys(("99381", "99391"), (0, 0)),
}
"""Codes and completed years (from general knowledge; unverified)."""


_NEWBORN = frozenset(("99460", "99461", "99462", "99463", "99464", "99465", "99468", "99469"))
_FIRST_DAYS, _YEAR = 28, 365


class CodeOfAnotherAge(Edit):
    """A code that says the patient's age, for another age.

    ## Why it matters
    The line is denied: the patient's age decides between the codes.
    """

    id = "PRC011"
    name = "code-of-another-age"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("procedure code")
    explained_by = ("EVM008",)
    severity = Severity.DENY
    sources = (reason_code("6"),)
    predicts = (CARC("6"),)
    fix = "Report the code of the patient's age."
    examples = (
        Example("a child of eight", "patient child born 2017-03-02 sex M; lines 42820 $600 @1"),
        Example("an adult", "lines 42820 $600 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).codes.isdisjoint(_AGES):
            return
        born = claim.patient.birth_date
        for line in facts_of(claim).lines:
            days = (line.day - born).days if born is not None and line.day is not None else 0
            if line.code in _NEWBORN and _FIRST_DAYS < days < _YEAR:
                message = f"{line.code} is for the first days of life; the patient is {days} days old."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
            if (
                line.code in _AGES
                and (age := facts_of(claim).age_on(line.day)) is not None
                and not _AGES[line.code][0] <= age <= _AGES[line.code][1]
            ):
                low, high = _AGES[line.code]
                message = f"{line.code} is for {low} to {high} years; the patient is {age}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
