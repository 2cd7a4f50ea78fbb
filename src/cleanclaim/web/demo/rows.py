"""One row of a practice's file into the engine's encounter."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.claim import (
    Address,
    Charge,
    Contact,
    Coverage,
    Encounter,
    Name,
    Payer,
    Person,
    Provider,
)
from cleanclaim.parameters import BenefitPlan, NotKnown, PayerTerms, demo_member_id, payer_terms
from cleanclaim.primitives import money
from cleanclaim.web.engine import parameters

COPY_STEP = 10_000
"""Each further copy of the practice's people gets record and member numbers this much higher."""


class DemoPractice(msgspec.Struct, frozen=True):
    """A practice with its people and encounters as YAML has them, and the company's charges."""

    key: str
    organization: str
    raw: dict[str, Any]
    prices: dict[str, str]


class DemoEncounter(msgspec.Struct, frozen=True):
    """One encounter of the demonstration with its note.

    It comes in on the day ``arrives``. ``codes`` are what the stand-in for the coder accepts in
    place of the machine's selection, mistakes included; what a stand-in leaves, or asks the
    provider about, waits for the person. On the day ``repaired`` the stand-in for the biller
    puts ``member_id`` right on a claim that was rejected for it.
    """

    encounter: Encounter
    note: str
    arrives: date
    codes: tuple[str, ...] = ()
    left_by_coder: bool = False
    left_by_biller: bool = False
    asked_by_coder: bool = False
    repaired: date | None = None
    member_id: str = ""


def encounter_of(practice: DemoPractice, row: dict[str, Any], copy: int) -> Encounter:
    """Return the encounter of a row; ``copy`` above 0 gives it and its patient other numbers."""
    raw = practice.raw
    patient = raw["patients"][row["patient"]]
    biller = raw["practice"]
    suffix = f"C{copy:03d}" if copy else ""
    coverages = patient.get("coverages") or [patient["coverage"]]
    charges = tuple(_charge(practice, charge) for charge in row["charges"])
    tested = any(charge.code.startswith("8") for charge in charges)
    return Encounter(
        number=f"{row['number']}{suffix}",
        date_of_service=row["date"],
        patient=_person(patient),
        coverages=tuple(_coverage(coverage, row, copy) for coverage in coverages),
        billing_provider=Provider(
            name=Name(last=biller["name"], is_organization=True),
            npi=biller["npi"],
            taxonomy=biller["taxonomy"],
            tax_id=biller["tax_id"],
            address=Address(**biller["address"]),
            contact=Contact(name="Billing office", numbers=(("TE", biller["phone"]),)),
        ),
        rendering=_provider(raw["providers"][row["provider"]]),
        referring=_provider(raw["providers"][row["referring"]]) if "referring" in row else None,
        facility=_facility(raw["facilities"][row["facility"]]) if "facility" in row else None,
        setting=row.get("setting", "office"),
        place_of_service=row.get("place", "11"),
        charges=charges,
        clia=row.get("clia", biller.get("clia", "")) if tested else "",
        medical_record_number=f"{patient['number']}{suffix}",
    )


def repaired_member_id(practice: DemoPractice, row: dict[str, Any]) -> str:
    """Return the member id that a repair puts on the claim of a row; empty when there is none."""
    if "repair" not in row:
        return ""
    return _coverage(practice.raw["patients"][row["patient"]]["coverage"] | row["repair"], row, 0).member_id


def _charge(practice: DemoPractice, raw: str | dict[str, Any]) -> Charge:
    """Return a charge written as a table, or short as ``97110-GP x2`` at the company's price."""
    if isinstance(raw, str):
        what, _, counted = raw.partition(" x")
        code, *modifiers = what.split("-")
        return Charge(
            code=code,
            amount=money(Decimal(practice.prices[code]) * Decimal(counted or 1)),
            units=Decimal(counted or 1),
            modifiers=tuple(modifiers),
        )
    return Charge(code=raw["code"], amount=Decimal(raw["amount"]), modifiers=tuple(raw.get("modifiers", ())))


def _person(raw: dict[str, Any]) -> Person:
    return Person(
        name=Name(**raw["name"]),
        birth_date=raw.get("birth_date"),
        sex=raw.get("sex", ""),
        address=Address(**raw["address"]) if "address" in raw else None,
    )


def _provider(raw: dict[str, Any]) -> Provider:
    return Provider(
        name=Name(last=raw["last"], first=raw["first"]), npi=raw["npi"], taxonomy=raw.get("taxonomy", "")
    )


def _facility(raw: dict[str, Any]) -> Provider:
    return Provider(
        name=Name(last=raw["name"], is_organization=True), npi=raw["npi"], address=Address(**raw["address"])
    )


def _coverage(raw: dict[str, Any], row: dict[str, Any], copy: int) -> Coverage:
    terms = _terms(raw["payer"], row["date"])
    plan: BenefitPlan = next(
        found for found in terms.plans if raw.get("plan", terms.plans[0].name) == found.name
    )
    member = raw.get("member_id")
    if member is None or "day" in raw:
        member = demo_member_id(plan, raw["number"] + COPY_STEP * copy)
    street, city, state, zip_code = terms.address
    return Coverage(
        payer=Payer(
            name=terms.name,
            payer_id=terms.payer_id,
            address=Address(line1=street, city=city, state=state, zip_code=zip_code),
        ),
        member_id=member,
        relationship=raw.get("relationship", "18"),
        subscriber=_person(raw["subscriber"]) if "subscriber" in raw else None,
        group_number=raw.get("group_number", ""),
        insurance_type=raw.get("insurance_type", ""),
        prior_authorization=row.get("authorization", ""),
        filing_indicator=terms.filing_indicator,
    )


def _terms(key: str, on: date) -> PayerTerms:
    found = parameters().at(f"payer.demo.{key}.payer_id", on)
    terms = payer_terms(parameters(), str(found), on)
    if isinstance(terms, NotKnown):
        raise LookupError(f"the demonstration's payer {key} is not among the parameters")
    return terms
