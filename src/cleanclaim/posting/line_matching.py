"""Which billed line a paid line answers: changed codes, dropped modifiers, bundles and splits."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.primitives import ZERO, DateRange, Money
from cleanclaim.remittance import ClaimPayment, LinePayment


class KnownLine(msgspec.Struct, frozen=True):
    """A billed line: its number from 1, what was billed, dollars charged, control number (REF 6R)."""

    line: int
    code: str = ""
    modifiers: tuple[str, ...] = ()
    charge: Money = ZERO
    control_number: str = ""
    revenue_code: str = ""
    dates: DateRange | None = None


class LineMatchedBy(StrEnum):
    """What decided. All but the first two ask for a look."""

    CONTROL_NUMBER = "control_number"
    SAME = "same"  # code, modifiers and charge
    SUBMITTED = "submitted"  # the payer changed the code and says which was sent (SVC06)
    MODIFIERS_DROPPED = "modifiers_dropped"
    CHARGE_DIFFERS = "charge_differs"  # same code, other charge: split or bundled
    ONLY_ONE_LEFT = "only_one_left"
    NOTHING = "nothing"


class LineMatch(msgspec.Struct, frozen=True):
    """A paid line (its position) and the billed line that it answers, nothing when none was found.

    ``changed`` says in words what the payer changed.
    """

    paid: int
    billed: int | None
    by: LineMatchedBy
    changed: tuple[str, ...] = ()


def known_lines(claim: Claim) -> tuple[KnownLine, ...]:
    """Return the lines of a claim as matching asks of them."""
    return tuple(
        KnownLine(
            number,
            line.code,
            line.modifiers,
            line.charge or ZERO,
            line.control_number,
            line.revenue_code,
            line.dates or claim.service_dates,
        )
        for number, line in enumerate(claim.lines, start=1)
    )


def match_lines(payment: ClaimPayment, billed: Sequence[KnownLine]) -> tuple[LineMatch, ...]:
    """Return for each paid line the billed one, in the remittance's order.

    Passes from sure to less sure; a billed line is given to one paid line, but a control number may
    come back more than once (the payer split the line). A line that was bundled into another comes
    back under the other's code with its own as SVC06.
    """
    found: dict[int, LineMatch] = {}
    free = {line.line: line for line in billed}
    numbers = {line.control_number: line for line in billed if line.control_number}
    for paid in payment.lines:
        line = numbers.get(paid.control_number)
        if line is not None:
            free.pop(line.line, None)
            found[paid.position] = _match(paid, line, LineMatchedBy.CONTROL_NUMBER)
    for by, fits in (
        (LineMatchedBy.SAME, _same),
        (LineMatchedBy.SUBMITTED, _submitted),
        (LineMatchedBy.MODIFIERS_DROPPED, _dropped),
        (LineMatchedBy.CHARGE_DIFFERS, _same_code),
    ):
        for paid in payment.lines:
            if paid.position in found:
                continue
            line = next((each for each in free.values() if fits(paid, each)), None)
            if line is not None:
                del free[line.line]
                found[paid.position] = _match(paid, line, by)
    left = [paid for paid in payment.lines if paid.position not in found]
    if len(left) == 1 and len(free) == 1:
        (paid,), (line,) = left, free.values()
        if abs(paid.charge) == line.charge:
            found[paid.position] = _match(paid, line, LineMatchedBy.ONLY_ONE_LEFT)
    return tuple(
        found.get(paid.position, LineMatch(paid.position, None, LineMatchedBy.NOTHING))
        for paid in payment.lines
    )


def _match(paid: LinePayment, line: KnownLine, by: LineMatchedBy) -> LineMatch:
    return LineMatch(paid.position, line.line, by, tuple(_changes(paid, line)))


def _changes(paid: LinePayment, line: KnownLine) -> list[str]:
    changed: list[str] = []
    if line.code and paid.code and paid.code not in {line.code, line.revenue_code}:
        changed.append(f"paid as {paid.code}, billed was {line.code}")
    if line.code and paid.code == line.code and set(paid.modifiers) != set(line.modifiers):
        gone = [each for each in line.modifiers if each not in paid.modifiers]
        added = [each for each in paid.modifiers if each not in line.modifiers]
        if gone:
            changed.append(f"modifier {', '.join(gone)} dropped")
        if added:
            changed.append(f"modifier {', '.join(added)} added")
    if abs(paid.charge) != line.charge:
        changed.append(f"charge {abs(paid.charge)}, billed was {line.charge}")
    return changed


def _own(paid: LinePayment) -> str:
    return paid.submitted_code or paid.code


def _code(line: KnownLine, code: str) -> bool:
    return bool(code) and code in {line.code, line.revenue_code}


def _day(paid: LinePayment, line: KnownLine) -> bool:
    if paid.dates is None or line.dates is None:
        return True
    return paid.dates.start <= line.dates.end and line.dates.start <= paid.dates.end


def _same(paid: LinePayment, line: KnownLine) -> bool:
    return (
        not paid.submitted_code
        and _code(line, paid.code)
        and set(paid.modifiers) == set(line.modifiers)
        and abs(paid.charge) == line.charge
        and _day(paid, line)
    )


def _submitted(paid: LinePayment, line: KnownLine) -> bool:
    return (
        bool(paid.submitted_code)
        and _code(line, paid.submitted_code)
        and abs(paid.charge) == line.charge
        and _day(paid, line)
    )


def _dropped(paid: LinePayment, line: KnownLine) -> bool:
    return _code(line, _own(paid)) and abs(paid.charge) == line.charge and _day(paid, line)


def _same_code(paid: LinePayment, line: KnownLine) -> bool:
    return _code(line, _own(paid)) and _day(paid, line)
