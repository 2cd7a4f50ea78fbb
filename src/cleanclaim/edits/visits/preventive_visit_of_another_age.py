"""A preventive visit's code for another age."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_AGES = {
    **dict.fromkeys(("99381", "99391"), (0, 0)),
    **dict.fromkeys(("99382", "99392"), (1, 4)),
    **dict.fromkeys(("99383", "99393"), (5, 11)),
    **dict.fromkeys(("99384", "99394"), (12, 17)),
    **dict.fromkeys(("99385", "99395"), (18, 39)),
    **dict.fromkeys(("99386", "99396"), (40, 64)),
    **dict.fromkeys(("99387", "99397"), (65, 124)),
}
"""Completed years (from general knowledge; unverified)."""


class PreventiveVisitOfAnotherAge(Edit):
    """A preventive visit's code for another age.

    ## Why it matters
    Preventive visits have codes by age: another age's is denied.
    """

    id = "EVM008"
    name = "preventive-visit-of-another-age"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("9938*", "9939*")
    severity = Severity.DENY
    sources = (reason_code("6"),)
    predicts = (CARC("6"),)
    fix = "Report the code of the patient's age on the day."
    examples = (
        Example("at 45", "patient self sex F born 1980-02-03; lines 99396 $200 @1"),
        Example(
            "a child's code for an adult",
            "patient self sex F born 1980-02-03; lines 99393 $200 @1",
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            ages = _AGES.get(line.code)
            age = facts_of(claim).age_on(line.day)
            if ages is not None and age is not None and not ages[0] <= age <= ages[1]:
                message = f"{line.code} is for {ages[0]} to {ages[1]} years; the patient is {age}."
                path = f"{line.path}.code"
                kin = (one for one in _AGES if one[:4] == line.code[:4])
                changes = only(path, (one for one in kin if _AGES[one][0] <= age <= _AGES[one][1]))
                yield self.finding(claim, path, message, codes=(line.code,), changes=changes)
