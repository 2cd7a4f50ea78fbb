"""The demonstration's material: every note can be read, every charge has a price, every number holds."""

from collections import Counter
from datetime import date

import pytest

from cleanclaim.codesets import Known
from cleanclaim.coding import CodingContext, Document, suggest
from cleanclaim.parameters import PayerTerms, payer_terms
from cleanclaim.pricing import NotPriced, ScaledSchedule, price, shipped_demo_schedule
from cleanclaim.primitives import NPI, TIN, InvalidValue
from cleanclaim.web.demo.practice import (
    DemoEncounter,
    company,
    demo_encounters,
    demo_identifiers,
    encounters_of,
    practices,
)
from cleanclaim.web.engine import lexicon, parameters, reference_store

ALL = [row for organization in company().organizations for row in encounters_of(organization.key).values()]
NUMBERS = [row.encounter.number for row in ALL]

DELETED = {"99201"}
"""On the charge list by mistake, on purpose: no payer has a price for it."""

MODIFIER_UNKNOWN = {("20610", "50")}
"""A modifier that no payer's schedule knows, on purpose."""


def test_there_is_a_month_of_work_of_three_specialties_for_four_payers() -> None:
    before = [row for row in ALL if row.arrives <= company().start_day]
    assert len(before) >= 55
    assert len(ALL) - len(before) >= 10
    assert len({row.encounter.billing_provider.npi for row in ALL}) == 3
    payers = Counter(coverage.payer.payer_id for row in ALL for coverage in row.encounter.coverages)
    assert len(payers) == 4
    assert min(payers.values()) >= 10
    assert len(set(NUMBERS)) == len(NUMBERS)


def test_notes_are_not_copies_of_each_other() -> None:
    assert len({row.note for row in ALL}) == len(ALL)
    for row in ALL:
        assert row.encounter.patient.name.last
        assert row.arrives >= row.encounter.date_of_service


@pytest.mark.parametrize("row", ALL, ids=NUMBERS)
def test_every_charged_code_is_priced_by_its_payer(row: DemoEncounter) -> None:
    on = row.encounter.date_of_service
    for coverage in row.encounter.coverages:
        terms = payer_terms(parameters(), coverage.payer.payer_id, on)
        assert isinstance(terms, PayerTerms)
        contract = ScaledSchedule(terms.name, shipped_demo_schedule(), terms.fee_percent)
        for charge in row.encounter.charges:
            found = price(
                contract,
                code=charge.code,
                modifiers=charge.modifiers,
                units=charge.units,
                on=on,
                setting="nonfacility",
            )
            expected = charge.code in DELETED or any(
                (charge.code, modifier) in MODIFIER_UNKNOWN for modifier in charge.modifiers
            )
            assert isinstance(found, NotPriced) == expected, charge.code


def test_every_note_is_read_and_every_planned_code_is_billable_that_day(database: object) -> None:
    unread = []
    for row in ALL:
        on = row.encounter.date_of_service
        context = CodingContext(setting=row.encounter.setting, date_of_service=on)
        result = suggest(Document(row.encounter.number, row.note), context, lexicon(on))
        if not any(suggestion.selected for suggestion in result.suggestions):
            unread.append(row.encounter.number)
        for code in row.codes:
            known = reference_store().icd10cm(code, on)
            assert isinstance(known, Known), (row.encounter.number, code)
            assert known.value.billable, (row.encounter.number, code)
    assert len(unread) <= len(ALL) // 10, unread


def test_numbers_of_providers_are_valid_but_for_the_one_that_is_mistyped() -> None:
    wrong = []
    for practice in practices().values():
        NPI.parse(practice.raw["practice"]["npi"])
        TIN.parse(practice.raw["practice"]["tax_id"])
        for key, provider in practice.raw["providers"].items():
            try:
                NPI.parse(provider["npi"])
            except InvalidValue:
                wrong.append(key)
    assert wrong == ["okonkwo"]


def test_the_ten_encounters_of_the_walk_are_those_of_always() -> None:
    numbers = [row.encounter.number for row in demo_encounters()]
    assert numbers == [f"E10{n:02d}" for n in range(1, 11)]
    copies = [row.encounter for row in demo_encounters(copies=3)]
    assert len({row.number for row in copies}) == len({row.medical_record_number for row in copies}) == 30


def test_identifiers_name_every_patient_for_those_who_look_for_them() -> None:
    found = set(demo_identifiers())
    assert {"Okafor", "Adaeze Okafor", "1967-03-11", "03/11/1967", "19670311", "MRN2001"} <= found
    assert "" not in found
    for row in ALL:
        assert row.encounter.patient.name.last in found
        born = row.encounter.patient.birth_date
        assert isinstance(born, date)
        assert born.isoformat() in found
        assert {c.member_id for c in row.encounter.coverages if c.member_id} <= found
