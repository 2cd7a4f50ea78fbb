"""Checks on providers, subscriber and patient: identifiers, names, addresses, demographics."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from cleanclaim.primitives import NPI, InvalidValue
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import (
    BILLING,
    FACILITY,
    PATIENT,
    PAYER,
    SUBSCRIBER,
    Fault,
    conflict,
    invalid,
    missing,
    returned,
)
from cleanclaim.simulator.loops import Loop
from cleanclaim.simulator.submitted import SubmittedClaim, day
from cleanclaim.x12 import Segment

_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
_ZIP = re.compile(r"\d{5}(?:\d{4})?")
_NINE = re.compile(r"\d{9}")
_POST_OFFICE_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b|\bLOCK\s?BOX\b", re.IGNORECASE)
_STATE = re.compile(r"[A-Z]{2}")
_RELATIONSHIPS = frozenset({"01", "19", "20", "21", "39", "40", "53", "G8"})
_CHILD = "19"
_GROWN_UP = 18
_INPATIENT = "21"

PROVIDERS = {
    "85": "billing provider",
    "82": "rendering provider",
    "DN": "referring provider",
    "P3": "primary care provider",
    "77": "service facility",
    "DQ": "supervising provider",
    "DK": "ordering provider",
    "QB": "purchased service provider",
}


def billing_provider(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """The billing provider has a name, a street address and a taxpayer number; places have addresses."""
    party = claim.billing.loop.party("85")
    if not party:
        yield missing("billing-provider", "26", "There is no billing provider (NM1*85).", BILLING)
        return
    if not party.head.get(3):
        yield missing("billing-name", "125", "The billing provider has no name.", BILLING)
    yield from _address("billing", party, BILLING, nine_digits=True)
    if _POST_OFFICE_BOX.search(party.first("N3").get(1)):
        yield invalid("billing-post-box", "503", "The billing provider's address is a post box.", BILLING)
    tax = party.first("REF", "EI", "SY")
    if not tax.id:
        yield missing("billing-tax-id", "128", "The taxpayer number (REF*EI) is missing.", BILLING)
    elif not _NINE.fullmatch(tax.get(2)):
        yield invalid("billing-tax-id-form", "128", "The taxpayer number is not nine digits.", BILLING)
    if len(party.all("REF", "EI", "SY")) > 1:
        yield invalid("billing-tax-id-twice", "128", "There are two taxpayer numbers.", BILLING)
    pay_to = claim.billing.loop.party("87")
    if pay_to:
        yield from _address("pay-to", pay_to, "87", nine_digits=False)
    for owner in (claim.loop, *(line.loop for line in claim.lines)):
        facility = owner.party(FACILITY)
        if facility:
            yield from _address("facility", facility, FACILITY, nine_digits=True)


def hospital(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A service to an inpatient says in which hospital: for the claim, or for each line.

    The guide asks for it where the place is not the billing provider's own; this payer always does.
    """
    if claim.place == _INPATIENT and not claim.loop.party(FACILITY):
        lines = [line for line in claim.lines if line.place in ("", _INPATIENT)]
        if not all(line.loop.party(FACILITY) for line in lines):
            yield missing(
                "facility-missing", "125", "Place of service 21 needs the hospital (loop 2310C).", FACILITY
            )


