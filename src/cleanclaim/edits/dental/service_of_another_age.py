"""A dental code of an age that the patient does not have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_AGES = {
    "D0145": (0, 2),
    "D1351": (0, 20),
    "D1510": (0, 17),
    "D1516": (0, 17),
    "D1517": (0, 17),
    "D1520": (0, 17),
    "D1526": (0, 17),
    "D1527": (0, 17),
    "D2930": (0, 17),
    "D8070": (6, 14),
    "D8080": (9, 21),
    "D8090": (16, 124),
}
"""Codes and completed years, widely drawn (from general knowledge; unverified)."""


class ServiceOfAnotherAge(Edit):
    """A dental code of an age that the patient does not have.

    ## Why it matters
    Orthodontics is coded by the dentition, and space is kept for permanent teeth that are still
    to come: the code of another age is denied.
    """

    id = "DEN034"
    name = "service-of-another-age"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D1351", "D807*", "D808*", "D809*", "D151*", "D152*", "D0145", "D293*", "D294*")
    severity = Severity.REVIEW
    sources = (
        reason_code("6"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("6"),)
    fix = "Report the code of the patient's dentition and age."
    examples = (
        Example(
            "an adolescent",
            (
                "type dental; patient child born 2012-03-02 sex M; orthodontics 24 remaining "
                "24; set dental.appliance_placed 2025-11-18; lines D8080 $5000; without "
                "lines[0].dental"
            ),
        ),
        Example(
            "an adult under the adolescent's code",
            (
                "type dental; orthodontics 24 remaining 24; set dental.appliance_placed "
                "2025-11-18; lines D8080 $5000; without lines[0].dental"
            ),
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            age = facts_of(claim).age_on(line.day)
            if (
                line.code in _AGES
                and age is not None
                and not _AGES[line.code][0] <= age <= _AGES[line.code][1]
            ):
                low, high = _AGES[line.code]
                message = f"{line.code} is for {low} to {high} years; the patient is {age}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
