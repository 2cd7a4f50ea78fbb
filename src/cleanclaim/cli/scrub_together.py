"""The claims of one 837 file, each judged beside the same patient's claims before it."""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits import Finding, Rules, Severity, scrub
from cleanclaim.exchange import iter_837

if TYPE_CHECKING:
    from cleanclaim.x12 import Source

_REMEMBERED = 5000
"""How many claims of a file are kept for others of the same patient behind them: memory stays flat."""


def judged(source: "Source", rules: Rules, *, where: str) -> Iterator[tuple[Claim, tuple[Finding, ...]]]:
    """Yield each claim of a file with its findings, in the order of the file."""
    before: dict[object, list[Claim]] = {}
    waiting: deque[object] = deque()
    for claim in iter_837(source, where=where):
        found = scrub(claim, rules)
        if claim.coverages:
            who = (claim.patient.name, claim.patient.birth_date, claim.coverage.member_id)
            others = before.setdefault(who, [])
            if others:
                found = _beside(claim, others, rules, found)
            others.append(claim)
            waiting.append(who)
            if len(waiting) > _REMEMBERED:
                oldest = waiting.popleft()
                before[oldest].pop(0)
                if not before[oldest]:
                    del before[oldest]
        yield claim, found


def _beside(
    claim: Claim, others: list[Claim], rules: Rules, alone: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Judge a claim with the patient's claims that stand before it in the file.

    They take the place of a history, but they are not one: what asks for the earlier claims of
    the patient stays not checked when none were given.
    """
    with_them = scrub(claim, msgspec.structs.replace(rules, history=(*(rules.history or ()), *others)))
    said = {finding.missing for finding in with_them}
    unasked = [one for one in alone if one.severity is Severity.NOT_CHECKED and one.missing not in said]
    return (*with_them, *unasked)
