"""Read the demonstration practice's file into the engine's encounters, with their notes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import msgspec
import yaml

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
from cleanclaim.web.engine import parameters

COPY_STEP = 10_000
"""Each further copy of the practice's people gets record and member numbers this much higher."""


class DemoEncounter(msgspec.Struct, frozen=True):
    """One encounter of the demonstration with its note."""

    encounter: Encounter
    note: str


def practice_file() -> dict[str, Any]:
    """Return the practice's file as YAML has it."""
    text = resources.files(__package__).joinpath("practice.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def demo_encounters(*, copies: int = 1) -> Iterator[DemoEncounter]:
    """Yield the encounters; each copy beyond the first has other people's numbers, the same notes."""
    raw = practice_file()
    for copy in range(copies):
        for row in raw["encounters"]:
            note = resources.files(__package__).joinpath("notes", f"{row['number']}.txt").read_text("utf-8")
            yield DemoEncounter(_encounter(raw, row, copy), note)


def _encounter(raw: dict[str, Any], row: dict[str, Any], copy: int) -> Encounter:
    patient = raw["patients"][row["patient"]]
    practice = raw["practice"]
    suffix = f"C{copy:03d}" if copy else ""
    return Encounter(
        number=f"{row['number']}{suffix}",
        date_of_service=row["date"],
        patient=_person(patient),
        coverages=(_coverage(patient["coverage"], row["date"], copy),),
        billing_provider=Provider(
            name=Name(last=practice["name"], is_organization=True),
            npi=practice["npi"],
            taxonomy=practice["taxonomy"],
            tax_id=practice["tax_id"],
            address=Address(**practice["address"]),
            contact=Contact(name="Billing office", numbers=(("TE", practice["phone"]),)),
        ),
        rendering=_provider(raw["providers"][row["provider"]]),
        charges=tuple(
            Charge(
                code=charge["code"],
                amount=Decimal(charge["amount"]),
                units=Decimal(charge.get("units", 1)),
                modifiers=tuple(charge.get("modifiers", ())),
            )
            for charge in row["charges"]
        ),
        clia=practice["clia"] if any("QW" in c.get("modifiers", ()) for c in row["charges"]) else "",
        medical_record_number=f"{patient['number']}{suffix}",
    )


def _person(raw: dict[str, Any]) -> Person:
    return Person(
        name=Name(**raw["name"]),
        birth_date=raw["birth_date"],
        sex=raw["sex"],
        address=Address(**raw["address"]),
    )


def _provider(raw: dict[str, Any]) -> Provider:
    return Provider(name=Name(last=raw["last"], first=raw["first"]), npi=raw["npi"], taxonomy=raw["taxonomy"])


def _coverage(raw: dict[str, Any], on: date, copy: int) -> Coverage:
    terms = _terms(raw["payer"], on)
    plan: BenefitPlan = terms.plans[0]
    member = raw.get("member_id") or demo_member_id(plan, raw["number"] + COPY_STEP * copy)
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
        filing_indicator=terms.filing_indicator,
    )


def _terms(key: str, on: date) -> PayerTerms:
    found = parameters().at(f"payer.demo.{key}.payer_id", on)
    terms = payer_terms(parameters(), str(found), on)
    if isinstance(terms, NotKnown):
        raise LookupError(f"the demonstration's payer {key} is not among the parameters")
    return terms
