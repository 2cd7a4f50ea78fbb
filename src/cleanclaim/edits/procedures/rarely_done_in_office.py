"""A service in an office that is rarely or never done there."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PARTS = ("54", "55", "56")
_OFFICES = frozenset(("11", "12", "20", "49", "50", "72"))


class RarelyDoneInOffice(Edit):
    """A service in an office that is rarely or never done there.

    ## Why it matters
    The fee schedule has no amount for it outside facilities: the place or the code is mostly
    wrong.
    """

    id = "PRC014"
    name = "rarely-done-in-office"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = places("11", "12", "20", "49", "50", "72")
    severity = Severity.REVIEW
    sources = (
        indicator("Non-Facility NA Indicator"),
        reason_code("5"),
    )
    predicts = (CARC("5"),)
    fix = "Correct the place or the code."
    examples = (
        Example(
            "in a hospital",
            "payer medicare; place 22; lines 27447 $1800 @1",
            tables=("MPFS 27447 status=A nonfacility_na=true",),
        ),
        Example(
            "in the office",
            "payer medicare; lines 27447 $1800 @1",
            finds=("lines[0].place_of_service",),
            tables=("MPFS 27447 status=A nonfacility_na=true",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, places=_OFFICES):
            if isinstance(found, Finding):
                yield found
            elif (
                found.row.nonfacility_na
                and not found.line.has("54", "55", "56")
                and found.row.global_days != "MMM"
            ):
                message = f"{found.line.code} is rarely done outside facilities; place {found.line.place}."
                yield self.finding(
                    claim,
                    f"{found.line.path}.place_of_service",
                    message,
                    codes=(found.line.code,),
                    release=found.release,
                )
