"""What a physician is paid for one service, by invented tables whose amounts a reader can compute."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.codesets import open_store
from cleanclaim.parameters import Parameters
from cleanclaim.pricing import NotPriced, Priced, Tables, price_service
from cleanclaim.reference import import_files
from tests.pricing.derivations import last_amount
from tests.pricing.physician_tables import OTHER, PLAIN, amounts, physician_tables, reason, service
from tests.reference.official import write


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return physician_tables(tmp_path_factory.mktemp("fees"))


def priced(tables: Tables, *args: str, **fields: object) -> Priced:
    answer = price_service(service(*args, **fields), tables)
    assert isinstance(answer, Priced), answer
    return answer


def test_a_visit_is_its_values_times_indices_times_the_factor(tables: Tables) -> None:
    office = priced(tables, "99213")
    assert (office.amount, priced(tables, "99213", setting="facility").amount) == (
        Decimal("100.00"),
        Decimal("60.00"),
    )
    assert office.derivation[1].endswith("1.00 × 1.000 + 2.3333 × 1.000 + 0.00 × 1.000 = 3.3333")
    assert office.derivation[2].endswith("3.3333 × 30 = 100.00, rounded")
    assert office.release == "MPFS relative values 2026 Q3; GPCI 2026"


def test_the_fee_of_a_unit_is_rounded_once_halves_up(tables: Tables) -> None:
    # 4.1666 × 30 = 124.998
    assert amounts(tables, service("92004")) == ["125.00"]
    # 0.5 + 0.7 + 0.02 = 1.22 at 1.04, 1.183 and 0.664: 1.36138 × 30 = 40.8414
    assert amounts(tables, service("93000", locality=OTHER)) == ["40.84"]


def test_two_units_are_twice_the_fee(tables: Tables) -> None:
    assert amounts(tables, service("99213", units=Decimal(2)), service("99213", units=Decimal("0.5"))) == [
        "200.00",
        "50.00",
    ]
    assert amounts(tables, service("99213", units=Decimal(0))) == ["units"]


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("90000", "not_payable", "always part of payment for other services"),
        ("90001", "code", "excluded from the physician fee schedule by regulation"),
        ("90002", "not_payable", "Medicare, which uses another code"),
        ("90003", "not_payable", "reporting only"),
        ("90004", "not_payable", "not covered"),
        ("90005", "code", "bundled or excluded"),
        ("90006", "code", "by statute"),
        ("64999", "by_report", "priced by the contractor"),
        ("D0120", "by_report", "restricted coverage"),
        ("99999", "code", "99999"),
    ],
)
def test_what_is_not_priced_says_why(tables: Tables, code: str, kind: str, said: str) -> None:
    answer = price_service(service(code), tables)
    assert isinstance(answer, NotPriced)
    assert said in answer.reason
    if kind != "code":
        assert answer.kind == kind


def test_restricted_coverage_with_values_is_priced_with_a_remark(tables: Tables) -> None:
    answer = priced(tables, "97001")
    assert answer.amount == Decimal("60.00")
    assert any("Restricted coverage" in line for line in answer.derivation)


def test_a_day_outside_the_releases_has_no_amount(tables: Tables) -> None:
    answer = price_service(service("99213", on=date(2026, 10, 1)), tables)
    assert isinstance(answer, NotPriced)
    assert answer.kind == "not_loaded"
    assert "2026-07-01 to 2026-09-30" in answer.reason


@pytest.mark.parametrize("locality", ["", "nowhere", "01112", "10112-77", "99999-05"])
def test_a_locality_that_is_not_there_is_said(tables: Tables, locality: str) -> None:
    answer = price_service(service("99213", locality=locality), tables)
    assert isinstance(answer, NotPriced)
    assert answer.kind == "locality"


def test_californias_localities_go_under_either_of_its_contractors(tables: Tables) -> None:
    own, other = priced(tables, "99213", locality="01182-18"), priced(tables, "99213", locality="1112-18")
    assert own.amount == other.amount
    assert "01182-18 SOUTH" in other.derivation[0]


def test_the_second_conversion_factor_is_chosen(tables: Tables) -> None:
    assert amounts(tables, service("99213", qpp=True), service("97140", qpp=True)) == ["133.33", "64.00"]


def test_the_second_conversion_factor_needs_its_file(tmp_path: Path) -> None:
    alone = physician_tables(tmp_path, qpp=False)
    assert amounts(alone, service("99213"), service("99213", qpp=True)) == ["100.00", "not_loaded"]


class TestComponents:
    def test_professional_and_technical_make_the_whole(self, tables: Tables) -> None:
        lines = [service("70551", *one, claim=str(one)) for one in ([], ["26"], ["TC"])]
        assert [amounts(tables, line)[0] for line in lines] == ["360.00", "60.00", "300.00"]

    def test_a_visit_has_no_components(self, tables: Tables) -> None:
        assert "PC/TC indicator is 0" in reason(tables, service("99213", "26"))
        assert "PC/TC indicator is 3" in reason(tables, service("93005", "TC"))
        assert amounts(tables, service("70551", "26", "TC")) == ["modifier"]

    def test_the_technical_component_is_capped_at_the_outpatient_amount(self, tables: Tables) -> None:
        # 5 × 30 = 150, capped at 2 × 30 = 60; the whole at 3 × 30 = 90
        assert amounts(tables, service("76145", "TC")) == ["60.00"]
        assert amounts(tables, service("76145")) == ["90.00"]
        assert amounts(tables, service("76145", "26")) == ["30.00"]

    def test_the_published_table_of_caps_is_compared_where_it_is_loaded(
        self, tables: Tables, tmp_path: Path
    ) -> None:
        assert not any("prints" in line for line in priced(tables, "76145", "TC").derivation)
        physician_tables(tmp_path)
        table = (
            "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILITY PRICE\n"
            "76145,TC,A,10112,00,60.00,60.00\n76145,,A,10112,00,91.00,91.00\n"
            "76145,TC,A,01112,18,70.98,70.98\n"
        )
        write(tmp_path / "OPPSCAP_Jul_2026.csv", table)
        import_files([tmp_path / "OPPSCAP_Jul_2026.csv"], tmp_path / "store")
        loaded = Tables(open_store(tmp_path / "store"), tables.parameters)
        said = [
            next(
                (
                    line
                    for line in priced(loaded, "76145", *one, locality=where).derivation
                    if "prints" in line
                ),
                "",
            )
            for one, where in ((("TC",), PLAIN), ((), PLAIN), (("TC",), OTHER))
        ]
        assert said[0].endswith("prints the same.")
        assert "prints 91.00" in said[1]
        assert said[2].endswith("prints the same.")

    def test_a_contractor_priced_test_is_worth_at_most_its_cap(self, tables: Tables) -> None:
        technical, whole = priced(tables, "78608", "TC"), priced(tables, "78608")
        # 1.0005 × 30 = 30.015 each; the whole is rounded after it is added
        assert (technical.amount, whole.amount) == (Decimal("30.02"), Decimal("60.03"))
        assert any("the most that may be paid" in line for line in whole.derivation)
        assert last_amount(whole.derivation) == whole.amount

    def test_older_equipment_lowers_the_technical_component_alone(self, tables: Tables) -> None:
        assert amounts(tables, service("93306", "FX")) == ["252.00"]  # 300 − 240 × 20 %
        assert amounts(tables, service("93306", "TC", "CT")) == ["204.00"]  # 240 × 85 %
        assert amounts(tables, service("93306", "26", "FX")) == ["60.00"]


class TestSides:
    @pytest.mark.parametrize(
        ("code", "both"), [("20610", "900.00"), ("92002", "125.00"), ("92003", "125.00")]
    )
    @pytest.mark.parametrize("modifiers", [("50",), ("RT", "LT")])
    def test_both_sides_on_one_line(
        self, tables: Tables, code: str, both: str, modifiers: tuple[str, ...]
    ) -> None:
        assert amounts(tables, service(code, *modifiers)) == [both]

    def test_each_side_is_paid_in_full_where_the_rule_says_so(self, tables: Tables) -> None:
        assert amounts(tables, service("92004", "50")) == ["250.00"]
        assert amounts(tables, service("92004", units=Decimal(2))) == ["250.00"]

    def test_two_units_are_both_sides_for_indicators_1_and_2_only(self, tables: Tables) -> None:
        two = {"units": Decimal(2)}
        assert amounts(tables, service("20610", **two)) == ["900.00"]
        assert amounts(tables, service("92002", **two)) == ["125.00"]
        assert amounts(tables, service("92003", **two)) == ["250.00"]

    def test_modifier_50_on_what_has_no_sides_is_refused(self, tables: Tables) -> None:
        assert amounts(tables, service("92005", "50")) == ["modifier"]
        assert amounts(tables, service("20610", "50", units=Decimal(3))) == ["units"]

    @pytest.mark.parametrize("code", ["92002", "92003"])
    def test_the_published_example_of_two_charges_of_100_and_a_fee_of_125(
        self, tables: Tables, code: str
    ) -> None:
        sides = [service(code, side, charge=Decimal("100.00")) for side in ("LT", "RT")]
        assert amounts(tables, *sides) == ["100.00", "25.00"]

    def test_sides_on_two_lines_are_paid_as_both(self, tables: Tables) -> None:
        assert amounts(tables, service("20610", "RT"), service("20610", "LT")) == ["600.00", "300.00"]
        assert amounts(tables, service("20610", "RT"), service("20610", "RT", on=date(2026, 8, 4))) == [
            "600.00",
            "600.00",
        ]


class TestSurgeons:
    def test_assistants_are_paid_a_share(self, tables: Tables) -> None:
        for modifier in ("80", "81", "82"):
            assert amounts(tables, service("27447", modifier)) == ["480.00"]
        assert amounts(tables, service("27447", "AS")) == ["408.00"]  # 3000 × 13.6 %
        assert amounts(tables, service("27447", "AS", provider="physician_assistant")) == ["408.00"]

    def test_an_assistant_who_is_never_paid_is_not_priced(self, tables: Tables) -> None:
        assert amounts(tables, service("29881", "80")) == ["not_payable"]
        assert amounts(tables, service("00100", "80", minutes=15)) == ["modifier"]

    def test_an_assistant_who_needs_documentation_is_priced_with_that_remark(self, tables: Tables) -> None:
        answer = priced(tables, "11042", "80")
        assert answer.amount == Decimal("144.00")
        assert any("documentation" in line for line in answer.derivation)

    def test_two_surgeons_get_62_and_a_half_percent_each(self, tables: Tables) -> None:
        assert amounts(tables, service("27447", "62")) == ["1875.00"]
        assert amounts(tables, service("11042", "62")) == ["not_payable"]

    def test_a_team_and_increased_or_reduced_services_are_by_report(self, tables: Tables) -> None:
        assert amounts(tables, service("27447", "66")) == ["by_report"]
        assert amounts(tables, service("11042", "66")) == ["not_payable"]
        assert [amounts(tables, service("27447", one))[0] for one in ("22", "52", "53")] == ["by_report"] * 3
        assert [amounts(tables, service("27447", one))[0] for one in ("73", "74")] == ["modifier"] * 2

    def test_a_discontinued_procedure_has_its_own_row_or_none(self, tables: Tables) -> None:
        assert amounts(tables, service("45378", "53")) == ["60.00"]

    def test_the_global_package_is_split(self, tables: Tables) -> None:
        assert amounts(tables, service("27447", "54")) == ["2400.00"]
        assert amounts(tables, service("27447", "55")) == ["600.00"]
        assert amounts(tables, service("27447", "56")) == ["300.00"]
        assert amounts(tables, service("27447", "54", "55")) == ["3000.00"]
        assert amounts(tables, service("27447", "78")) == ["2100.00"]
        assert amounts(tables, service("11042", "54")) == ["modifier"]
        assert amounts(tables, service("11042", "78")) == ["900.00"]


class TestProviders:
    @pytest.mark.parametrize(
        ("provider", "amount"),
        [
            ("physician", "100.00"),
            ("nurse_practitioner", "85.00"),
            ("physician_assistant", "85.00"),
            ("clinical_social_worker", "75.00"),
            ("clinical_psychologist", "100.00"),
            ("nurse_midwife", "100.00"),
        ],
    )
    def test_some_providers_are_paid_a_share(self, tables: Tables, provider: str, amount: str) -> None:
        assert amounts(tables, service("99213", provider=provider)) == [amount]

    def test_nonparticipants_are_paid_95_percent_and_may_charge_109_and_a_quarter(
        self, tables: Tables
    ) -> None:
        answer = priced(tables, "99213", participating=False)
        assert answer.amount == Decimal("95.00")
        (limit,) = answer.also
        assert (limit.name, limit.amount) == ("limiting_charge", Decimal("109.25"))
        assert last_amount(limit.derivation) == limit.amount

    def test_the_lower_of_charge_and_fee_is_allowed(self, tables: Tables) -> None:
        assert amounts(tables, service("99213", charge=Decimal("80.00"))) == ["80.00"]
        assert amounts(tables, service("99213", charge=Decimal("180.00"))) == ["100.00"]

    def test_a_technical_part_in_a_hospital_is_told_to_be_the_hospitals(self, tables: Tables) -> None:
        for modifiers, told in (((), True), (("TC",), True), (("26",), False)):
            answer = priced(tables, "93306", *modifiers, setting="facility", place="22")
            assert any("the hospital's" in line for line in answer.derivation) is told

    def test_an_incident_service_is_not_paid_in_a_hospital(self, tables: Tables) -> None:
        hospital = service("96372", setting="facility", place="22")
        assert "incident" in reason(tables, hospital)
        assert amounts(tables, service("96372", place="11")) == ["30.00"]


class TestAnesthesia:
    @pytest.mark.parametrize(
        ("modifier", "amount"),
        [
            ("AA", "226.00"),
            ("QZ", "226.00"),
            ("QK", "113.00"),
            ("QX", "113.00"),
            ("QY", "113.00"),
            ("AD", "60.00"),
        ],
    )
    def test_base_and_time_units_times_the_factor(self, tables: Tables, modifier: str, amount: str) -> None:
        # 95 minutes are 6.3 units: (5 + 6.3) × 20
        asked = service("00100", modifier, minutes=95, given={"base_units": "5"})
        answer = price_service(asked, tables)
        assert isinstance(answer, Priced)
        assert str(answer.amount) == amount
        assert last_amount(answer.derivation) == answer.amount

    def test_several_procedures_of_a_case_are_the_highest_with_all_the_time(self, tables: Tables) -> None:
        given = {"base_units": "3", "base_units:00100": "5"}
        lines = [service(code, "AA", minutes=45, given=given) for code in ("00102", "00100")]
        # 5 units and 90 minutes
        assert amounts(tables, *lines) == ["0.00", "220.00"]
        assert amounts(tables, lines[0], service("00100", "QZ", minutes=45, given=given)) == [
            "120.00",
            "160.00",
        ]
        again = service("00100", "AA", "78", minutes=45, given=given)
        assert amounts(tables, lines[0], again) == ["120.00", "160.00"]
        assert amounts(tables, lines[0], service("00100", "AA", given=given)) == ["missing", "missing"]

    def test_a_supervisor_at_induction_gets_one_more_unit(self, tables: Tables) -> None:
        asked = service("00100", "AD", minutes=60, given={"present_at_induction": "yes"})
        assert amounts(tables, asked) == ["80.00"]

    def test_what_is_missing_is_asked_for(self, tables: Tables) -> None:
        assert "--base-units" in reason(tables, service("00100", "AA", minutes=30))
        assert "minutes" in reason(tables, service("00100", "AA"))
        assert amounts(tables, service("00100", minutes=30)) == ["modifier"]
        assert amounts(tables, service("99213", "QK")) == ["modifier"]
        assert amounts(tables, service("00100", "AA", minutes=1, given={"base_units": "x"})) == ["units"]

    def test_the_contractor_of_californias_other_half_finds_its_factor(self, tables: Tables) -> None:
        asked = service("00100", "AA", minutes=15, given={"base_units": "3"}, locality="01112-18")
        assert amounts(tables, asked) == ["100.00"]


def test_a_rate_that_is_not_in_force_leaves_the_line_without_amount(tables: Tables) -> None:
    bare = Tables(tables.store, Parameters())
    assert amounts(bare, service("99213")) == ["100.00"]
    assert amounts(bare, service("99213", participating=False)) == ["not_loaded"]
    assert amounts(bare, service("20610", "50")) == ["not_loaded"]
    assert amounts(bare, service("99213", provider="nurse_practitioner")) == ["not_loaded"]
