"""Laboratory, drugs, equipment, outpatient, surgery centre and inpatient amounts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.codesets import ASC, Known, open_store
from cleanclaim.parameters import shipped_parameters
from cleanclaim.pricing import NotPriced, Priced, Service, Tables, price_service, price_services
from cleanclaim.pricing.drugs import DoseLines, dose_lines, units_of_packages
from cleanclaim.primitives import InvalidValue, Money
from cleanclaim.reference import import_files
from tests.pricing.derivations import last_amount
from tests.pricing.facility_tables import made

DAY = date(2026, 11, 3)
STAY = {
    "wage_index": "1.0000",
    "geographic_factor": "1.0000",
    "standardized_amount": "6500.00",
    "capital_rate": "500.00",
    "discharge_status": "01",
    "days": "3",
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made(tmp_path_factory.mktemp("facility"))


def line(
    code: str,
    *modifiers: str,
    bill: str = "professional",
    units: str = "1",
    charge: str | None = None,
    on: date = DAY,
    **extra: str,
) -> Service:
    return Service(
        code=code,
        on=on,
        bill=bill,
        modifiers=modifiers,
        units=Decimal(units),
        charge=None if charge is None else Money(charge),
        given=MappingProxyType(extra),
    )


def hospital(code: str, *modifiers: str, units: str = "1", index: str = "1", on: date = DAY) -> Service:
    return line(code, *modifiers, bill="outpatient", units=units, on=on, wage_index=index)


def amounts(services: Sequence[Service], tables: Tables) -> list[str]:
    """Return each line's amount, or the kind of answer where there is none."""
    found = []
    for answer in price_services(services, tables):
        if isinstance(answer, Priced):
            assert last_amount(answer.derivation) == answer.amount, answer.derivation
            for side in answer.also:
                assert last_amount(side.derivation) == side.amount
            found.append(str(answer.amount))
        else:
            found.append(answer.kind)
    return found


def one(service: Service, tables: Tables) -> str:
    return amounts([service], tables)[0]


@pytest.mark.parametrize(
    ("service", "amount"),
    [
        (line("80053"), "10.56"),
        (line("80053", units="3"), "31.68"),
        (line("81002"), "3.48"),
        (line("81002", "QW"), "3.50"),
        (line("80053", charge="9.00"), "9.00"),
        (line("80053", charge="90.00"), "10.56"),
        (line("87880"), "modifier"),
        (line("80053", units="0"), "units"),
    ],
)
def test_a_laboratory_test_is_paid_by_its_row(tables: Tables, service: Service, amount: str) -> None:
    assert one(service, tables) == amount


def test_a_drug_is_paid_by_units_of_its_code_and_waste_like_the_rest(tables: Tables) -> None:
    """35 units given and 5 discarded of four vials: 40.123 x 35 = 1,404.305; x 5 = 200.615."""
    given_units, discarded = line("J1745", units="35"), line("J1745", "JW", units="5")
    assert amounts([given_units, discarded], tables) == ["1404.31", "200.62"]
    answer = price_services([given_units, discarded], tables)[1]
    assert isinstance(answer, Priced)
    assert "paid like those administered" in " ".join(answer.derivation)
    assert answer.also[0].name == "coinsurance"
    assert answer.also[0].amount == Decimal("31.10")  # 15.5 % of 200.62, as the file states


def test_what_is_odd_about_waste_is_said(tables: Tables) -> None:
    alone = price_service(line("J1745", "JW", units="5"), tables)
    plain = price_service(line("J1745", units="10"), tables)
    assert isinstance(alone, Priced)
    assert isinstance(plain, Priced)
    assert "no line on this claim has what was administered" in " ".join(alone.derivation)
    assert "needs JZ" in " ".join(plain.derivation)
    assert one(line("J1745", "JW", "JZ"), tables) == "modifier"


@pytest.mark.parametrize(
    ("dose", "container", "lines"),
    [
        ("350", "100", DoseLines(35, 5, "")),
        ("400", "100", DoseLines(40, 0, "JZ")),
        ("7", "10", DoseLines(1, 0, "JZ")),
        ("95", "100", DoseLines(10, 0, "JZ")),
    ],
)
def test_a_dose_out_of_single_dose_vials_becomes_lines(dose: str, container: str, lines: DoseLines) -> None:
    assert dose_lines(Decimal(dose), unit=Decimal(10), container=Decimal(container)) == lines


