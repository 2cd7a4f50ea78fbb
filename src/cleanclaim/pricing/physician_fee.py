"""The physician fee schedule amount of one unit: relative values × indices × conversion factor.

Source of the formula and of the OPPS cap: RVU25D.pdf, the layout document of the relative value
files. The amount is rounded to the cent once, halves up, as CMS publishes it.
"""

from decimal import Decimal

import msgspec

from cleanclaim.codesets import (
    MPFS,
    MPFS_QPP,
    NotCovered,
    PriceIndices,
    RelativeValue,
    Release,
    Unknown,
)
from cleanclaim.pricing.localities import indices_of
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import SETTINGS, Service, Tables
from cleanclaim.pricing.working import plain
from cleanclaim.primitives import Money, money

PROFESSIONAL, TECHNICAL = "26", "TC"
PAID = ("A", "R", "T")
"""The status codes whose relative values Medicare pays by (RVU25D.pdf, Status Code)."""


class CodeRows(msgspec.Struct, frozen=True):
    """All rows of a code, and the name of their release."""

    rows: tuple[RelativeValue, ...]
    release: str

    def row(self, component: str) -> RelativeValue | None:
        """Return the row of the whole (""), of a component (26, TC) or of a broken-off service (53)."""
        return next((row for row in self.rows if row.modifier == component), None)


class Basis(CodeRows, frozen=True):
    """What one line is computed from: the rows of its code and its locality's indices."""

    indices: PriceIndices
    indices_release: str


class UnitFee(msgspec.Struct, frozen=True):
    """A fee for one unit in dollars with the lines that derive it; ``uncapped`` before the OPPS cap."""

    amount: Money
    uncapped: Money
    cap: Money | None
    lines: tuple[str, ...]


def rows_of(service: Service, tables: Tables) -> CodeRows:
    """Return the rows of a line's code; raises :class:`Unpriced`: ``code``, ``not_loaded``."""
    rows, release = relative_values(service, tables)
    return CodeRows(rows, release.label)


def basis_of(service: Service, tables: Tables, rows: CodeRows) -> Basis:
    """Return what a line is computed from; raises :class:`Unpriced`: ``setting``, ``locality``, …."""
    if service.setting not in SETTINGS:
        raise Unpriced("Say whether the place is facility or nonfacility.", "setting")
    indices, indices_release = indices_of(tables, service.locality, service.on)
    return Basis(rows.rows, rows.release, indices, indices_release.label)


def relative_values(service: Service, tables: Tables) -> tuple[tuple[RelativeValue, ...], Release]:
    """Return all rows of a line's code in the release of its day and conversion factor."""
    found = tables.store.find(MPFS_QPP if service.qpp else MPFS, service.code, service.on)
    if isinstance(found, NotCovered) and service.qpp:
        one_file = tables.store.find(MPFS, service.code, service.on)
        # A file without price indicators is of a time with one conversion factor for all.
        if not isinstance(one_file, NotCovered | Unknown) and not one_file.value[0].price_indicator:
            found = one_file
    if isinstance(found, NotCovered):
        raise Unpriced(found.reason, "not_loaded")
    if isinstance(found, Unknown):
        raise Unpriced(f"{service.code} is not in {found.release.label}.", "code")
    return found.value, found.release


def unit_fee(
    row: RelativeValue, basis: Basis, setting: str, *, expense_percent: Decimal | None = None
) -> UnitFee:
    """Return the fee of one unit, OPPS cap applied where the row has one.

    ``expense_percent``: count only this percentage of the practice expense (therapy).
    """
    units, expression = _units(row, basis, setting, expense_percent)
    fee = money(units * row.conversion_factor)
    shown = _shown(row)
    each = f"{shown} {setting}, each relative value × its GPCI (work, practice expense, malpractice)"
    lines = [
        f"{each}: {expression} = {plain(units)}",
        f"{shown}, × conversion factor: {plain(units)} × {plain(row.conversion_factor)} = {fee}, rounded",
    ]
    capping = None if expense_percent is not None else _cap(row, basis, setting)
    if capping is None:
        return UnitFee(fee, fee, None, tuple(lines))
    cap, cap_lines = capping
    capped = min(fee, cap)
    lines += [*cap_lines, f"{shown}, OPPS cap: lower of {fee} and {cap} = {capped}"]
    return UnitFee(capped, fee, cap, tuple(lines))


