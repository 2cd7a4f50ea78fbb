"""A substitute (Q5, Q6) for longer than sixty days on end."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.compliance.profile import claims_of_provider
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_LONGEST = 60


def _away(since: date) -> tuple[str, ...]:
    """Return a claim of another patient with a substitute on a day, for the examples."""
    other = (
        "set coverages[0].member_id 1EG4TE5MK99; set patient.name.last PERSON; set patient_control_number A1"
    )
    return (f"payer medicare; dos {since}; lines 99213-Q6 $125 @1; {other}",)


def _back(on: date) -> str:
    """Return a claim with the physician's own service on a day, for the examples."""
    return _away(on)[0].replace("-Q6", "").replace("A1", "A2")


class SubstituteOverSixtyDays(Edit):
    """A substitute (Q5, Q6) for longer than sixty days on end.

    ## Why it matters
    Medicare takes a substitute's services as the absent physician's for at most sixty days; after that
    the substitute bills under the own number. Only who is called to active duty may be away longer.
    """

    id = "MOD038"
    name = "substitute-over-sixty-days"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("Q5", "Q6")
    severity = Severity.REVIEW
    sources = (
        Citation(
            "First Coast Service Options: Reciprocal billing and fee-for-time compensation arrangements",
            "medicare.fcso.com, last modified 2/22/2024",
        ),
    )
    predicts = (CARC("B7"),)
    fix = "Bill under the substitute's own number, unless the physician is on active duty."
    examples = (
        Example(
            "the first weeks", "payer medicare; lines 99213-Q6 $125 @1", history=_away(date(2025, 10, 1))
        ),
        Example(
            "after seventy days",
            "payer medicare; lines 99213-Q6 $125 @1",
            history=_away(date(2025, 9, 9)),
            finds=("lines[0].modifiers",),
        ),
        Example(
            "the physician was back between",
            "payer medicare; lines 99213-Q6 $125 @1",
            history=(*_away(date(2025, 9, 9)), _back(date(2025, 10, 20))),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.has("Q5", "Q6") or line.day is None:
                continue
            before = [one for lines in claims_of_provider(line.rendering, rules) for one in lines]
            earlier = [one for one in before if one.day is not None and one.day < line.day]
            own = max((one.day for one in earlier if one.day and not one.has("Q5", "Q6")), default=date.min)
            began = min((one.day for one in earlier if one.day and one.day > own), default=line.day)
            if (line.day - began).days >= _LONGEST:
                message = f"A substitute since {began}, {(line.day - began).days + 1} days on {line.day}."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
