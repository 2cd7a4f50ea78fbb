"""A cleaning's code of another age."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_CHILD, _ADULT = 12, 15


class CleaningOfAnotherAge(Edit):
    """A cleaning's code of another age.

    ## Why it matters
    Cleanings of children and of adults have codes of their own: plans draw the line at
    fourteen.
    """

    id = "DEN016"
    name = "cleaning-of-another-age"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D1110", "D1120")
    severity = Severity.DENY
    sources = (reason_code("6"),)
    predicts = (CARC("6"),)
    fix = "Report the code of the patient's age."
    examples = (
        Example("an adult", "type dental; lines D1110 $90; without lines[0].dental"),
        Example(
            "a child under the adult's code",
            ("type dental; patient child born 2019-03-02 sex M; lines D1110 $90; without lines[0].dental"),
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            age = facts_of(claim).age_on(line.day)
            if age is not None and (
                (line.code == "D1110" and age < _CHILD) or (line.code == "D1120" and age > _ADULT)
            ):
                message = f"{line.code} for a patient of {age}."
                change = Change(f"{line.path}.code", "D1120" if line.code == "D1110" else "D1110")
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