def contractor_priced_cap(basis: Basis, row: RelativeValue, setting: str) -> UnitFee | None:
    """Return the OPPS cap of a row that contractors price (status C), the most that they may pay.

    Of a whole test it is the cap of its technical component and the schedule's amount for the
    professional one, added before they are rounded. Nothing where there is no cap.
    """
    if row.modifier == PROFESSIONAL:
        return None
    technical = row if row.modifier == TECHNICAL else basis.row(TECHNICAL)
    if technical is None or not _has_cap(technical, setting):
        return None
    if row is technical:
        cap, lines = _cap(row, basis, setting) or (Decimal(0), [])
        return UnitFee(cap, cap, cap, tuple(lines))
    professional = basis.row(PROFESSIONAL)
    if professional is None or professional.status not in PAID or not professional.nonfacility_total:
        return None
    of_test, test = _units_with_opps(technical, basis, setting)
    own, reading = _units(professional, basis, setting, None)
    factor = plain(row.conversion_factor)
    cap = money((of_test + own) * row.conversion_factor)
    total = f"{plain(of_test)} × {factor} + {plain(own)} × {factor} = {cap}, rounded"
    return UnitFee(
        cap,
        cap,
        cap,
        (
            f"{_shown(technical)}, with the OPPS values: {test} = {plain(of_test)}",
            f"{_shown(professional)}, each relative value × its GPCI: {reading} = {plain(own)}",
            f"{row.code}, both × conversion factor: {total}",
        ),
    )


def _cap(row: RelativeValue, basis: Basis, setting: str) -> tuple[Money, list[str]] | None:
    """Return the cap on a technical component or a whole test, with its lines; nothing: no cap.

    Section 5102(b) of the Deficit Reduction Act, by the formula of RVU25D.pdf.
    """
    if not _has_cap(row, setting):
        return None
    units, expression = _units_with_opps(row, basis, setting)
    cap = money(units * row.conversion_factor)
    shown = _shown(row)
    return cap, [
        f"{shown}, with the OPPS values: {expression} = {plain(units)}",
        f"{shown}, OPPS amount: {plain(units)} × {plain(row.conversion_factor)} = {cap}, rounded",
    ]


def _has_cap(row: RelativeValue, setting: str) -> bool:
    expense = row.opps_facility_pe if setting == "facility" else row.opps_nonfacility_pe
    return bool(expense or row.opps_malpractice)


def _units(
    row: RelativeValue, basis: Basis, setting: str, expense_percent: Decimal | None
) -> tuple[Decimal, str]:
    expense = row.facility_pe if setting == "facility" else row.nonfacility_pe
    return _adjusted(row.work, expense, row.malpractice, basis.indices, expense_percent)


def _units_with_opps(row: RelativeValue, basis: Basis, setting: str) -> tuple[Decimal, str]:
    expense = row.opps_facility_pe if setting == "facility" else row.opps_nonfacility_pe
    return _adjusted(row.work, expense, row.opps_malpractice, basis.indices, None)


def _adjusted(
    work: Decimal, expense: Decimal, malpractice: Decimal, indices: PriceIndices, percent: Decimal | None
) -> tuple[Decimal, str]:
    """Return the relative values times their indices, summed, and how that is written."""
    share = "" if percent is None else f" × {plain(percent)} %"
    units = (
        work * indices.work
        + expense * indices.practice_expense * (1 if percent is None else percent / 100)
        + malpractice * indices.malpractice
    )
    return units, (
        f"{work} × {indices.work} + {expense} × {indices.practice_expense}{share} + "
        f"{malpractice} × {indices.malpractice}"
    )


def _shown(row: RelativeValue) -> str:
    return f"{row.code}-{row.modifier}" if row.modifier else row.code
