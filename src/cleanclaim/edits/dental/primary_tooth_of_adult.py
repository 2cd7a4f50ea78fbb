"""A primary tooth of an adult."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_OLDEST = 20


class PrimaryToothOfAdult(Edit):
    """A primary tooth of an adult.

    ## Why it matters
    Primary teeth are gone by the age of about thirteen: the tooth or the patient is wrong.
    """

    id = "DEN013"
    name = "primary-tooth-of-adult"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the tooth."
    examples = (
        Example("at seven", "type dental; patient child born 2018-03-02 sex M; lines D2391 $150 tooth K/O"),
        Example(
            "an adult's",
            "type dental; lines D2391 $150 tooth K/O",
            finds=("lines[0].dental.teeth[0].number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            code = line.code.strip().upper()
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                name = tooth.number.strip().upper()
                if (
                    len(name) == 1
                    and "A" <= name <= "T"
                    and (age := facts_of(claim).age_on(line.dates.start if line.dates else None)) is not None
                    and age > _OLDEST
                ):
                    message = f"Tooth {name} is a primary tooth; the patient is {age}."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    yield self.finding(claim, path, message, codes=(code,))
