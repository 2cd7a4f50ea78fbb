"""Encounter, accepted codes and charges become one claim."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from cleanclaim.claim import (
    AcceptedCode,
    Charge,
    Coverage,
    Drug,
    Encounter,
    Name,
    Payer,
    Person,
    Provider,
    build_claim,
)
from cleanclaim.primitives import DateRange, InvalidValue, money, one_day

_DAY = date(2025, 12, 2)
_CODES = tuple(AcceptedCode(code) for code in ("E119", "I10", "E785", "K219", "D649"))
_ENCOUNTER = Encounter(
    number="E100",
    date_of_service=_DAY,
    patient=Person(Name("ABBADI", "ADA")),
    coverages=(
        Coverage(payer=Payer("EVERGREEN MUTUAL", "71000"), member_id="INV1"),
        Coverage(sequence="S", payer=Payer("SUMMIT PLAN", "72000"), member_id="INV2"),
    ),
    billing_provider=Provider(Name(last="HARBOR CLINIC", is_organization=True)),
    rendering=Provider(Name("FARROW", "GRETA")),
    charges=(
        Charge("99214", money(190), modifiers=("25",)),
        Charge("83036", money("36.50"), diagnoses=("E119",)),
    ),
    medical_record_number="MRN5",
)


def _encounter(**changes: Any) -> Encounter:
    return msgspec.structs.replace(_ENCOUNTER, **changes)


def test_a_visit_becomes_a_claim_to_the_first_payer() -> None:
    """Who, where, for how much, under which number."""
    claim = build_claim(_ENCOUNTER, _CODES)
    assert (claim.patient_control_number, claim.total_charge, claim.place_of_service) == (
        "E100",
        money("226.50"),
        "11",
    )
    assert claim.coverage.payer.payer_id == "71000"
    assert claim.subscriber == claim.patient
    assert claim.medical_record_number == "MRN5"
    assert claim.service_dates == one_day(_DAY)


def test_diagnoses_keep_the_order_in_which_they_were_accepted_each_once() -> None:
    """The first is the principal one."""
    claim = build_claim(_ENCOUNTER, (*_CODES, AcceptedCode("I10")))
    assert [(dx.code, dx.role) for dx in claim.diagnoses] == [
        ("E119", "principal"),
        ("I10", "other"),
        ("E785", "other"),
        ("K219", "other"),
        ("D649", "other"),
    ]


def test_a_charge_points_at_what_it_was_done_for_or_at_the_first_four() -> None:
    """Four pointers are all a line may have."""
    claim = build_claim(_ENCOUNTER, _CODES)
    assert [line.pointers for line in claim.lines] == [(1, 2, 3, 4), (1,)]
    fifth = build_claim(_encounter(charges=(Charge("99213", money(1), diagnoses=("D649", "E119")),)), _CODES)
    assert fifth.lines[0].pointers == (5, 1)


def test_every_line_has_a_number_that_no_other_line_of_the_practice_has() -> None:
    """The remittance quotes it."""
    claim = build_claim(_ENCOUNTER, _CODES)
    assert [line.control_number for line in claim.lines] == ["E100L1", "E100L2"]


def test_a_charge_with_its_own_days_place_and_drug_keeps_them() -> None:
    """The encounter's day and place stand for those that say nothing."""
    days = DateRange(_DAY, date(2025, 12, 4))
    drug = Drug("00000000001", Decimal(2), "ML")
    charge = Charge("J3301", money(25), Decimal(4), dates=days, place_of_service="12", drug=drug)
    same_place = Charge("99213", money(1), place_of_service="11")
    own, plain = build_claim(_encounter(charges=(charge, same_place)), _CODES).lines
    assert (own.dates, own.place_of_service, own.drug, own.units) == (days, "12", drug, Decimal(4))
    assert (plain.dates, plain.place_of_service, plain.drug) == (one_day(_DAY), "", None)


def _places(*sequences: str) -> list[str]:
    """Return the places of the claim's coverages for an encounter with these ones."""
    coverages = tuple(Coverage(sequence=place, member_id=f"INV{n}") for n, place in enumerate(sequences))
    return [c.sequence for c in build_claim(_encounter(coverages=coverages), _CODES).coverages]


def test_coverages_without_a_place_of_their_own_pay_in_the_order_in_which_they_stand() -> None:
    """Nobody has to write P, S, T; whoever does is not overruled."""
    unplaced = tuple(Coverage(member_id=f"INV{n}") for n in range(5))
    claim = build_claim(_encounter(coverages=unplaced), _CODES)
    assert [coverage.sequence for coverage in claim.coverages] == ["P", "S", "T", "A", "B"]
    assert claim.billed_coverage == 0
    assert _places("P", "T") == ["P", "T"]
    assert _places("S", "P") == ["S", "P"]
    assert _places("P", "S", "S") == ["P", "S", "S"]


@pytest.mark.parametrize(
    ("encounter", "codes", "reason"),
    [
        (_encounter(charges=()), _CODES, "encounter E100 has no charges"),
        (_ENCOUNTER, (), "no accepted diagnosis"),
        (
            _encounter(charges=(Charge("83036", money(1), diagnoses=("E119", "Z23")),)),
            _CODES,
            "charge 83036 is for Z23, which was not accepted",
        ),
        (
            _encounter(charges=(Charge("99213", Decimal("12.345")),)),
            _CODES,
            "encounter E100, charge 99213: 12.345 has fractions of a cent",
        ),
        (
            _encounter(charges=(Charge("99213", Decimal("1E+20")),)),
            _CODES,
            r"charge 99213: 1E\+20 is not an amount that can be billed",
        ),
    ],
)
def test_what_cannot_be_billed_is_refused_with_the_reason(
    encounter: Encounter, codes: tuple[AcceptedCode, ...], reason: str
) -> None:
    """A claim is not made up from half an encounter."""
    with pytest.raises(InvalidValue, match=reason):
        build_claim(encounter, codes)
