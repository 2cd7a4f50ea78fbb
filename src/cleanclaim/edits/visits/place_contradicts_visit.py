"""A visit's code in a place where such visits are not made."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_OFFICE = frozenset(("99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"))
_EMERGENCY = frozenset(("99281", "99282", "99283", "99284", "99285"))
_HOSPITAL = frozenset(("99221", "99222", "99223", "99231", "99232", "99233", "99234", "99235", "99236")) | {
    "99238",
    "99239",
    "99460",
    "99462",
    "99463",
}
_NURSING = frozenset(("99304", "99305", "99306", "99307", "99308", "99309", "99310", "99315", "99316"))
_HOME = frozenset(("99341", "99342", "99344", "99345", "99347", "99348", "99349", "99350"))
_NOT_OFFICE = frozenset(("21", "23", "31", "34", "41", "42", "51", "61", "81"))
_ALL = frozenset(f"{number:02d}" for number in range(1, 100))
_WHERE = (
    (_OFFICE, _ALL - _NOT_OFFICE | {"23"}),
    (_EMERGENCY, frozenset(("23", "21", "22", "02", "10"))),
    (_NURSING, frozenset(("31", "32", "54", "56", "02", "10"))),
    (_HOSPITAL, frozenset(("19", "21", "22", "23", "02", "10", "25", "51", "52", "61"))),
    (_HOME, frozenset(("12", "13", "14", "16", "33", "54", "55", "04", "15", "02", "10"))),
)
"""Visits and the places where they are made (our reading; unverified as a list)."""

_PLACES = {code: places for visits, places in _WHERE for code in visits}


class PlaceContradictsVisit(Edit):
    """A visit's code in a place where such visits are not made.

    ## Why it matters
    Visits have codes by place: an office code for an inpatient is denied.
    """

    id = "EVM007"
    name = "place-contradicts-visit"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("992*", "993*")
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Report the visit's code of the place, or correct the place."
    examples = (
        Example("an office visit", "lines 99213 $125 @1"),
        Example(
            "an office code for an inpatient",
            "place 21; set dates.admission 2025-11-17; lines 99213 $125 @1",
            finds=("lines[0].place_of_service",),
        ),
        Example(
            "an emergency visit in the office", "lines 99284 $400 @1", finds=("lines[0].place_of_service",)
        ),
        Example("an office code in an outpatient department", "place 22; lines 99213 $125 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            places = _PLACES.get(line.code)
            if places is not None and line.place and line.place not in places:
                message = f"{line.code} in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
