"""Checks on institutional and dental claims, where they differ from professional ones."""

import re
from collections.abc import Callable, Iterator

from cleanclaim.primitives import HCPCS, ICD10CM, NPI, ZERO, InvalidValue
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import Fault, conflict, invalid, missing
from cleanclaim.simulator.submitted import SubmittedClaim, number

_REVENUE = re.compile(r"\d{4}")
_DENTAL = re.compile(r"D\d{4}")
_ATTENDING = "71"
_LIMITS = {"institutional": 999, "dental": 50}


def identity(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """CLM01 is there; a bill has a type of bill, a dental claim a place; the consents are given."""
    clm = claim.loop.head
    if not clm.get(1) or len(clm.get(1)) > 38:
        yield missing("control-number", "478", "The patient control number (CLM01) is missing or too long.")
    wanted = "A" if claim.kind == "institutional" else "B"
    if clm.component(5, 2) != wanted:
        yield invalid("facility-qualifier", "567", f"CLM05-2 of a claim of this kind is {wanted}.")
    if not (len(claim.place) == 2 and claim.place.isdigit()):
        yield invalid("place-of-service", "249", f"CLM05-1 is {claim.place!r}.")
    if claim.frequency not in tuple("0123456789ABCDEFGHIJKMNOPQXYZ"):
        yield invalid("frequency-code", "535", f"CLM05-3 is {claim.frequency!r}.")
    if clm.get(7) not in ("A", "B", "C"):
        yield missing("assignment", "589", "CLM07 is not A, B or C.")
    if clm.get(8) not in ("Y", "N", "W"):
        yield missing("benefits-assignment", "360", "CLM08 is not Y, N or W.")
    if clm.get(9) not in ("Y", "I"):
        yield missing("release-of-information", "333", "CLM09 is not Y or I.")


def total(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """The total is a positive amount, to the cent, and the sum of the lines."""
    charge = claim.charge
    amounts = [line.charge for line in claim.lines]
    lines = sum((amount for amount in amounts if amount is not None), ZERO)
    if charge is None:
        yield invalid("total-charge", "178", f"The total charge {claim.loop.head.get(2)!r} is not an amount.")
    elif charge <= 0:
        yield invalid("total-charge-not-positive", "402", f"The total charge is {charge}.", also="178")
    elif charge != round(charge, 2):
        yield invalid("total-charge-precision", "697", f"The charge {charge} has fractions.", also="178")
    elif None not in amounts and lines != charge:
        yield conflict(
            "charges-do-not-sum", "400", f"The lines sum to {lines}, the claim says {charge}.", also="178"
        )


def diagnoses(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """A bill has a principal diagnosis; codes are formed, and hold on the day. Dental claims need none."""
    found = claim.diagnoses
    if claim.kind == "institutional" and not any(qualifier in ("ABK", "BK") for qualifier, _ in found):
        yield missing("no-diagnosis", "254", "There is no principal diagnosis (HI*ABK).")
    day = claim.first_day
    for _, code in found:
        if "." in code or not ICD10CM.is_formed(code):
            yield invalid("diagnosis-form", "255", f"{code!r} is not formed like an ICD-10-CM code.")
        elif context.diagnosis is not None and day is not None and context.diagnosis(code, day) is False:
            yield invalid("diagnosis-not-valid", "255", f"{code} may not be billed on {day}.")


def attending(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """The attending provider of a stay has an NPI whose check digit holds."""
    if claim.kind != "institutional":
        return
    head = claim.loop.party(_ATTENDING).head
    if not head.id:
        if claim.inpatient:
            yield missing("attending-missing", "562", "A stay needs its attending provider (NM1*71).", "71")
        return
    try:
        NPI.parse(head.get(9))
    except InvalidValue:
        yield invalid("npi", "562", "The NPI of the attending provider fails its check digit.", "71")


def lines(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Lines are numbered; each has its code, a charge, units and days that are not to come."""
    if not claim.lines:
        yield missing("no-lines", "247", "The claim has no service line.")
    if len(claim.lines) > _LIMITS.get(claim.kind, 50):
        yield invalid("too-many-lines", "121", f"There are {len(claim.lines)} lines.")
    for line in claim.lines:
        where = f"Line {line.position}"
        if line.loop.head.get(1) != str(line.position):
            yield invalid("line-number", "247", f"{where} is numbered {line.loop.head.get(1)!r}.")
        if claim.kind == "institutional":
            if not _REVENUE.fullmatch(line.revenue):
                yield invalid("revenue-code", "455", f"{where}: {line.revenue!r} is no revenue code.")
            if line.qualifier == "HC" and not (len(line.code) == 5 and (line.code[0].isalnum())):
                yield invalid("procedure-form", "454", f"{where}: {line.code!r} is no procedure code.")
        elif line.qualifier != "AD" or not (_DENTAL.fullmatch(line.code) or HCPCS.is_formed(line.code)):
            yield invalid("procedure-form", "454", f"{where}: {line.code!r} is no dental procedure code.")
        if line.charge is None or line.charge < 0 or line.charge != round(line.charge, 2):
            yield missing("line-charge", "583", f"{where} has no charge that is an amount.")
        if line.units is None or line.units <= 0:
            yield invalid("units", "476", f"{where} has no units above zero.")
        first, last = line.first_day, line.last_day
        if first is None or last is None:
            yield missing("service-date-missing", "187", f"{where} has no date, and the claim has none.")
        elif first > last:
            yield invalid("service-date-reversed", "187", f"{where}: the service ends before it begins.")
        elif last > context.today:
            yield invalid("service-in-future", "510", f"{where}: the service is in the future.", also="187")


def patient_paid(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """What the patient paid is an amount, and not more than the charge."""
    segment = claim.loop.first("AMT", "F5", "F3")
    paid = number(segment.get(2))
    if segment.id and (paid is None or paid < 0):
        yield invalid("patient-paid", "183", "What the patient paid is not an amount of zero or more.", "QC")


OTHER_KIND_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    identity,
    total,
    diagnoses,
    attending,
    lines,
    patient_paid,
)
