"""More units than the authorization has left."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import named, number_on, plain
from cleanclaim.edits.context import AUTHORIZATIONS, Authorization
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts
from cleanclaim.edits.history import earlier_claims
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AuthorizedUnitsExceeded(Edit):
    """More units than the authorization has left.

    ## Why it matters
    The payer pays as many units as it has approved and denies the others.
    """

    id = "AUT009"
    name = "authorized-units-exceeded"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (reason_code("198"),)
    predicts = (CARC("198"),)
    fix = "Ask for more units before sending, or bill what was approved."
    examples = (
        Example(
            "as many as approved",
            "lines 97110 x4 $80 @1; set coverages[0].prior_authorization A1",
            context=("authorization number=A1 codes=97110 units=4",),
        ),
        Example(
            "one more",
            "lines 97110 x5 $80 @1; set coverages[0].prior_authorization A1",
            finds=("lines[0].units",),
            context=("authorization number=A1 codes=97110 units=4",),
        ),
        Example(
            "some were used before",
            "lines 97110 x4 $80 @1; set coverages[0].prior_authorization A1",
            finds=("lines[0].units",),
            context=("authorization number=A1 codes=97110 units=10 used=8",),
        ),
        Example(
            "an earlier claim used them",
            "lines 97110 x4 $80 @1; set coverages[0].prior_authorization A1",
            finds=("lines[0].units",),
            history=(
                (
                    "dos 2025-11-11; lines 97110 x8 $160 @1; set coverages[0].prior_authorization A1; set"
                    " patient_control_number OTHER1"
                ),
            ),
            context=("authorization number=A1 codes=97110 units=10",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        left: dict[str, Decimal] = {}
        said: set[str] = set()
        for line, _, answer in named(claim, rules):
            if answer.units is None or not answer.holds_for(line.code):
                continue
            if answer.number not in left:
                left[answer.number] = answer.units - answer.used - _used_before(claim, rules, answer)
            before = left[answer.number]
            left[answer.number] -= line.units
            if left[answer.number] < 0 and answer.number not in said:
                said.add(answer.number)
                message = (
                    f"{line.units.normalize():f} units of {line.code}; authorization {answer.number} has "
                    f"{max(before, Decimal(0)).normalize():f} of {answer.units.normalize():f} left."
                )
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))


def _used_before(claim: Claim, rules: Rules, answer: Authorization) -> Decimal:
    used = Decimal(0)
    for earlier in earlier_claims(claim, rules):
        for line in facts_lines(earlier):
            number = number_on(earlier, line)[1]
            if plain(number) == plain(answer.number) and answer.holds_for(line.code):
                used += line.units
    return used


def facts_lines(claim: Claim) -> list[LineFacts]:
    """Return the lines of an earlier claim: not by facts_of, whose one slot is the judged claim's."""
    return [LineFacts(claim, index, line) for index, line in enumerate(claim.lines)]
