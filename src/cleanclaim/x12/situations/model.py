"""One situational rule: when it speaks, what must be there then, and what it says."""

import msgspec

from cleanclaim.x12.problems import Severity


class Condition(msgspec.Struct, frozen=True):
    """A question about the segments of a scope, answered with yes or no.

    ``loop`` is empty for the scope's own loop; ``qualifiers`` are values of the segment's first
    element (or its first component), empty for any; ``element`` and ``component`` are 0 when the
    segment alone is asked for. ``kind`` is exists, among, has (any component), starts, zero, over and
    under (a number), before and beyond (the days of ``other``), code (a code of an HI, by its
    qualifier), inner (the number of blocks of a loop inside) or ask (a named question, in
    ``segment``).
    """

    kind: str
    loop: str = ""
    segment: str = ""
    qualifiers: tuple[str, ...] = ()
    element: int = 0
    component: int = 0
    values: tuple[str, ...] = ()
    negated: bool = False
    other: "Condition | None" = None


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of level 4. It speaks when every ``when`` holds and one of the ``needs`` does not.

    ``guides`` are guides' names (837P, 278-request); ``block`` is the loop that it looks at when
    that loop closes, ``each`` a loop or segment id in it of which it looks at one at a time. Each
    of ``needs`` is a list of alternatives. ``check`` is a named check that finds the places by
    itself. ``at`` is where to report. ``verified`` tells whether the guide's own text was at hand.
    """

    id: str
    guides: tuple[str, ...]
    block: str
    sentence: str
    fix: str
    source: str
    each: str = ""
    when: tuple[Condition, ...] = ()
    needs: tuple[tuple[Condition, ...], ...] = ()
    check: str = ""
    at: Condition | None = None
    severity: Severity = Severity.ERROR
    verified: bool = False
