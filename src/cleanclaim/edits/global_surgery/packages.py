"""Surgeries with days that belong to them, and the lines that fall into those days."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import MPFS, Known, NotCovered
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.fee_schedule import schedule_of
from cleanclaim.edits.history import lines_beside, same_provider
from cleanclaim.edits.rules import Rules

MINOR = ("000", "010")
MAJOR = "090"
_DAYS_AFTER = {"010": 10, "090": 90}
_NOT_THE_SURGEON = ("80", "81", "82", "AS", "26", "TC", "55", "56")
NOT_WITHIN = ("24", "25", "57", "58", "78", "79")


class Package(msgspec.Struct, frozen=True):
    """A surgery with its global days (000, 010, 090) and the release that says so."""

    line: LineFacts
    days: str
    release: str

    @property
    def last_day(self) -> date:
        """The last day that belongs to the surgery."""
        assert self.line.day is not None
        return self.line.day + timedelta(days=_DAYS_AFTER.get(self.days, 0))


def packages_of(
    claim: Claim, rules: Rules, *, earlier: bool
) -> tuple[Package | tuple[LineFacts, NotCovered], ...]:
    """Return the surgeries of the claim, or those of earlier claims, and where nothing can say.

    Lines of assistants, of components and of a divided package are none.
    """
    name = "earlier surgeries" if earlier else "surgeries"
    return facts_of(claim).kept(name, rules, lambda: tuple(_packages(claim, rules, earlier=earlier)))


def _packages(
    claim: Claim, rules: Rules, *, earlier: bool
) -> Iterator[Package | tuple[LineFacts, NotCovered]]:
    if not earlier:
        for scheduled in schedule_of(claim, rules):
            line = scheduled[0] if isinstance(scheduled, tuple) else scheduled.line
            if line.has(*_NOT_THE_SURGEON):
                continue
            if isinstance(scheduled, tuple):
                yield scheduled
            elif scheduled.row.global_days in (*MINOR, MAJOR):
                yield Package(line, scheduled.row.global_days, scheduled.release)
        return
    for line in lines_beside(claim, rules):
        if not line.code or line.day is None or line.has(*_NOT_THE_SURGEON):
            continue
        answer = rules.store.find(MPFS, line.code, line.day)
        if isinstance(answer, NotCovered):
            yield line, answer
        elif isinstance(answer, Known):
            row = next((one for one in answer.value if not one.modifier), answer.value[0])
            if row.global_days in (*MINOR, MAJOR):
                yield Package(line, row.global_days, answer.release.label)


def in_days_of(claim: Claim, rules: Rules, line: LineFacts) -> Iterator[Package]:
    """Yield the earlier surgeries by the same provider into whose days after a line falls."""
    for package in packages_of(claim, rules, earlier=True):
        if not isinstance(package, Package) or package.line.day is None or line.day is None:
            continue
        if package.line.day < line.day <= package.last_day and same_provider(package.line, line):
            yield package
