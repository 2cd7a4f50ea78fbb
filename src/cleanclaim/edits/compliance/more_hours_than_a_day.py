"""More hours of timed services by one provider than a day has."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.compliance.profile import claims_of_provider
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import TIMED
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_MINUTES = dict.fromkeys(TIMED - {"96125", "92607"}, 15) | {
    "96125": 60,
    "92607": 60,
    "99291": 30,
    "90837": 53,
}
_DAY = 24 * 60


def _therapy(claims: int) -> tuple[str, ...]:
    """Return claims of other patients with an hour of therapy each on the same day, for the examples."""
    return tuple(
        f"lines 97110 x4 $160 @1; set patient_control_number A{n}; set coverages[0].member_id OTHER{n}; "
        f"set patient.name.last PERSON{n}"
        for n in range(claims)
    )


class MoreHoursThanADay(Edit):
    """More hours of timed services by one provider than a day has.

    ## Why it matters
    Nobody works more than a day in a day: the payer's computer finds such days over all patients.
    """

    id = "CPL009"
    name = "more-hours-than-a-day"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (reason_code("151"),)
    predicts = (CARC("151"),)
    fix = "Compare the day's claims with the schedule: units, days and who did the services."
    examples = (
        Example("a full day", "lines 97110 x4 $160 @1", history=_therapy(5)),
        Example("more than a day", "lines 97110 x4 $160 @1", history=_therapy(30), finds=("lines[0].units",)),
        Example(
            "of another provider",
            "lines 97110 x4 $160 @1; set rendering.npi 1999999984",
            history=_therapy(30),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for day, lines in facts_of(claim).by_day.items():
            mine = [line for line in lines if line.code in _MINUTES and line.rendering != line.group]
            for npi in dict.fromkeys(line.rendering for line in mine):
                others = [
                    line
                    for of_claim in claims_of_provider(npi, rules)
                    for line in of_claim
                    if line.day == day and line.code in _MINUTES
                ]
                own = [line for line in mine if line.rendering == npi]
                minutes = sum(line.units * _MINUTES[line.code] for line in (*others, *own))
                if minutes > _DAY:
                    hours = f"{minutes / 60:.0f} hours of timed services"
                    message = f"{hours} by NPI {npi} on {day}, over the claims at hand."
                    yield self.finding(claim, f"{own[0].path}.units", message, codes=(own[0].code,))
