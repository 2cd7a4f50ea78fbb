"""Checks on the claim itself: CLM, its dates, its diagnoses, its total."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from cleanclaim.primitives import ICD10CM, ZERO
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import PATIENT, Fault, conflict, invalid, missing
from cleanclaim.simulator.submitted import SubmittedClaim, days, number

_ICD10_FROM = date(2015, 10, 1)
_CONTROL_NUMBER_LIMIT = 38
_DIAGNOSIS_LIMIT = 12
_STATE = re.compile(r"[A-Z]{2}")


def identity(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """CLM01 is there, CLM05 says where and how often, the yes/no elements are what they may be."""
    clm = claim.loop.head
    if not clm.get(1) or len(clm.get(1)) > _CONTROL_NUMBER_LIMIT:
        yield missing("control-number", "478", "The patient control number (CLM01) is missing or too long.")
    if clm.component(5, 2) != "B":
        yield invalid("facility-qualifier", "567", "CLM05-2 of a professional claim is B.")
    if not _is_place(claim.place, context):
        yield invalid("place-of-service", "249", f"The place of service {claim.place!r} does not exist.")
    if claim.frequency not in tuple("123456789"):
        yield invalid("frequency-code", "535", f"CLM05-3 is {claim.frequency!r}.")
    if clm.get(6) not in ("Y", "N"):
        yield missing("provider-signature", "466", "CLM06 is not Y or N.", "85")
    if clm.get(7) not in ("A", "B", "C"):
        yield missing("assignment", "589", "CLM07 is not A, B or C.")
    if clm.get(8) not in ("Y", "N", "W"):
        yield missing("benefits-assignment", "360", "CLM08 is not Y, N or W.")
    if clm.get(9) not in ("Y", "I"):
        yield missing("release-of-information", "333", "CLM09 is not Y or I.")


def total(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """The total is a positive amount, to the cent, and the sum of the lines."""
    charge = claim.charge
    if charge is None:
        yield invalid("total-charge", "178", f"The total charge {claim.loop.head.get(2)!r} is not an amount.")
        return
    if charge <= 0:
        yield invalid("total-charge-not-positive", "402", f"The total charge is {charge}.", also="178")
    if charge != round(charge, 2):
        yield invalid(
            "total-charge-precision", "697", f"The total charge {charge} has fractions of a cent.", also="178"
        )
    amounts = [line.charge for line in claim.lines]
    lines = sum((amount for amount in amounts if amount is not None), ZERO)
    if None not in amounts and lines != charge:
        yield conflict(
            "charges-do-not-sum", "400", f"The lines sum to {lines}, the claim says {charge}.", also="178"
        )
    paid_segment = claim.loop.first("AMT", "F5")
    paid = number(paid_segment.get(2))
    if paid_segment.id and (paid is None or paid < 0):
        yield invalid(
            "patient-paid", "183", "What the patient paid is not an amount of zero or more.", PATIENT
        )
    elif paid is not None and paid > charge:
        yield conflict(
            "patient-paid-too-much",
            "183",
            f"The patient paid {paid}, more than the charge {charge}.",
            PATIENT,
        )


def dates(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Dates of the claim can be read, are not in the future, and come in a possible order."""
    first = claim.first_day
    for segment in claim.loop.all("DTP"):
        start, end = days(segment)
        what = f"DTP*{segment.get(1)}"
        if start is None or end is None:
            yield invalid("claim-date", "21", f"{what} is not a date.", also="187")
        elif start > end:
            yield invalid("claim-date-reversed", "21", f"{what} ends before it begins.", also="187")
        elif start > context.today and segment.get(1) not in ("296", "361"):
            yield invalid("claim-date-in-future", "510", f"{what} is in the future.", also="187")
        elif segment.get(1) in ("431", "439", "454", "484") and first is not None and start > first:
            yield conflict("date-after-service", "397", f"{what} comes after the service.")
    cause = claim.loop.head.components(11)
    causes = {code for code in cause[:3] if code}
    if causes - {"AA", "EM", "OA"}:
        yield invalid("related-cause", "633", f"CLM11 has the cause {sorted(causes)}.")
    if causes & {"AA", "OA"} and not claim.loop.first("DTP", "439").id:
        yield missing("accident-date", "727", "An accident (CLM11) needs its date (DTP*439).")
    if "AA" in causes and not (len(cause) > 3 and _STATE.fullmatch(cause[3])):
        yield missing("accident-state", "750", "A car accident needs its state (CLM11-4).")
    if claim.place == "21" and not claim.loop.first("DTP", "435").id:
        yield missing("admission-date", "189", "Place of service 21 needs the admission date (DTP*435).")


def diagnoses(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """One principal diagnosis first, then others, each once, each a code that holds on the day."""
    found = claim.diagnoses
    if not found:
        yield missing("no-diagnosis", "254", "There is no diagnosis (HI).")
        return
    if len(found) > _DIAGNOSIS_LIMIT:
        yield invalid("too-many-diagnoses", "255", f"There are {len(found)} diagnoses; twelve fit.")
    wanted = "ABK" if (claim.last_day or context.today) >= _ICD10_FROM else "BK"
    if found[0][0] != wanted:
        yield invalid("principal-not-first", "254", f"The first diagnosis is {found[0][0]}, not {wanted}.")
    if any(qualifier != wanted.replace("K", "F") for qualifier, _ in found[1:]):
        yield invalid("other-diagnosis-qualifier", "255", "A further diagnosis has the wrong qualifier.")
    codes = [code for _, code in found]
    if len(set(codes)) != len(codes):
        yield conflict("diagnosis-twice", "255", "A diagnosis is given twice.")
    for index, code in enumerate(codes):
        status = "255" if index else "254"
        if wanted == "ABK" and ("." in code or not ICD10CM.is_formed(code)):
            yield invalid("diagnosis-form", status, f"{code!r} is not formed like an ICD-10-CM code.")
        elif _is_refused(code, claim.first_day, context):
            yield invalid("diagnosis-not-valid", status, f"{code} may not be billed on {claim.first_day}.")


def references(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A reference that is sent has a value, and none stands there twice."""
    kinds = [segment.get(1) for segment in claim.loop.all("REF")]
    for segment in claim.loop.all("REF"):
        if not segment.get(2):
            yield missing("reference-without-value", "559", f"REF*{segment.get(1)} has no value.")
    for kind in ("F8", "G1", "9F", "X4", "D9", "EA"):
        if kinds.count(kind) > 1:
            yield invalid("reference-twice", "559", f"REF*{kind} stands there twice.")


def _is_refused(code: str, on: date | None, context: Context) -> bool:
    """Whether the look-up that was handed in knows that the code may not be billed on the day."""
    return context.diagnosis is not None and on is not None and context.diagnosis(code, on) is False


def _is_place(code: str, context: Context) -> bool:
    return code in context.settings if context.settings else len(code) == 2 and code.isdigit()


CLAIM_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    identity,
    total,
    dates,
    diagnoses,
    references,
)
