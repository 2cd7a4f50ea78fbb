"""Checks on the service lines: numbering, code, charge, units, pointers, dates, drug."""

import re
from collections.abc import Callable, Iterator

from cleanclaim.primitives import CPT, HCPCS, Modifier
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import Fault, conflict, invalid, missing
from cleanclaim.simulator.submitted import SubmittedClaim, SubmittedLine, number

_LINE_LIMIT = 50
_UNITS_LIMIT = 9999
_ANESTHESIA = re.compile(r"0[01]\d{3}")
_PERFORMANCE_MEASURE = re.compile(r"\d{4}F|[GM]\d{4}")
_WAIVED = "QW"
_NDC = re.compile(r"\d{11}")


def numbering(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Lines are numbered from 1, at most fifty; control numbers are not used twice."""
    if not claim.lines:
        yield missing("no-lines", "247", "The claim has no service line.")
    if len(claim.lines) > _LINE_LIMIT:
        yield invalid("too-many-lines", "121", f"There are {len(claim.lines)} lines; fifty fit.")
    for line in claim.lines:
        if line.loop.head.get(1) != str(line.position):
            yield invalid(
                "line-number", "247", f"Line {line.position} is numbered {line.loop.head.get(1)!r}."
            )
    numbers = [line.control_number for line in claim.lines if line.control_number]
    if len(set(numbers)) != len(numbers):
        yield conflict("line-control-number-twice", "584", "Two lines have the same control number (REF*6R).")


def service(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """SV1 names a procedure with at most four modifiers, and a place that exists."""
    for line in claim.lines:
        where = f"Line {line.position}"
        if len(line.loop.all("SV1")) != 1:
            yield missing("service-missing", "454", f"{where} has not exactly one SV1.")
            continue
        if line.qualifier != "HC":
            yield invalid(
                "procedure-qualifier", "745", f"{where}: SV101-1 is {line.qualifier!r}.", also="454"
            )
        if not (CPT.is_formed(line.code) or HCPCS.is_formed(line.code)) or len(line.code) != 5:
            yield invalid(
                "procedure-form", "454", f"{where}: {line.code!r} is not formed like a procedure code."
            )
        if any(not Modifier.is_formed(modifier) for modifier in line.modifiers):
            yield invalid("modifier-form", "453", f"{where} has a modifier that is not two characters.")
        if "" in line.loop.first("SV1").components(1)[2 : 2 + len(line.modifiers)]:
            yield invalid("modifier-gap", "453", f"{where}: a modifier follows an empty place for one.")
        if len(set(line.modifiers)) != len(line.modifiers):
            yield conflict("modifier-twice", "453", f"{where} has a modifier twice.")
        if line.place and context.settings and line.place not in context.settings:
            yield invalid("line-place-of-service", "249", f"{where}: place {line.place!r} does not exist.")


def amounts(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Charge and units are positive numbers; minutes are for anesthesia."""
    for line in claim.lines:
        where = f"Line {line.position}"
        if line.charge is None:
            yield missing("line-charge", "583", f"{where} has no charge that is an amount.")
        elif line.charge < 0 or (line.charge == 0 and not _PERFORMANCE_MEASURE.fullmatch(line.code)):
            yield invalid("line-charge-not-positive", "402", f"{where} charges {line.charge}.", also="583")
        elif line.charge != round(line.charge, 2):
            yield invalid("line-charge-precision", "697", f"{where} has fractions of a cent.", also="583")
        if line.units is None or not 0 < line.units <= _UNITS_LIMIT:
            yield invalid("units", "476", f"{where} has no units between zero and {_UNITS_LIMIT}.")
        elif line.unit == "UN" and line.units % 1 and _is_counted(line.code):
            yield invalid("units-fraction", "476", f"{where}: {line.code} is not done {line.units} times.")
        if line.unit not in ("UN", "MJ"):
            yield invalid("unit", "659", f"{where}: SV103 is {line.unit!r}.")
        elif line.unit == "MJ" and not _ANESTHESIA.fullmatch(line.code):
            yield conflict("minutes-without-anesthesia", "659", f"{where} counts minutes.")


def pointers(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Each line points at one to four of the claim's diagnoses, none twice."""
    known = {str(index) for index in range(1, len(claim.diagnoses) + 1)}
    for line in claim.lines:
        where = f"Line {line.position}"
        if not line.pointers or not line.pointers[0]:
            yield missing("pointer-missing", "477", f"{where} points at no diagnosis.")
        elif len(line.pointers) > 4 or any(pointer not in known for pointer in line.pointers):
            yield invalid("pointer", "477", f"{where} points at a diagnosis that is not there.")
        elif len(set(line.pointers)) != len(line.pointers):
            yield conflict("pointer-twice", "477", f"{where} points at a diagnosis twice.")


def service_dates(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Each line has one date or range, in order, not after today or the file."""
    for line in claim.lines:
        where = f"Line {line.position}"
        if not line.loop.first("DTP", "472").id:
            yield missing("service-date-missing", "187", f"{where} has no date of service (DTP*472).")
            continue
        if len(line.loop.all("DTP", "472")) > 1:
            yield invalid("service-date-twice", "187", f"{where} has two dates of service.")
        yield from _service_date(line, context, where)


def drug(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A drug is an NDC of eleven digits with a quantity and its unit."""
    for line in claim.lines:
        segment = line.loop.first("LIN")
        if not segment.id:
            continue
        if segment.get(2) == "N4" and not _NDC.fullmatch(segment.get(3)):
            yield invalid("ndc", "218", f"Line {line.position}: the NDC is not eleven digits.")
        quantity = line.loop.first("CTP")
        if (number(quantity.get(4)) or 0) <= 0 or quantity.component(5, 1) not in (
            "F2",
            "GR",
            "ME",
            "ML",
            "UN",
        ):
            yield missing(
                "drug-quantity", "216", f"Line {line.position}: quantity or unit of the drug is missing."
            )


def laboratory(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A waived test (modifier QW) comes with the laboratory's certificate (REF*X4)."""
    for line in claim.lines:
        certified = (owner.first("REF", "X4").get(2) for owner in (claim.loop, line.loop))
        if _WAIVED in line.modifiers and not any(certified):
            yield missing(
                "certificate-missing",
                "544",
                f"Line {line.position} has the modifier {_WAIVED}, but there is no CLIA number (REF*X4).",
            )


def _is_counted(code: str) -> bool:
    """Whether whole services are counted: procedures are; miles, drugs and anesthesia are measured."""
    return code.isdigit() and not _ANESTHESIA.fullmatch(code)


def _service_date(line: SubmittedLine, context: Context, where: str) -> Iterator[Fault]:
    first, last = line.first_day, line.last_day
    if first is None or last is None:
        yield invalid("service-date", "187", f"{where}: the date of service is not a date.")
        return
    if first > last:
        yield invalid("service-date-reversed", "187", f"{where}: the service ends before it begins.")
    if max(first, last) > context.today:
        yield invalid("service-in-future", "510", f"{where}: the service is in the future.", also="187")
    elif context.created is not None and last > context.created:
        yield conflict(
            "service-after-creation", "187", f"{where}: the service comes after the file was made."
        )
    if first.year < context.today.year - 10:
        yield invalid("service-long-ago", "187", f"{where}: the service was in {first.year}.")
    if first.year != last.year:
        yield invalid("service-spans-years", "773", f"{where}: the service spans two calendar years.")


LINE_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    numbering,
    service,
    amounts,
    pointers,
    service_dates,
    drug,
    laboratory,
)
