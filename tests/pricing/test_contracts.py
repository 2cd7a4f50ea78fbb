"""Contracts: what is refused when they are read, which one counts, and laws of their amounts."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.pricing import (
    Contract,
    ContractAmount,
    NotPriced,
    Service,
    Tables,
    gaps,
    load_contract,
    load_contracts,
    percent_contract,
    price_by_contract,
    price_line,
    select_contract,
    shipped_demo_schedule,
)
from cleanclaim.primitives import NPI, DecodeError, Money, UnreadableFile, money
from tests.pricing.derivations import last_amount
from tests.pricing.facility_tables import made

DAY = date(2026, 11, 3)
HEAD = "contract: Acme\npayer_id: ACME1\nfrom: 2026-01-01\n"
FEES = (
    "code,modifier,setting,from,to,amount,family\n"
    "99213,,any,2026-01-01,,90.00,x\n72148,,any,2026-01-01,,200.00,x\n72148,26,any,2026-01-01,,60.00,x\n"
    "10060,,any,2026-01-01,,100.00,x\n20610,,any,2026-01-01,,80.00,x\n11042,,any,2026-01-01,,150.00,x\n"
)


def contract(directory: Path, body: str, name: str = "acme.yaml", head: str = HEAD) -> Contract:
    (directory / "fees.csv").write_text(FEES)
    (directory / name).write_text(head + body)
    return load_contract(directory / name)


def line(code: str, *modifiers: str, charge: str | None = None, units: str = "1", **given: str) -> Service:
    return Service(
        code=code,
        on=DAY,
        modifiers=modifiers,
        units=Decimal(units),
        setting="nonfacility",
        charge=None if charge is None else Money(charge),
        given=MappingProxyType(given),
    )


def term(name: str, lines: str, pay: str = '{percent_of_charge: "50"}', more: str = "") -> str:
    return f"  - name: {name}\n    for: {lines}\n    pay: {pay}\n{more}"


TERMS = "default: not_covered\nterms:\n"


@pytest.mark.parametrize(
    ("body", "at", "says"),
    [
        ("terms: []\n", 1, "default"),
        (TERMS + term("a", '{codes: ["9921"]}'), 7, "no form of code that is known"),
        (TERMS + term("a", '{codes: ["99213-J0000"]}'), 7, "from one form of code to another"),
        (TERMS + term("a", '{codes: ["99215-99213"]}'), 7, "ends before it begins"),
        (TERMS + term("a", '{codes: ["99213", "99210-99215"]}'), 7, "99210-99215 and 99213 overlap"),
        (TERMS + term("a", '{codes: ["0001U-0999T"]}'), 7, "from one form of code to another"),
        (TERMS + term("a", "{revenue: [278]}"), 7, 'four digits in quotes, as "0278"'),
        (TERMS + term("a", "{bills: [hospital]}"), 7, "Use professional"),
        (TERMS + term("a", "{code: [99213]}"), 7, "unknown field"),
        (TERMS + term("a", "{}", "{percent_of_charge: 0.5}"), 8, "0.5 percent cannot be meant"),
        (TERMS + term("a", "{}", '{percent_of_charge: "-5"}'), 8, "less than nothing"),
        (TERMS + term("a", "{}", "{}"), 8, "pays in one way, here is nothing"),
        (
            TERMS + term("a", "{}", '{case_rate: "1.00", percent_of_charge: "5"}'),
            8,
            "percent_of_charge and case_rate",
        ),
        (TERMS + term("a", "{}", '{case_rate: "1.00", as_of: 2026-01-01}'), 8, "Leave as_of out"),
        (TERMS + term("a", "{}", '{case_rate: "1.005"}'), 8, "more than two decimals"),
        (TERMS + term("a", "{}", "{schedule: fees}"), 8, "no schedule 'fees'"),
        (TERMS + term("a", "{}", '{per_diem: {"1-3": "9.00", "5-": "8.00"}}'), 8, "Begin with 4"),
        (TERMS + term("a", "{}", '{per_diem: {"1-3": "9.00", "3-": "8.00"}}'), 8, "Begin with 4"),
        (TERMS + term("a", "{}", '{per_diem: {"1-3": "9.00"}}'), 8, "a longer stay has no amount"),
        (TERMS + term("a", "{}", '{per_diem: {"few": "9.00"}}'), 8, "is not days"),
        (TERMS + term("a", "{}", more="    from: 2025-01-01\n"), 6, "beyond the days of the contract"),
        (TERMS + term("a", "{}", more="    from: 2026-13-01\n"), 9, "2026-13-01"),
        (TERMS + term("a", "{}", more="    from: 2026-03-01\n    to: 2026-02-01\n"), 10, "before it begins"),
        ('default: not_covered\nproviders: ["1234567890"]\n', 5, "NPI"),
        ('default: not_covered\nmodifiers: {"5": "50"}\n', 5, "modifier"),
        ("default: not_covered\nmultiple_procedures: {codes: [], percents: []}\n", 5, "must not be empty"),
        ("default: not_covered\ndefault: not_covered\n", 5, "there twice"),
        ("default: [\n", 5, "not YAML"),
        ("default: not_covered\nto: 2025-12-31\n", 5, "before it begins"),
    ],
)
def test_what_could_be_misread_is_refused_with_its_line(
    tmp_path: Path, body: str, at: int, says: str
) -> None:
    with pytest.raises(DecodeError) as caught:
        contract(tmp_path, body)
    assert says in str(caught.value)
    assert f"acme.yaml, line {at}" in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ('{codes: ["99202-99215"]}', '{codes: ["99213"]}', "99213"),
        ('{codes: ["99202-99215"]}', "{bills: [professional]}", "99202"),
        ('{drg: ["469-470"]}', '{codes: ["27447"]}', "27447, DRG 469"),
        ("{}", "{}", "every line"),
        ('{codes: ["99213"], above: "10.00"}', '{codes: ["99213"], above: "50.00"}', "99213"),
        ('{revenue: ["0270-0279"]}', '{revenue: ["0278"]}', "revenue code 0278"),
    ],
)
def test_two_terms_for_one_line_are_refused(tmp_path: Path, one: str, other: str, shared: str) -> None:
    with pytest.raises(DecodeError, match="tells them apart") as caught:
        contract(tmp_path, TERMS + term("first", one) + term("second", other))
    assert f"second and first (line 6) are both for {shared}" in str(caught.value)
    assert "line 9" in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{codes: ["99202-99215"]}', '{codes: ["99221"]}'),
        ('{codes: ["99213"], bills: [professional]}', '{codes: ["99213"], bills: [outpatient]}'),
        ('{codes: ["99213"], settings: [facility]}', '{codes: ["99213"], settings: [nonfacility]}'),
        ('{codes: ["E0100"], modifiers: [NU]}', '{codes: ["E0100"], modifiers: [RR]}'),
        ('{codes: ["99213"], up_to: "50.00"}', '{codes: ["99213"], above: "50.00"}'),
        ('{codes: ["0001U-0999U"]}', '{codes: ["00100-01999"]}'),
        ('{codes: ["99213"]}', '{codes: ["99213"]}\n    from: 2027-01-01'),
    ],
)
def test_terms_that_no_line_meets_both_are_taken(tmp_path: Path, one: str, other: str) -> None:
    first = term("first", one, more="    to: 2026-12-31\n" if "from" in other else "")
    assert len(contract(tmp_path, TERMS + first + term("second", other)).terms) == 2


def test_a_carve_out_may_overlap_what_it_is_carved_out_of(tmp_path: Path) -> None:
    body = (
        "default: not_covered\nterms:\n"
        + term("visits", '{codes: ["99202-99215"]}')
        + "carve_outs:\n"
        + term("one visit", '{codes: ["99213"]}', '{amount_per_unit: "70.00"}')
    )
    found = price_line(contract(tmp_path, body), line("99213", charge="100.00"))
    assert isinstance(found, ContractAmount)
    assert (found.amount, found.term) == (Decimal("70.00"), "one visit")


def test_versions_of_a_term_follow_without_a_gap(tmp_path: Path) -> None:
    body = (
        TERMS
        + term("visits", '{codes: ["99213"]}', more="    to: 2026-05-31\n")
        + term("visits", '{codes: ["99213"]}', more="    from: 2026-07-01\n")
    )
    with pytest.raises(DecodeError, match="says nothing from 2026-06-01 to 2026-06-30"):
        contract(tmp_path, body)


def test_codes_that_end_in_a_letter_lie_in_no_span_of_other_codes(tmp_path: Path) -> None:
    body = 'default: {percent_of_charge: "10"}\nterms:\n' + term("genes", '{codes: ["0001U-0999U"]}')
    read = contract(tmp_path, body)
    terms = [read.term_for(line(code)).name for code in ("0500U", "0500T", "00100", "U0001")]
    assert terms == ["genes", "default", "default", "default"]


def two(directory: Path, first: str, second: str) -> tuple[Contract, ...]:
    for name, head in (("a.yaml", first), ("b.yaml", second)):
        (directory / name).write_text(f"contract: {name}\npayer_id: ACME1\ndefault: not_covered\n{head}")
    return load_contracts(directory)


def test_two_contracts_for_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="both in force on 2026-06-01"):
        two(tmp_path, "from: 2026-01-01\n", "from: 2026-06-01\n")
    with pytest.raises(DecodeError, match="both in force"):
        two(tmp_path, "from: 2026-01-01\nplans: [a, b]\n", "from: 2026-01-01\nplans: [b, c]\n")


def test_days_between_two_contracts_are_told(tmp_path: Path) -> None:
    found = two(tmp_path, "from: 2025-01-01\nto: 2025-12-31\n", "from: 2026-02-01\n")
    (gap,) = gaps(found)
    assert (gap.days.start, gap.days.end) == (date(2026, 1, 1), date(2026, 1, 31))
    missing = select_contract(found, payer_id="ACME1", plan="", provider="", on=date(2026, 1, 15))
    assert isinstance(missing, NotPriced)
    assert gaps(two(tmp_path, "from: 2025-01-01\nto: 2025-12-31\n", "from: 2026-01-01\n")) == ()


def test_the_contract_that_names_provider_or_plan_goes_first(tmp_path: Path) -> None:
    npi = NPI.from_nine("109381746").value
    found = two(tmp_path, "from: 2026-01-01\n", f'from: 2026-01-01\nproviders: ["{npi}"]\n')
    for provider, name in ((npi, "b.yaml"), ("", "a.yaml")):
        chosen = select_contract(found, payer_id="ACME1", plan="x", provider=provider, on=DAY)
        assert isinstance(chosen, Contract)
        assert chosen.name == name


def test_a_missing_directory_and_schedule_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such directory"):
        load_contracts(tmp_path / "nowhere")
    with pytest.raises(UnreadableFile, match=r"gone\.csv"):
        contract(tmp_path, "default: not_covered\nschedules: {fees: gone.csv}\n")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made(tmp_path_factory.mktemp("contracts"))


def test_a_frozen_year_is_asked_for_that_year(tmp_path: Path, tables: Tables) -> None:
    """The tables hold October to December 2026; a contract frozen in 2025 finds nothing loaded."""
    labs = '{codes: ["80000-89999"]}'
    now = contract(tmp_path, TERMS + term("lab", labs, '{percent_of_medicare: "120"}'))
    then = contract(tmp_path, TERMS + term("lab", labs, '{percent_of_medicare: "120", as_of: 2025-01-01}'))
    frozen = contract(tmp_path, TERMS + term("lab", labs, '{percent_of_medicare: "120", as_of: 2026-10-01}'))
    later = line("80053")
    found = [price_line(one, later, tables) for one in (now, then, frozen)]
    assert isinstance(found[0], ContractAmount)
    assert found[0].amount == Decimal("12.67")
    assert isinstance(found[1], NotPriced)
    assert found[1].kind == "not_loaded"
    assert isinstance(found[2], ContractAmount)
    assert "2026-10-01, which the contract fixes" in " ".join(found[2].derivation)
    bare = price_line(now, later)
    assert isinstance(bare, NotPriced)
    assert "needs Medicare's tables" in bare.reason


def test_a_modifier_that_nobody_prices_is_not_ignored(tmp_path: Path) -> None:
    body = 'default: not_covered\nschedules: {fees: fees.csv}\nmodifiers: {"50": "150"}\nterms:\n'
    read = contract(tmp_path, body + "  - name: all\n    pay: {schedule: fees}\n")
    found = [price_line(read, one) for one in (line("72148", "26"), line("20610", "50"), line("20610", "62"))]
    assert [one.amount if isinstance(one, ContractAmount) else one.kind for one in found] == [
        Decimal("60.00"),
        Decimal("120.00"),
        "modifier",
    ]


def test_what_a_schedule_cannot_price_goes_to_the_default_when_the_term_says_so(tmp_path: Path) -> None:
    body = 'default: {percent_of_charge: "30"}\nschedules: {fees: fees.csv}\nterms:\n'
    pays = "  - name: all\n    pay: {schedule: fees}\n    unlisted: default\n"
    found = price_line(contract(tmp_path, body + pays), line("99213", "80", charge="100.00"))
    assert isinstance(found, ContractAmount)
    assert (found.amount, found.term) == (Decimal("30.00"), "default")


def test_stop_loss_of_the_whole_claim_replaces_terms_but_not_carve_outs(tmp_path: Path) -> None:
    body = (
        'default: {percent_of_charge: "40"}\n'
        'stop_loss: {above: "1000.00", percent: "70", kind: whole}\n'
        "carve_outs:\n" + term("implants", '{revenue: ["0278"]}', '{percent_of_charge: "55"}')
    )
    read = contract(tmp_path, body)
    room, implant = line("", charge="1200.00", revenue="0120"), line("", charge="500.00", revenue="0278")
    above = price_by_contract(read, [room, implant])
    assert [one.amount for one in above.lines if isinstance(one, ContractAmount)] == [
        Decimal("840.00"),
        Decimal("275.00"),
    ]
    assert above.total == Decimal("1115.00")
    below = price_by_contract(read, [line("", charge="900.00", revenue="0120"), implant])
    assert below.total == Decimal("635.00")
    assert price_by_contract(read, [line("", revenue="0120")]).total is None


def test_the_built_in_payers_contract_pays_as_before() -> None:
    """130 % of the schedule a unit, 60 % of the charge for the rest, never more than the charge."""
    demo = percent_contract("demo", "X", shipped_demo_schedule(), Decimal(130), unlisted_percent=Decimal(60))
    strict = percent_contract("demo", "X", shipped_demo_schedule(), Decimal(130), unlisted_percent=Decimal(0))
    assert demo.family("99213") == "office_visit"

    def paid(contract: Contract, service: Service) -> Decimal | str:
        found = price_line(contract, service)
        return found.amount if isinstance(found, ContractAmount) else found.kind

    assert paid(demo, line("99213", charge="500.00")) == Decimal("117.00")
    assert paid(demo, line("99213", charge="100.00")) == Decimal("100.00")
    assert paid(demo, line("99201", charge="100.00")) == Decimal("60.00")
    assert paid(demo, line("20610", "50", charge="100.00")) == Decimal("60.00")
    assert paid(strict, line("99201", charge="100.00")) == "not_payable"
    assert paid(strict, line("20610", "50", charge="100.00")) == "modifier"


CODES = st.sampled_from(["99213", "72148", "10060", "20610", "11042", "99999"])
LAW = (
    "lesser_of_charge: true\nschedules: {fees: fees.csv}\n"
    'modifiers: {"50": "150", "80": "16"}\n'
    'multiple_procedures: {codes: ["10000-69999"], percents: ["100", "50"], exempt: ["59"]}\n'
    'default: {percent_of_charge: "37.5"}\n'
    'terms:\n  - name: fees\n    pay: {schedule: fees, percent: "112.5"}\n    unlisted: default\n'
)


@settings(max_examples=80, deadline=None)
@given(
    lines=st.lists(
        st.tuples(
            CODES,
            st.sampled_from([(), ("50",), ("80",), ("59",), ("26",)]),
            st.integers(1, 9),
            st.decimals("0", "2000", places=2),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_amounts_come_to_what_their_lines_say_and_never_exceed_the_charge(
    law: Contract, lines: list[tuple[str, tuple[str, ...], int, Decimal]]
) -> None:
    services = [
        line(code, *mods, units=str(units), charge=str(charge)) for code, mods, units, charge in lines
    ]
    answer = price_by_contract(law, services)
    total = Decimal(0)
    for service, one in zip(services, answer.lines, strict=True):
        assert isinstance(one, ContractAmount)
        assert service.charge is not None
        assert last_amount(one.derivation) == one.amount
        assert 0 <= one.amount <= service.charge
        total += one.amount
    assert answer.total == money(total)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return contract(tmp_path_factory.mktemp("law"), LAW)


@given(days=st.integers(1, 60))
def test_a_day_more_never_pays_less(stay: Contract, days: int) -> None:
    def paid(count: int) -> Decimal:
        found = price_line(stay, line("", revenue="0120", days=str(count)))
        assert isinstance(found, ContractAmount)
        return found.amount

    tiers = {
        day: Decimal(900) if day <= 2 else Decimal(700) if day <= 9 else Decimal(400) for day in range(1, 62)
    }
    assert paid(days + 1) - paid(days) == tiers[days + 1]


@pytest.fixture(scope="module")
def stay(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    pays = '{per_diem: {"1-2": "900.00", "3-9": "700.00", "10-": "400.00"}}'
    return contract(tmp_path_factory.mktemp("stay"), TERMS + term("days", "{}", pays))


def test_a_term_of_another_day_does_not_apply(tmp_path: Path) -> None:
    body = TERMS + term("late", "{}", more="    from: 2026-11-04\n")
    read = contract(tmp_path, body)
    assert [read.term_for(line("99213")).name] == ["default"]
    later = Service(code="99213", on=DAY + timedelta(days=1))
    assert read.term_for(later).name == "late"
