"""Amounts that others have published, computed from the official files or from the values they name."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.codesets import ANESTHESIA, GPCI, MPFS, NotCovered, open_store
from cleanclaim.parameters import shipped_parameters
from cleanclaim.pricing import NotPriced, Priced, Service, Tables, price_service, price_services
from cleanclaim.primitives import money
from cleanclaim.reference import import_files
from tests.pricing.derivations import last_amount
from tests.pricing.physician_tables import PLAIN, row
from tests.reference.official import rvu, write

DAY = date(2025, 11, 4)


@pytest.fixture(scope="module")
def official(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = shared_dir / "reference" / "mpfs"
    names = ("PPRRVU2025_Oct.csv", "GPCI2025.csv", "GPCI2026.csv", "ANES2025.csv")
    store = tmp_path_factory.mktemp("official") / "store"
    import_files([folder / name for name in names], store)
    return Tables(open_store(store), shipped_parameters())


def made(directory: Path, rows: str, factor: str, indices: str, year: int = 2025) -> Tables:
    """Return tables of published relative values, indices and conversion factor."""
    title = f"{year} National Physician Fee Schedule Relative Value File October Release"
    gpci = (
        "ADDENDUM E. FINAL GPCIs,,,,,,\n"
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        f"{year} PW GPCI,{year} PE GPCI,{year} MP GPCI\n10112,AL,00,MADE,{indices}\n"
    )
    files = [
        rvu(directory / f"PPRRVU{year}_Oct.csv", title, "9", rows.format(price="9", factor=factor)),
        write(directory / f"GPCI{year}.csv", gpci),
    ]
    import_files(files, directory / "store")
    return Tables(open_store(directory / "store"), shipped_parameters())


def asked(code: str, *modifiers: str, **fields: object) -> Service:
    values = {"on": DAY, "locality": PLAIN, "setting": "nonfacility", **fields}
    return Service(code=code, modifiers=modifiers, **values)  # type: ignore[arg-type]


def amount(service: Service, tables: Tables) -> Decimal:
    answer = price_service(service, tables)
    assert isinstance(answer, Priced), answer
    return answer.amount


@pytest.mark.shared
def test_every_amount_of_the_payment_file_is_reproduced(official: Tables, shared_dir: Path) -> None:
    """PFREV25C.txt: both settings of every row, under its own contractor numbers."""
    compared = 0
    with (shared_dir / "reference" / "mpfs" / "PFREV25C.txt").open(encoding="latin-1", newline="") as file:
        for cells in csv.reader(file):
            if len(cells) < 7 or not cells[0].isdigit():
                continue
            modifiers = [cells[4].strip()] if cells[4].strip() else []
            for setting, published in (("nonfacility", cells[5]), ("facility", cells[6])):
                service = asked(cells[3], *modifiers, locality=f"{cells[1]}-{cells[2]}", setting=setting)
                assert amount(service, official) == Decimal(published), cells[:5]
                compared += 1
    assert compared == 2 * 109


@pytest.mark.shared
def test_published_amounts_of_ohio_and_published_caps_are_met_to_the_cent(official: Tables) -> None:
    """Amounts of PFOH25A.TXT and OPPSCAP_JAN.csv (CMS, January 2025), read in alex-bea/cms_api.

    Of whole tests and technical components that have a lower OPPS amount in PFOH25A, it is that one.
    Only services whose relative values are those of October are among them.
    """
    with (Path(__file__).parent / "published_2025.csv").open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 100
    for row_ in rows:
        modifiers = [row_["modifier"]] if row_["modifier"] else []
        service = asked(row_["code"], *modifiers, locality=row_["locality"], setting=row_["setting"])
        assert amount(service, official) == Decimal(row_["amount"]), row_


@pytest.mark.shared
def test_one_unit_of_anesthesia_is_worth_each_localitys_factor(official: Tables, shared_dir: Path) -> None:
    with (shared_dir / "reference" / "mpfs" / "ANES2025.csv").open(encoding="latin-1", newline="") as file:
        published = {
            f"{cells[0].strip()}-{cells[1].strip()}": Decimal(cells[3].strip())
            for cells in csv.reader(file)
            if cells[0].strip().isdigit()
        }
    assert len(published) == 109
    for locality, factor in published.items():
        service = asked("00100", "AA", minutes=0, given={"base_units": "1"}, locality=locality)
        assert amount(service, official) == factor


@pytest.mark.shared
def test_anesthesia_factors_follow_from_the_national_one_and_the_indices(official: Tables) -> None:
    """The imported tables fit each other: 20.3178 × shares of the three indices, rounded, 109 of 109.

    The shares are found by trying: those quoted in VECTORS.md (.7687, .1662, .0650) give 96 of 109.
    """
    shares = (Decimal(".7689"), Decimal(".1661"), Decimal(".0650"))
    factors, indices = official.store.table(ANESTHESIA, DAY), official.store.table(GPCI, DAY)
    assert not isinstance(factors, NotCovered)
    assert not isinstance(indices, NotCovered)
    for key in indices.value.keys():  # noqa: SIM118 - a table, not a dict
        (factor,), (index,) = factors.value.every(key), indices.value.every(key)
        values = (index.work, index.practice_expense, index.malpractice)
        exact = factor.national * sum(
            (share * value for share, value in zip(shares, values, strict=True)), Decimal(0)
        )
        assert money(exact) == factor.factor, key


@pytest.mark.shared
def test_the_limiting_charge_is_1_0925_of_the_fee_in_every_locality(official: Tables) -> None:
    indices = official.store.table(GPCI, DAY)
    assert not isinstance(indices, NotCovered)
    for locality in indices.value.keys():  # noqa: SIM118
        fee = amount(asked("99213", locality=locality), official)
        answer = price_service(asked("99213", locality=locality, participating=False), official)
        assert isinstance(answer, Priced)
        assert answer.amount == money(fee * Decimal("0.95"))
        (limit,) = answer.also
        assert limit.amount == money(fee * Decimal("1.0925"))


@pytest.mark.shared
@pytest.mark.parametrize("setting", ["facility", "nonfacility"])
def test_every_row_of_the_official_file_has_an_amount_or_a_reason(official: Tables, setting: str) -> None:
    """Every amount of 19,090 rows is what its derivation comes to; only A, R, T and capped C have one."""
    table = official.store.table(MPFS, DAY)
    assert not isinstance(table, NotCovered)
    for code in table.value.keys():  # noqa: SIM118
        for each in table.value.every(code):
            modifiers = [each.modifier] if each.modifier else []
            answer = price_service(asked(code, *modifiers, locality="01112-05", setting=setting), official)
            if isinstance(answer, Priced):
                assert last_amount(answer.derivation) == answer.amount
                assert each.status in ("A", "R", "T", "C")
            else:
                assert each.status not in ("A", "T"), answer


@pytest.mark.shared
def test_whole_tests_without_components_are_the_sum_of_the_codes_that_follow_them(
    official: Tables,
) -> None:
    """A second ECG test of the day loses a quarter of what its tracing (93005) is paid."""
    tracing, whole = (amount(asked(code, locality="01112-05"), official) for code in ("93005", "93000"))
    first, second = price_services(
        [asked("93306", locality="01112-05"), asked("93000", locality="01112-05")], official
    )
    assert isinstance(first, Priced)
    assert isinstance(second, Priced)
    assert first.amount == amount(asked("93306", locality="01112-05"), official)
    assert second.amount == money(whole - tracing * Decimal("0.25"))


def test_therapeutic_exercise_in_arizona_in_2013(tmp_path: Path) -> None:
    """.45 × 1.000, .48 × .978 and .01 × 1.015 at 34.023 make 31.63."""
    rows = row("97110", work="0.45", nonfacility="0.48", facility="0.48", malpractice="0.01", multiple="5")
    tables = made(tmp_path, rows, "34.0230", "1.000,0.978,1.015")
    assert amount(asked("97110"), tables) == Decimal("31.63")


def test_three_repairs_of_vessels_at_100_50_and_50_percent(tmp_path: Path) -> None:
    """1,043.48 in full; half of 922.90 and of 1,010.60."""
    fees = {"35301": "1043.48", "35201": "922.90", "35261": "1010.60"}
    rows = "".join(row(code, work=fee, multiple="2") for code, fee in fees.items())
    tables = made(tmp_path, rows, "1.0000", "1.000,1.000,1.000")
    answers = price_services([asked(code) for code in fees], tables)
    paid = [answer.amount for answer in answers if isinstance(answer, Priced)]
    assert paid == [Decimal("1043.48"), Decimal("461.45"), Decimal("505.30")]


def test_visits_of_2026_under_both_conversion_factors(tmp_path: Path) -> None:
    """99213: work 1.30, totals 2.85 and 1.72, at 33.4009 and 33.5675; the split of the rest is made up."""
    visit = row("99213", work="1.30", nonfacility="1.45", facility="0.32", malpractice="0.10")
    tables = made(tmp_path, visit, "33.4009", "1.000,1.000,1.000", year=2026)
    title = "2026 National Physician Fee Schedule Relative Value File October Release"
    import_files(
        [rvu(tmp_path / "PPRRVU2026_Oct_QPP.csv", title, "1", visit.format(price="1", factor="33.5675"))],
        tmp_path / "store",
    )
    tables = Tables(open_store(tmp_path / "store"), shipped_parameters())
    on = date(2026, 10, 5)
    found = [
        amount(asked("99213", on=on, setting=setting, qpp=qpp), tables)
        for setting in ("nonfacility", "facility")
        for qpp in (False, True)
    ]
    assert [str(one) for one in found] == ["95.19", "95.67", "57.45", "57.74"]


@pytest.mark.shared
def test_the_excerpt_of_2026_answers_not_loaded_for_what_it_lacks(shared_dir: Path, tmp_path: Path) -> None:
    folder = shared_dir / "reference" / "mpfs"
    names = ("PPRRVU2026_Jul_nonQPP.excerpt.redacted.csv", "GPCI2026.csv")
    import_files([folder / name for name in names], tmp_path / "store")
    tables = Tables(open_store(tmp_path / "store"), shipped_parameters())
    lacking = price_service(asked("99213", on=date(2026, 8, 3), locality="10112-00"), tables)
    assert isinstance(lacking, NotPriced)
    assert lacking.kind == "not_loaded"
    assert "partial" in lacking.reason