def provider_identifiers(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Every provider is identified by an NPI whose check digit holds."""
    for loop in _provider_loops(claim):
        head, what = loop.head, PROVIDERS[loop.head.get(1)]
        entity = head.get(1)
        if head.get(2) not in ("1", "2"):
            yield invalid("entity-type", "775", f"NM102 of the {what} is not 1 or 2.", entity)
        # A facility's and a purchased service's NPI may be missing in the guide, no other's.
        if not head.get(9):
            if entity not in ("77", "QB"):
                yield missing("npi-missing", "562", f"The {what} has no NPI.", entity)
            continue
        if head.get(8) != "XX":
            yield invalid("npi-qualifier", "745", f"NM108 of the {what} is not XX.", entity, also="562")
        try:
            NPI.parse(head.get(9))
        except InvalidValue:
            yield invalid("npi", "562", f"The NPI of the {what} fails its check digit.", entity)


def taxonomies(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A taxonomy code, where one is given, is nine characters and X under the qualifier PXC."""
    loops = [(BILLING, "BI", claim.billing.loop)]
    loops += [("82", "PE", loop) for loop in _provider_loops(claim) if loop.head.get(1) == "82"]
    for entity, role, loop in loops:
        for segment in loop.all("PRV"):
            if segment.get(1) != role or segment.get(2) != "PXC":
                yield invalid("taxonomy-qualifier", "745", "PRV01 or PRV02 is wrong.", entity, also="145")
            if not _TAXONOMY.fullmatch(segment.get(3)):
                yield invalid("taxonomy", "145", "The taxonomy code is not ten characters with X.", entity)


def enrolment(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """The payer knows the billing and the rendering provider."""
    if context.terms is None:
        return
    for loop in _provider_loops(claim):
        entity = loop.head.get(1)
        if entity in ("85", "82") and loop.head.get(9) in context.terms.not_enrolled:
            yield returned(
                "not-enrolled", "26", f"The {PROVIDERS[entity]} is not enrolled with this payer.", entity
            )


def subscriber(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """There is a subscriber with a member id; one who is the patient has full demographics."""
    level = claim.subscriber
    if level.code != "22":
        yield missing("subscriber-level", "481", "The claim stands under no subscriber level.", SUBSCRIBER)
        return
    party, sbr = level.loop.party("IL"), level.loop.first("SBR")
    if not sbr.id:
        yield missing("subscriber-information", "742", "The subscriber's SBR is missing.")
    elif sbr.get(1) not in tuple("PSTABCDEFGHU"):
        yield invalid("payer-sequence", "742", f"SBR01 is {sbr.get(1)!r}.")
    if not party or not party.head.get(3):
        yield missing("subscriber-name", "125", "The subscriber has no name.", SUBSCRIBER)
    if party.head.get(8) not in ("MI", "II") or not party.head.get(9):
        yield missing("member-id", "164", "The subscriber has no member id (MI).", SUBSCRIBER)
    if party.head.get(2) == "2" and sbr.get(2) == "18":
        yield conflict("patient-not-a-person", "741", "An organization cannot be the patient.", SUBSCRIBER)
    if sbr.get(2) == "18":
        yield from _address("patient", party, SUBSCRIBER, nine_digits=False)
        yield from _demographics(party, SUBSCRIBER, claim, context)


def patient(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Self has no patient level; a dependent has one, with a relationship and demographics."""
    relation = claim.subscriber.loop.first("SBR").get(2)
    if claim.patient_level is None:
        if relation != "18":
            yield conflict(
                "self-not-said", "156", "The claim stands under the subscriber, but SBR02 is not 18."
            )
        return
    if relation:
        yield conflict("self-with-dependent", "156", "SBR02 says self, but there is a patient level.")
    loop, party = claim.patient_level.loop, claim.patient
    pat = loop.first("PAT")
    if pat.get(1) not in _RELATIONSHIPS:
        yield invalid("patient-relationship", "156", f"PAT01 is {pat.get(1)!r}.", "")
    if not party or not party.head.get(3) or party.head.get(2) != "1":
        yield missing("patient-name", "125", "The patient has no name, or is no person.", PATIENT)
    yield from _address("patient", party, PATIENT, nine_digits=False)
    yield from _demographics(party, PATIENT, claim, context)
    yield from _two_people(claim, pat.get(1))


def _two_people(claim: SubmittedClaim, relationship: str) -> Iterator[Fault]:
    """Reject only what cannot be: that a child is older is possible where the parent is by marriage."""
    insured, party = claim.subscriber.loop.party("IL"), claim.patient
    born, insured_born = claim.birth_date, day(insured.first("DMG").get(2))
    if born is None or insured_born is None:
        return
    if born == insured_born and all(
        insured.head.get(n).upper() == party.head.get(n).upper() for n in (3, 4, 5, 7)
    ):
        yield conflict(
            "patient-is-the-subscriber",
            "156",
            "The patient has the subscriber's name and birth date: then SBR02 is 18.",
        )
    served = claim.first_day
    if relationship == _CHILD and born <= insured_born and served and _age(insured_born, served) < _GROWN_UP:
        yield conflict(
            "child-older-than-a-minor", "158", "The subscriber is a minor and has an older child.", PATIENT
        )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def payer(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """The payer is named and identified in its own loop."""
    head = claim.subscriber.loop.party("PR").head
    if not head.id or not head.get(3):
        yield missing("payer-name", "125", "There is no payer (NM1*PR) with a name.", PAYER)
    if head.id and head.get(8) not in ("PI", "XV"):
        yield invalid("payer-qualifier", "745", "NM108 of the payer is not PI or XV.", PAYER, also="153")


def _provider_loops(claim: SubmittedClaim) -> Iterator[Loop]:
    yield from (loop for loop in claim.billing.loop.loops if loop.head.get(1) == "85")
    for owner in (claim.loop, *(line.loop for line in claim.lines)):
        yield from (loop for loop in owner.under("party") if loop.head.get(1) in PROVIDERS)


def _address(name: str, party: Loop, entity: str, *, nine_digits: bool) -> Iterator[Fault]:
    street, city = party.first("N3"), party.first("N4")
    if not street.get(1):
        yield missing(f"{name}-street", "503", "The street (N3) is missing.", entity)
    if not city.get(1):
        yield missing(f"{name}-city", "502", "The city (N401) is missing.", entity)
    if city.get(4) not in ("", "US"):
        return
    if not _STATE.fullmatch(city.get(2)):
        yield invalid(f"{name}-state", "501", f"The state {city.get(2)!r} is not two letters.", entity)
    postal = city.get(3)
    if not _ZIP.fullmatch(postal) or (nine_digits and len(postal) != 9):
        wanted = "nine digits" if nine_digits else "five or nine digits"
        yield invalid(f"{name}-zip", "500", f"The ZIP code is not {wanted}.", entity)


def _demographics(party: Loop, entity: str, claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    if not party.head.get(4):
        yield missing("patient-first-name", "505", "The patient has no first name.", entity)
    segment: Segment = party.first("DMG")
    if not segment.id:
        yield missing("demographics", "158", "Date of birth and sex (DMG) are missing.", entity)
        return
    born = day(segment.get(2))
    if segment.get(1) != "D8" or born is None:
        yield invalid("birth-date", "158", "The date of birth is not a date.", entity)
    elif born > context.today or born.year < context.today.year - 130:
        yield invalid("birth-date-impossible", "158", "The date of birth is impossible.", entity)
    elif claim.first_day is not None and born > claim.first_day:
        yield conflict("born-after-service", "158", "The patient was born after the service.", entity)
    if segment.get(3) not in ("F", "M", "U"):
        yield invalid("sex", "157", "DMG03 is not F, M or U.", entity)


PARTY_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    billing_provider,
    hospital,
    provider_identifiers,
    taxonomies,
    enrolment,
    subscriber,
    patient,
    payer,
)
