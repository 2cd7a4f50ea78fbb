"""What a line is worth, and the honest answer when that is not known."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cleanclaim.pricing import (
    FeeSchedule,
    NotPriced,
    Priced,
    ScaledSchedule,
    load_schedule,
    price,
    shipped_demo_schedule,
)
from cleanclaim.primitives import DecodeError

DAY = date(2025, 11, 3)
HEAD = "code,modifier,setting,from,to,amount,family\n"


def schedule(tmp_path: Path, rows: str) -> FeeSchedule:
    path = tmp_path / "fees.csv"
    path.write_text(HEAD + rows)
    return load_schedule(path, name="test schedule")


def test_an_office_visit_costs_less_in_a_facility() -> None:
    demo = shipped_demo_schedule()
    office = price(demo, code="99213", on=DAY, setting="nonfacility")
    hospital = price(demo, code="99213", on=DAY, setting="facility")
    assert isinstance(office, Priced)
    assert isinstance(hospital, Priced)
    assert (office.amount, hospital.amount) == (Decimal("90.00"), Decimal("66.00"))
    assert "99213" in office.derivation[0]
    assert "invented" in office.release


def test_the_components_of_imaging_add_up_to_the_whole() -> None:
    demo = shipped_demo_schedule()
    for code in ("71045", "71046", "72148", "70551", "93306", "94060"):
        parts = [
            price(demo, code=code, on=DAY, setting="nonfacility", modifiers=(part,)) for part in ("26", "TC")
        ]
        whole = price(demo, code=code, on=DAY, setting="nonfacility")
        assert isinstance(whole, Priced)
        assert sum(part.amount for part in parts if isinstance(part, Priced)) == whole.amount


def test_a_contract_is_a_percentage_rounded_per_unit(tmp_path: Path) -> None:
    """33.33 x 115 % = 38.3295 -> 38.33 a unit; three units are 114.99."""
    base = schedule(tmp_path, "97110,,any,2025-01-01,,33.33,therapy\n")
    found = price(
        ScaledSchedule("contract", base, Decimal(115)),
        code="97110",
        on=DAY,
        setting="nonfacility",
        units=Decimal(3),
    )
    assert isinstance(found, Priced)
    assert found.amount == Decimal("114.99")
    assert len(found.derivation) == 3


def test_a_carve_out_goes_before_the_percentage(tmp_path: Path) -> None:
    own = schedule(tmp_path, "99213,,any,2025-01-01,,101.50,office_visit\n")
    contract = ScaledSchedule("contract", shipped_demo_schedule(), Decimal(130), own)
    carved = price(contract, code="99213", on=DAY, setting="nonfacility")
    plain = price(contract, code="99214", on=DAY, setting="nonfacility")
    assert isinstance(carved, Priced)
    assert isinstance(plain, Priced)
    assert (carved.amount, plain.amount) == (Decimal("101.50"), Decimal("166.40"))


def test_the_row_of_the_day_counts(tmp_path: Path) -> None:
    fees = schedule(tmp_path, "99213,,any,2025-01-01,2025-06-30,80.00,x\n99213,,any,2025-07-01,,90.00,x\n")
    amounts = [
        getattr(price(fees, code="99213", on=on, setting="facility"), "amount", None)
        for on in (date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1))
    ]
    assert amounts == [None, Decimal("80.00"), Decimal("90.00")]


@pytest.mark.parametrize(
    ("code", "modifiers", "kind"),
    [("99499", (), "code"), ("99213", ("26",), "modifier"), ("20610", ("50",), "modifier")],
)
def test_what_the_schedule_does_not_say_is_not_priced(
    code: str, modifiers: tuple[str, ...], kind: str
) -> None:
    answer = price(shipped_demo_schedule(), code=code, on=DAY, setting="nonfacility", modifiers=modifiers)
    assert isinstance(answer, NotPriced)
    assert answer.kind == kind


def test_informational_modifiers_leave_the_amount_alone() -> None:
    answer = price(
        shipped_demo_schedule(), code="99213", on=DAY, setting="nonfacility", modifiers=("25", "GT")
    )
    assert isinstance(answer, Priced)
    assert answer.amount == Decimal("90.00")


@given(units=st.integers(1, 500))
def test_units_multiply(units: int) -> None:
    answer = price(shipped_demo_schedule(), code="J1100", on=DAY, setting="nonfacility", units=Decimal(units))
    assert isinstance(answer, Priced)
    assert answer.amount == Decimal("0.12") * units


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("99213,,any,2025-01-01,,ninety,x\n", "line 2"),
        ("99213,,any,2025-13-01,,90.00,x\n", "2025-13-01"),
        ("99213,,home,2025-01-01,,90.00,x\n", "home"),
        ("9921,,any,2025-01-01,,90.00,x\n", "9921"),
        ("99213,,any,2025-01-01,2024-01-01,90.00,x\n", "ends before"),
        ("99213,,any,2025-01-01,,-1.00,x\n", "less than nothing"),
        ("99213,,any,2025-01-01,,90.00\n", "fields"),
        ("99213,,any,2025-01-01,,90.00,x\n99213,,facility,2025-02-01,,80.00,x\n", "two amounts"),
    ],
)
def test_a_malformed_schedule_is_refused_with_its_place(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(DecodeError) as caught:
        schedule(tmp_path, row)
    assert says in str(caught.value)
    assert "fees.csv" in str(caught.value)


@pytest.mark.shared
def test_every_code_of_the_demo_schedule_exists(shared_dir: Path) -> None:
    path = shared_dir / "reference" / "mpfs" / "PPRRVU2025_Oct.csv"
    with path.open(encoding="latin-1", newline="") as file:
        official = {row[0] for row in csv.reader(file) if row}
    assert set(shipped_demo_schedule().rows) - official == set()
