"""Several procedures on a day, ranked by amount: indicators 2 and 3, and modifier 51.

Source: RVU25D.pdf, Multiple Procedure. Each unit counts as a procedure; a family of endoscopies
and the two sides of a bilateral procedure count as one.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.pricing import rates
from cleanclaim.pricing.physician_endoscopy import price_family
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import Tables
from cleanclaim.pricing.working import plain

STANDARD, ENDOSCOPY = "2", "3"
SECONDARY = "51"
_NOT_SURGERY = frozenset({"55", "56"})
_MOST = 100  # more units than this have no share in any ranking
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


class _Procedure:
    """What has one place in the ranking: a unit of a line, or all lines of a family or a pair."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.total = sum((line.working.amount for line in lines), Decimal(0))
        self.place = min(line.place for line in lines)


def reduce_surgery(lines: Sequence[Line], tables: Tables) -> None:
    """Apply the endoscopy rule to each family and the ranking to all procedures of the day.

    The lines come with the amount of one unit, all other percentages taken, and leave with that of
    all their units.
    """
    for assisting in (False, True):
        mine = []
        for line in lines:
            if (
                not line.open
                or line.assists is not assisting
                or line.row.multiple_procedure not in (STANDARD, ENDOSCOPY)
                or not _NOT_SURGERY.isdisjoint(line.service.modifiers)
            ):
                continue
            try:
                line.whole_units("The rule for several procedures")
            except Unpriced as reason:
                line.stopped = reason
            else:
                mine.append(line)
        if mine:
            _rank(_procedures(mine, tables), tables)


def _procedures(lines: list[Line], tables: Tables) -> list[_Procedure]:
    families: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.row.multiple_procedure == ENDOSCOPY and line.row.endoscopic_base:
            families[line.row.endoscopic_base].append(line)
    taken: set[Line] = set()
    found: list[_Procedure] = []
    for base, members in families.items():
        bases = [line for line in lines if line.service.code == base and not line.row.modifier]
        if len(members) + len(bases) == 1 and members[0].count == 1:
            continue
        price_family(base, members, bases, tables)
        together = [line for line in (*members, *bases) if line.open]
        taken.update(members, bases)
        if together:
            found.append(_Procedure(together))
    for line in lines:
        if line in taken:
            continue
        if line.other_side is not None:
            taken.update((line, line.other_side))
            found.append(_Procedure([line, line.other_side]))
        else:
            found.extend(_Procedure([line]) for _ in range(min(line.whole_units(""), _MOST)))
    return found


def _rank(procedures: list[_Procedure], tables: Tables) -> None:
    ranked = sorted(procedures, key=lambda one: (-one.total, one.place))
    places: dict[Line, list[int]] = defaultdict(list)
    for place, procedure in enumerate(ranked):
        for line in procedure.lines:
            places[line].append(place)
    if len(ranked) == 1 and SECONDARY in ranked[0].lines[0].service.modifiers:
        _secondary(ranked[0].lines, places)
    for line, held in places.items():
        line.count = Decimal(1)
        if len(ranked) == 1 and held == [0]:
            continue
        try:
            _take(line, held, tables)
        except Unpriced as reason:
            line.stopped = reason


def _secondary(lines: list[Line], places: dict[Line, list[int]]) -> None:
    """Put a line that says it is not the first (51) into the second place, the others being unknown."""
    for line in lines:
        if line.row.multiple_procedure == ENDOSCOPY:
            line.stopped = Unpriced(
                f"{line.service.code} with 51 is paid by the endoscopies of its day: price the whole claim.",
                "missing",
            )
        places[line] = [1]
        line.working.note("Modifier 51: not the first of the day; the others are not given.")


def _take(line: Line, held: list[int], tables: Tables) -> None:
    shares = rates.codes(tables.parameters, f"{PHYSICIAN}.multiple_surgery_percents", line.service.on)
    if held[-1] >= len(shares):
        last = _ordinal(len(shares) - 1)
        raise Unpriced(
            f"{line.service.code} comes after the {last} procedure of the day: paid by report.", "by_report"
        )
    amount = line.working.amount
    percents = [Decimal(shares[place]) for place in held]
    names = ", ".join(_ordinal(place) for place in held)
    if percents == [100]:
        line.working.note("Several procedures: first of the day by amount, paid in full.")
        return
    line.working.step(
        f"Several procedures: {names} of the day by amount",
        " + ".join(f"{plain(amount)} × {plain(each)} %" for each in percents),
        sum((amount * each / 100 for each in percents), Decimal(0)),
    )


def _ordinal(place: int) -> str:
    return _ORDINALS[place] if place < len(_ORDINALS) else f"number {place + 1}"