def test_no_dose_is_refused() -> None:
    with pytest.raises(InvalidValue):
        dose_lines(Decimal(0), unit=Decimal(10), container=Decimal(100))


def test_packages_of_a_product_become_units_of_its_code(tables: Tables) -> None:
    assert units_of_packages(tables, "J1745", "99999-0001-01", Decimal(4), DAY) == Decimal(40)
    assert isinstance(units_of_packages(tables, "J9999", "99999-0001-01", Decimal(4), DAY), NotPriced)
    assert isinstance(units_of_packages(tables, "J1745", "00000-0000-00", Decimal(4), DAY), NotPriced)


@pytest.mark.parametrize(
    ("service", "amount"),
    [
        (line("E0601", "RR", "KH", state="AL", rural="no"), "50.00"),
        (line("E0601", "RR", "KJ", state="AL", rural="yes"), "45.38"),  # 60.50 x 75 %
        (line("E0601", "RR", state="AK", rural="yes"), "70.00"),
        (line("K0823", "RR", "KJ", state="AL", rural="no"), "120.00"),  # 300.00 x 40 %
        (line("E0100", "NU", state="AL", rural="no"), "20.00"),
        (line("E0100", "UE", state="AL", rural="no"), "15.00"),
        (line("E0747", "NU", "KF", state="AL", rural="no"), "4000.00"),
        (line("A4253", state="AL", rural="no"), "8.32"),
        (line("A4253", "KX", state="AL", rural="no"), "8.32"),
        (line("E0100", state="AL", rural="no"), "modifier"),
        (line("E0100", "NU", "RR", state="AL", rural="no"), "modifier"),
        (line("E0100", "RR", "KJ", state="AL", rural="no"), "modifier"),
        (line("E0747", "NU", state="AL", rural="no"), "modifier"),
        (line("E0601", "RR", state="ZZ", rural="no"), "locality"),
        (line("E0601", "RR", state="", rural="no"), "missing"),
        (line("E0601", "RR", state="AL", rural="perhaps"), "missing"),
    ],
)
def test_equipment_is_paid_by_state_place_and_supply(tables: Tables, service: Service, amount: str) -> None:
    assert one(service, tables) == amount


def test_an_outpatient_rate_is_adjusted_by_the_wage_index(tables: Tables) -> None:
    """230 x 60 % x 1.2 + 230 x 40 % = 257.60."""
    assert one(hospital("72148", index="1.2"), tables) == "257.60"
    assert one(hospital("G0463"), tables) == "136.02"
    assert one(line("72148", bill="outpatient"), tables) == "missing"
    answer = price_service(hospital("72148", index="1.2"), tables)
    assert isinstance(answer, Priced)
    assert answer.also[0].amount == Decimal("51.52")  # 20 % of it, as Addendum B has it


def test_only_the_highest_procedure_of_status_t_is_paid_in_full(tables: Tables) -> None:
    services = [hospital("43235"), hospital("45378"), hospital("11042", units="2"), hospital("72148")]
    assert amounts(services, tables) == ["400.00", "900.00", "400.00", "230.00"]
    apart = [hospital("43235"), hospital("45378", on=date(2026, 11, 4))]
    assert amounts(apart, tables) == ["800.00", "900.00"]


@pytest.mark.parametrize(
    ("service", "amount"),
    [
        (hospital("11042", units="3"), "800.00"),  # 1 + 0.5 + 0.5
        (hospital("45378", "73"), "450.00"),
        (hospital("45378", "74"), "900.00"),
        (hospital("11042", "50"), "600.00"),
        (hospital("72148", "50"), "460.00"),
        (hospital("G0463", "PN"), "54.41"),
        (hospital("G0463", "PO"), "54.41"),
        (hospital("72148", "PO"), "230.00"),
        (hospital("J1745", units="5", index="1.3"), "200.00"),
        (hospital("A9270"), "not_payable"),
        (hospital("99213"), "not_payable"),
        (hospital("33533"), "not_payable"),
        (hospital("C2624"), "by_report"),
        (hospital("L8699"), "elsewhere"),
        (hospital("99999"), "not_loaded"),
        (hospital(""), "missing"),
    ],
)
def test_an_outpatient_line_is_paid_by_its_status(tables: Tables, service: Service, amount: str) -> None:
    assert one(service, tables) == amount


