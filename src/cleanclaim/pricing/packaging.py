"""Which lines of an outpatient claim are packaged into others, by their status indicators.

Own reading of the rules behind Addendum D1 (unverified but for the meanings of the indicators,
which were read in Noridian's table): J1 takes in the whole claim, Q1 goes with S, T or V of the
day, Q2 with T of the day, Q4 with any of them on the claim, N with everything.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from cleanclaim.codesets import OutpatientRate
from cleanclaim.pricing.rates import codes, count
from cleanclaim.pricing.values import Service, Tables

_ROOT = "federal.facility_fees.outpatient"


class Line(msgspec.Struct):
    """A line that Addendum B lists, by its place in the claim; ``remarks`` go before its derivation."""

    place: int
    service: Service
    row: OutpatientRate
    release: str
    remarks: list[str] = []

    @property
    def shown(self) -> str:
        """How derivations name the line."""
        apc = f", APC {self.row.apc}" if self.row.apc else ""
        return f"{self.release}, {self.row.code} (status {self.row.status}{apc})"


class ComprehensiveObservation(msgspec.Struct, frozen=True):
    """The whole claim is paid by a rate that is not loaded."""

    reason: str


def packaging_of(lines: Sequence[Line], tables: Tables) -> Mapping[int, str | ComprehensiveObservation]:
    """Return the places of packaged lines with the reason; adds remarks to lines that are not sure."""
    packaged: dict[int, str | ComprehensiveObservation] = {}
    for line in lines:
        if line.row.status == "N":
            packaged[line.place] = "packaged into the other services of the claim"
    comprehensive = sorted(
        (line for line in lines if line.row.status == "J1"), key=lambda line: -(line.row.rate or Decimal(0))
    )
    if comprehensive:
        _take_in(comprehensive, lines, packaged, tables)
        return packaged
    observed = _observation(lines, tables)
    if observed is not None:
        for line in lines:
            if line.row.status not in codes(
                tables.parameters, f"{_ROOT}.outside_comprehensive", line.service.on
            ):
                packaged.setdefault(line.place, observed)
        return packaged
    _by_day(lines, packaged)
    for line in lines:
        if line.row.status == "Q4" and any(
            other.row.status in ("J2", "S", "T", "V", "Q1", "Q2", "Q3") for other in lines
        ):
            packaged[line.place] = "a laboratory test packaged into the other services of the claim"
    threes = [line for line in lines if line.row.status == "Q3"]
    for line in threes:
        line.remarks = ["Composites (status Q3) are not computed: priced as a service of its own."]
    return packaged


def _take_in(
    comprehensive: Sequence[Line],
    lines: Sequence[Line],
    packaged: dict[int, str | ComprehensiveObservation],
    tables: Tables,
) -> None:
    primary = comprehensive[0]
    outside = codes(tables.parameters, f"{_ROOT}.outside_comprehensive", primary.service.on)
    for line in lines:
        if line.place != primary.place and line.row.status not in outside:
            packaged.setdefault(
                line.place, f"packaged into the comprehensive procedure {primary.row.code} (J1)"
            )
    if len(comprehensive) > 1 or primary.service.units > 1:
        primary.remarks = [
            "Several comprehensive procedures: the highest rate counts.",
            "A complexity adjustment (Addendum J, not loaded) may raise it.",
        ]
    primary.service = msgspec.structs.replace(primary.service, units=Decimal(1))


def _observation(lines: Sequence[Line], tables: Tables) -> ComprehensiveObservation | None:
    """Return that the claim is one of comprehensive observation, when it is."""
    visits = [line for line in lines if line.row.status == "J2"]
    if not visits or any(line.row.status == "T" for line in lines):
        return None
    on = visits[0].service.on
    counting = codes(tables.parameters, f"{_ROOT}.observation_codes", on)
    least = count(tables.parameters, f"{_ROOT}.observation_hours", on)
    hours = sum((line.service.units for line in lines if line.row.code in counting), Decimal(0))
    if hours < least:
        return None
    return ComprehensiveObservation(
        f"{visits[0].row.code} with {hours} hours of observation is comprehensive observation: its rate "
        "stands in Addendum A, which is not loaded."
    )


def _by_day(lines: Sequence[Line], packaged: dict[int, str | ComprehensiveObservation]) -> None:
    for day in {line.service.on for line in lines}:
        of_day = [line for line in lines if line.service.on == day]
        statuses = {line.row.status for line in of_day}
        visit = bool(statuses & {"S", "T", "V", "J2"})
        for status, goes in (("Q1", visit), ("Q2", "T" in statuses)):
            conditional = sorted(
                (line for line in of_day if line.row.status == status),
                key=lambda line: (-(line.row.rate or Decimal(0)), line.place),
            )
            # With nothing to go with, the one with the highest rate is paid once, the others go with it.
            for line in conditional if goes else conditional[1:]:
                into = "a service of the day" if goes else conditional[0].row.code
                packaged[line.place] = f"conditionally packaged ({status}) into {into}"
            if conditional and not goes:
                first = conditional[0]
                if first.service.units > 1:
                    first.remarks = [f"Of status {status} without a service to go with: paid for one unit."]
                    first.service = msgspec.structs.replace(first.service, units=Decimal(1))
