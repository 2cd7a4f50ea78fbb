"""Two visits of a day of which one includes the other."""

from collections.abc import Iterator
from functools import lru_cache

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_INITIAL = frozenset(("99221", "99222", "99223"))
_SUBSEQUENT = frozenset(("99231", "99232", "99233"))
_DISCHARGE = frozenset(("99238", "99239"))
_SAME_DAY = frozenset(("99234", "99235", "99236"))
_WELLNESS = frozenset(("G0402", "G0438", "G0439"))
_PSYCHOTHERAPY = frozenset(("90832", "90834", "90837"))
_EMERGENCY = frozenset(("99281", "99282", "99283", "99284", "99285"))
_PAIRS = (
    (_INITIAL, _DISCHARGE),
    (_SUBSEQUENT, _DISCHARGE),
    (_INITIAL, _SUBSEQUENT),
    (_SAME_DAY, _INITIAL | _SUBSEQUENT | _DISCHARGE),
    (_WELLNESS, _WELLNESS),
    (_EMERGENCY, frozenset(("99291",))),
    (_PSYCHOTHERAPY, _PSYCHOTHERAPY),
    (frozenset(("90791",)), frozenset(("90792",))),
    (frozenset(("99490", "99491")), frozenset(("99487",))),
)
"""Kinds of visits of which a day has only one (our reading; unverified as a list)."""


@lru_cache(maxsize=4096)
def _exclude(one: str, other: str) -> bool:
    return one != other and any(
        (one in first and other in second) or (one in second and other in first) for first, second in _PAIRS
    )


class VisitsExcludeEachOther(Edit):
    """Two visits of a day of which one includes the other.

    ## Why it matters
    Admission and discharge on one day have codes of their own; a day of discharge has no other
    visit: the second is denied.
    """

    id = "EVM009"
    name = "visits-exclude-each-other"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("several lines")
    explained_by = ("PTP001", "PTP002")
    severity = Severity.DENY
    sources = (
        reason_code("97"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 30.6.9", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Report the one code that stands for both."
    examples = (
        Example("a day of care", "place 21; set dates.admission 2025-11-17; lines 99232 $120 @1"),
        Example(
            "admitted and discharged",
            "place 21; set dates.admission 2025-11-18; lines 99222 $220 @1 | 99238 $120 @1",
            finds=("lines[1].code",),
        ),
        Example(
            "a visit on the day of discharge",
            "place 21; set dates.admission 2025-11-16; lines 99232 $120 @1 | 99239 $150 @1",
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            for at, line in enumerate(lines):
                for other in lines[:at]:
                    if (
                        _exclude(line.code, other.code)
                        and same_provider(line, other)
                        and not line.has("25") | other.has("25")
                    ):
                        message = f"{other.code} and {line.code} on {line.day} by the same provider."
                        yield self.finding(claim, f"{line.path}.code", message, codes=(other.code, line.code))