def test_a_comprehensive_procedure_takes_in_the_claim(tables: Tables) -> None:
    services = [hospital("27446"), hospital("27447"), hospital("72148"), hospital("80053"), hospital("C2624")]
    assert amounts(services, tables) == ["0.00", "12000.00", "0.00", "0.00", "by_report"]
    answer = price_services(services, tables)[1]
    assert isinstance(answer, Priced)
    assert "complexity adjustment" in " ".join(answer.derivation)


def test_conditionally_packaged_lines_go_with_their_day(tables: Tables) -> None:
    """Q1 goes with any S, T or V, Q2 with T only; alone, the highest is paid once."""
    with_visit = [hospital("72148"), hospital("93005"), hospital("12001")]
    assert amounts(with_visit, tables) == ["230.00", "0.00", "65.00"]
    with_procedure = [hospital("11042"), hospital("93005"), hospital("12001")]
    assert amounts(with_procedure, tables) == ["400.00", "0.00", "0.00"]
    alone = [hospital("93005", units="2"), hospital("94760")]
    assert amounts(alone, tables) == ["60.00", "0.00"]
    other_day = [hospital("72148", on=date(2026, 11, 4)), hospital("93005")]
    assert amounts(other_day, tables) == ["230.00", "60.00"]


def test_a_laboratory_test_is_packaged_or_paid_by_its_own_schedule(tables: Tables) -> None:
    assert amounts([hospital("72148"), hospital("80053")], tables) == ["230.00", "0.00"]
    assert one(hospital("80053"), tables) == "10.56"


def test_comprehensive_observation_is_not_guessed(tables: Tables) -> None:
    """Eight hours with a visit are paid by a rate that Addendum B has not; seven are not."""
    assert amounts([hospital("G0463"), hospital("G0378", units="8")], tables) == ["not_loaded", "0.00"]
    assert amounts([hospital("G0463"), hospital("G0378", units="7")], tables) == ["136.02", "0.00"]


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ([("45378", (), "1"), ("43235", (), "1"), ("20610", (), "1")], ["500.00", "200.00", "40.00"]),
        ([("43235", (), "1"), ("43235", (), "1")], ["400.00", "200.00"]),
        ([("43235", (), "2")], ["600.00"]),
        ([("45378", ("73",), "1")], ["250.00"]),
        ([("10004", (), "1")], ["0.00"]),
        ([("45378", ("50",), "1")], ["modifier"]),
        ([("63650", (), "1")], ["5000.00"]),
        ([("99999", (), "1")], ["not_loaded"]),
    ],
)
def test_a_surgery_centre_is_paid_by_indicator(
    tables: Tables, services: list[tuple[str, tuple[str, ...], str]], expected: list[str]
) -> None:
    lines = [
        line(code, *modifiers, bill="ambulatory_surgery", units=units, wage_index="1")
        for code, modifiers, units in services
    ]
    assert amounts(lines, tables) == expected


def test_half_of_a_surgery_centres_rate_follows_the_wage_index(tables: Tables) -> None:
    centre = line("45378", bill="ambulatory_surgery", wage_index="1.1")
    assert one(centre, tables) == "525.00"
    device = line("63650", bill="ambulatory_surgery", wage_index="1.1")
    assert one(device, tables) == "not_loaded"


def stay(drg: str, **changes: str) -> Service:
    return line(drg, bill="inpatient", **{**STAY, **changes})


