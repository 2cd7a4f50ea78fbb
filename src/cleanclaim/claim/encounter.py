"""Encounter + accepted codes + charges → ``Claim``."""

from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.claim.lines import Diagnosis, Drug, ServiceLine
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Coverage, Person, Provider, Value
from cleanclaim.primitives import DateRange, InvalidValue, Money, money

SEQUENCES = "PSTABCDEFGH"
"""SBR01 of the payers in the order in which they pay, the first to the eleventh."""


class Evidence(Value, frozen=True):
    """The words that support a code: character offsets into the stored document."""

    document: str
    start: int
    end: int
    text: str


class AcceptedCode(Value, frozen=True):
    """A diagnosis that a person accepted for the encounter, in sequence, with its evidence."""

    code: str
    evidence: tuple[Evidence, ...] = ()
    accepted_by: str = ""


class Charge(Value, frozen=True):
    """A service that was rendered: code, units, dollars for all units.

    ``diagnoses`` names the codes it was done for, most important first; empty means the
    encounter's first four.
    """

    code: str
    amount: Decimal
    units: Decimal = Decimal(1)
    modifiers: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    dates: DateRange | None = None
    place_of_service: str = ""
    drug: Drug | None = None


class Encounter(Value, frozen=True):
    """One visit of one patient, as the practice's records have it.

    ``number`` is the practice's own; it becomes the patient control number of the claim.
    ``setting`` is one of the settings listed in ``CONTRACT.md``.
    """

    number: str
    date_of_service: date
    patient: Person
    coverages: tuple[Coverage, ...]
    billing_provider: Provider
    rendering: Provider | None = None
    referring: Provider | None = None
    supervising: Provider | None = None
    facility: Provider | None = None
    setting: str = "office"
    place_of_service: str = "11"
    charges: tuple[Charge, ...] = ()
    clia: str = ""
    medical_record_number: str = ""


def build_claim(encounter: Encounter, codes: tuple[AcceptedCode, ...]) -> Claim:
    """Return the professional claim for an encounter, billed to its first coverage.

    Diagnoses keep the order in which they were accepted, each once. A charge points at the
    diagnoses it names, or at the first four. Coverages that leave their place in the paying
    order at the default get the place in which they stand. Raises ``InvalidValue`` when a charge
    names a diagnosis that was not accepted, when there is nothing to bill, or when an amount is
    not in whole cents: nothing is rounded.
    """
    refuse_unbillable_charges(encounter)
    if not codes:
        raise InvalidValue(
            f"encounter {encounter.number} has no accepted diagnosis.",
            fix="Accept a code, or query the provider.",
        )
    ordered = tuple(dict.fromkeys(code.code for code in codes))
    diagnoses = tuple(
        Diagnosis(code, role="principal" if position == 0 else "other")
        for position, code in enumerate(ordered)
    )
    lines = tuple(
        _line(encounter, charge, ordered, position)
        for position, charge in enumerate(encounter.charges, start=1)
    )
    return Claim(
        patient_control_number=encounter.number,
        total_charge=money(sum((line.charge or Decimal(0) for line in lines), Decimal(0))),
        place_of_service=encounter.place_of_service,
        billing_provider=encounter.billing_provider,
        patient=encounter.patient,
        coverages=_in_paying_order(encounter.coverages),
        diagnoses=diagnoses,
        lines=lines,
        rendering=encounter.rendering,
        referring=encounter.referring,
        supervising=encounter.supervising,
        facility=encounter.facility,
        clia=encounter.clia,
        medical_record_number=encounter.medical_record_number,
    )


def refuse_unbillable_charges(encounter: Encounter) -> None:
    """Raise ``InvalidValue`` when there are no charges, or one whose amount cannot be billed as it is."""
    if not encounter.charges:
        raise InvalidValue(
            f"encounter {encounter.number} has no charges.", fix="Enter the services that were rendered."
        )
    for charge in encounter.charges:
        _whole_cents(encounter, charge)


def _whole_cents(encounter: Encounter, charge: Charge) -> Money:
    """Return the amount of a charge as money, refusing it when that would round it."""
    where = f"encounter {encounter.number}, charge {charge.code}"
    try:
        amount = money(charge.amount)
    except InvalidValue:
        raise InvalidValue(
            f"{where}: {charge.amount} is not an amount that can be billed.", fix="Write dollars as 123.45."
        ) from None
    if amount != charge.amount:
        raise InvalidValue(
            f"{where}: {charge.amount} has fractions of a cent.", fix="Enter the amount in whole cents."
        )
    return amount


def _in_paying_order(coverages: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Return the coverages, a repeated default place replaced by the one in which they stand.

    A place that was given on purpose stays, also where it repeats another: that is for an edit
    to find, not for us to guess.
    """
    default = Coverage().sequence
    ordered: list[Coverage] = []
    for position, coverage in enumerate(coverages):
        repeated = any(earlier.sequence == default for earlier in ordered)
        if coverage.sequence == default and repeated and position < len(SEQUENCES):
            coverage = msgspec.structs.replace(coverage, sequence=SEQUENCES[position])
        ordered.append(coverage)
    return tuple(ordered)


def _line(encounter: Encounter, charge: Charge, ordered: tuple[str, ...], position: int) -> ServiceLine:
    unknown = [code for code in charge.diagnoses if code not in ordered]
    if unknown:
        raise InvalidValue(
            f"encounter {encounter.number}: charge {charge.code} is for {', '.join(unknown)}, "
            "which was not accepted.",
            fix="Accept that code, or choose another for the charge.",
        )
    wanted = charge.diagnoses or ordered[:4]
    place = charge.place_of_service or encounter.place_of_service
    return ServiceLine(
        code=charge.code,
        modifiers=charge.modifiers,
        charge=_whole_cents(encounter, charge),
        units=charge.units,
        dates=charge.dates or DateRange(encounter.date_of_service, encounter.date_of_service),
        place_of_service="" if place == encounter.place_of_service else place,
        pointers=tuple(ordered.index(code) + 1 for code in wanted),
        drug=charge.drug,
        control_number=f"{encounter.number}L{position}",
    )