@pytest.mark.parametrize(
    ("service", "amount"),
    [
        (stay("470"), "14000.00"),  # (6500 + 500) x 2
        (stay("470", discharge_status="02", days="1"), "5600.00"),  # 14000 / 5 x 2
        (stay("470", discharge_status="06", days="1"), "9800.00"),  # half + one per diem
        (stay("470", discharge_status="06", days="2"), "11200.00"),  # and half a per diem a day
        (stay("470", discharge_status="06", days="4"), "14000.00"),  # the mean less one: in full
        (stay("291", discharge_status="06", days="2"), "6562.50"),  # 8750 / 4 x 3
        (stay("392", discharge_status="06", days="1"), "5250.00"),  # not under the post-acute policy
        (stay("392", discharge_status="2", days="1"), "4200.00"),
        (stay("999"), "not_loaded"),
        (stay("470", standardized_amount=""), "missing"),
        (stay("470", wage_index="high"), "missing"),
        (stay("470", wage_index="NaN"), "missing"),
    ],
)
def test_a_stay_is_paid_by_weight_and_shortened_by_a_transfer(
    tables: Tables, service: Service, amount: str
) -> None:
    assert one(service, tables) == amount


def test_labour_share_depends_on_the_wage_index_and_add_ons_are_taken(tables: Tables) -> None:
    """66 % of 6500 follows an index of 1.1, 62 % one of 0.9; both parts take their add-ons."""
    high = price_service(stay("392", wage_index="1.1", operating_add_on_percent="10"), tables)
    low = price_service(stay("392", wage_index="0.9", capital_add_on_percent="5"), tables)
    assert isinstance(high, Priced)
    assert isinstance(low, Priced)
    assert [side.amount for side in high.also] == [Decimal("5716.43"), Decimal("375.00")]
    assert [side.amount for side in low.also] == [Decimal("4572.75"), Decimal("393.75")]
    assert high.amount == last_amount(high.derivation)


def test_without_its_file_nothing_is_priced(tables: Tables) -> None:
    early = date(2020, 1, 6)
    for code in ("80053", "J1745", "E0601"):
        answer = price_service(line(code, on=early, state="AL", rural="no"), tables)
        assert isinstance(answer, NotPriced)
        assert answer.kind == "not_loaded"
        assert "in force" in answer.reason or "loaded" in answer.reason


CODES = st.sampled_from(
    ["72148", "43235", "45378", "11042", "G0463", "93005", "12001", "80053", "J1745", "27447"]
)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.tuples(CODES, st.integers(1, 4), st.sampled_from([(), ("50",), ("73",), ("PN",)])),
        min_size=1,
        max_size=6,
    ),
    index=st.decimals("0.4", "2.2", places=4),
)
def test_every_amount_can_be_computed_again_from_its_lines(
    tables: Tables, lines: list[tuple[str, int, tuple[str, ...]]], index: Decimal
) -> None:
    """``amounts`` computes each derivation again; none is negative, and J1 leaves one payment."""
    services = [hospital(code, *mods, units=str(units), index=str(index)) for code, units, mods in lines]
    found = amounts(services, tables)
    assert all(not amount.startswith("-") for amount in found)
    if any(code == "27447" for code, _, _ in lines):
        assert sum(1 for amount in found if amount not in ("0.00", "not_loaded")) == 1


@pytest.mark.shared
def test_the_real_addenda_of_july_2020_price_a_surgery_centre(shared_dir: Path, tmp_path: Path) -> None:
    """10005 has 75.07 and is discounted; every row of both addenda has an amount or a reason."""
    import_files([shared_dir / "reference" / "asc" / "asc_addenda_2020_07.xlsx"], tmp_path / "store")
    real = Tables(open_store(tmp_path / "store"), shipped_parameters())
    on = date(2020, 8, 3)
    centre = [line("10005", bill="ambulatory_surgery", on=on, wage_index="1") for _ in range(2)]
    assert amounts(centre, real) == ["75.07", "37.54"]
    table = real.store.table(ASC, on)
    assert isinstance(table, Known)
    found: Counter[str] = Counter()
    for code in table.value.keys():  # noqa: SIM118
        answer = price_service(line(code, bill="ambulatory_surgery", on=on, wage_index="1"), real)
        row = table.value.every(code)[0]
        found[
            answer.kind if isinstance(answer, NotPriced) else "packaged" if not answer.amount else "paid"
        ] += 1
        if isinstance(answer, Priced) and answer.amount:
            assert answer.amount == row.rate, code
    assert found == {"paid": 4352, "packaged": 1423, "by_report": 17, "not_payable": 8}
