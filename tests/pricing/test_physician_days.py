"""What the lines of a day do to each other, by invented tables whose amounts a reader can compute."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.pricing import Priced, Service, Tables, price_services
from tests.pricing.derivations import last_amount
from tests.pricing.physician_tables import amounts, physician_tables, reason, service


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return physician_tables(tmp_path_factory.mktemp("days"))


def units(count: int, code: str, *modifiers: str) -> Service:
    return service(code, *modifiers, units=Decimal(count))


class TestSurgery:
    def test_procedures_are_ranked_by_amount_not_by_line(self, tables: Tables) -> None:
        lines = [service("11042"), service("27447"), service("29881")]
        assert amounts(tables, *lines) == ["450.00", "3000.00", "750.00"]

    def test_the_published_example_pays_the_lesser_two_by_half(self, tables: Tables) -> None:
        # 100 %, 50 %, 50 %: the shape of 1,043.48 + 461.45 + 505.30
        lines = [service("20610"), service("11000"), service("11001")]
        assert amounts(tables, *lines) == ["600.00", "150.00", "75.00"]

    def test_the_sixth_is_by_report(self, tables: Tables) -> None:
        lines = [service(code) for code in ("27447", "29881", "11042", "20610", "11000", "11001")]
        assert amounts(tables, *lines) == ["3000.00", "750.00", "450.00", "300.00", "150.00", "by_report"]

    def test_each_unit_is_a_procedure(self, tables: Tables) -> None:
        assert amounts(tables, units(3, "11000")) == ["600.00"]
        assert amounts(tables, units(2, "11000"), service("20610")) == ["300.00", "600.00"]
        assert amounts(tables, units(6, "11000")) == ["by_report"]
        assert amounts(tables, units(900_000_000, "11000"), service("27447")) == ["by_report", "3000.00"]

    def test_a_visit_is_not_ranked(self, tables: Tables) -> None:
        assert amounts(tables, service("99213", "25"), service("20610")) == ["100.00", "600.00"]

    def test_other_days_claims_and_providers_are_apart(self, tables: Tables) -> None:
        for other in ({"on": date(2026, 8, 4)}, {"claim": "B"}, {"group": "B"}):
            assert amounts(tables, service("20610"), service("11000", **other)) == ["600.00", "300.00"]

    def test_both_sides_are_one_procedure_and_come_before_the_ranking(self, tables: Tables) -> None:
        assert amounts(tables, service("20610", "50"), service("11000")) == ["900.00", "150.00"]
        assert amounts(tables, service("20610", "50"), service("29881")) == ["450.00", "1500.00"]
        sides = [service("20610", "RT"), service("20610", "LT"), service("29881")]
        assert amounts(tables, *sides) == ["300.00", "150.00", "1500.00"]

    def test_the_assistant_is_ranked_among_assistants(self, tables: Tables) -> None:
        lines = [service("27447"), service("11042", "80"), service("27447", "80")]
        assert amounts(tables, *lines) == ["3000.00", "72.00", "480.00"]

    def test_postoperative_care_is_no_procedure_of_the_day(self, tables: Tables) -> None:
        assert amounts(tables, service("27447", "55"), service("20610")) == ["600.00", "600.00"]

    def test_51_alone_is_a_later_procedure(self, tables: Tables) -> None:
        assert amounts(tables, service("11000", "51")) == ["150.00"]
        assert amounts(tables, service("11000", "51"), service("11001")) == ["300.00", "75.00"]
        assert amounts(tables, service("99213", "51")) == ["100.00"]
        assert "price the whole claim" in reason(tables, service("43239", "51"))


class TestEndoscopy:
    def test_the_base_is_part_of_the_other(self, tables: Tables) -> None:
        assert amounts(tables, service("43235"), service("43239")) == ["0.00", "150.00"]

    def test_the_second_of_a_family_is_paid_beyond_the_base(self, tables: Tables) -> None:
        assert amounts(tables, service("43239"), service("43248")) == ["50.00", "240.00"]
        assert amounts(tables, units(2, "43239")) == ["200.00"]

    def test_a_family_is_ranked_as_one(self, tables: Tables) -> None:
        # 240 + 50 against 300
        lines = [service("43239"), service("43248"), service("11000")]
        assert amounts(tables, *lines) == ["25.00", "120.00", "300.00"]
        # against 150
        lines[2] = service("11001")
        assert amounts(tables, *lines) == ["50.00", "240.00", "75.00"]

    def test_the_base_is_lowered_by_the_same_percentages(self, tables: Tables) -> None:
        lines = [service(code, provider="nurse_practitioner") for code in ("43239", "43248")]
        assert amounts(tables, *lines) == ["42.50", "204.00"]

    def test_alone_it_is_paid_in_full(self, tables: Tables) -> None:
        assert amounts(tables, service("43239")) == ["150.00"]
        assert amounts(tables, service("43235")) == ["100.00"]


class TestTests:
    def test_the_second_imaging_is_paid_half_of_the_technical_part(self, tables: Tables) -> None:
        # 30 × 95 % + 150 × 50 %
        assert amounts(tables, service("72148"), service("70551")) == ["103.50", "360.00"]

    def test_components_are_ranked_apart(self, tables: Tables) -> None:
        lines = [service("70551", "TC"), service("72148", "26")]
        assert amounts(tables, *lines) == ["300.00", "30.00"]
        lines = [service("70551", "TC"), service("72148")]
        assert amounts(tables, *lines) == ["300.00", "105.00"]

    def test_the_cap_comes_after_the_reduction(self, tables: Tables) -> None:
        # 150 × 50 % = 75, capped at 60; professional 30 × 95 %
        assert amounts(tables, service("70551"), service("76145")) == ["360.00", "88.50"]

    def test_another_session_is_paid_in_full(self, tables: Tables) -> None:
        assert amounts(tables, service("70551"), service("72148", "XE")) == ["360.00", "180.00"]

    def test_two_units_of_imaging_are_two_procedures(self, tables: Tables) -> None:
        assert amounts(tables, units(2, "72148")) == ["283.50"]

    def test_the_second_cardiovascular_test_loses_a_quarter_of_its_technical_part(
        self, tables: Tables
    ) -> None:
        # 93000 is 36.60; its technical part is that of 93005, 15.30, a quarter of it 3.825
        assert amounts(tables, service("93000"), service("93306")) == ["32.78", "300.00"]
        assert amounts(tables, service("93005"), service("93306")) == ["11.48", "300.00"]
        assert amounts(tables, service("93306", "26"), service("93000")) == ["60.00", "36.60"]

    def test_the_second_eye_test_loses_a_fifth_of_its_technical_part(self, tables: Tables) -> None:
        assert amounts(tables, service("92250"), service("92235")) == ["78.00", "120.00"]


class TestTherapy:
    def test_one_unit_of_the_day_keeps_its_practice_expense(self, tables: Tables) -> None:
        # 60 in full and 45 reduced; 48 and 39
        assert amounts(tables, units(3, "97110"), units(2, "97140")) == ["150.00", "78.00"]
        assert amounts(tables, service("97140"), service("97110")) == ["39.00", "60.00"]
        assert amounts(tables, service("97110")) == ["60.00"]

    def test_assistants_leave_the_allowed_amount_alone(self, tables: Tables) -> None:
        assert amounts(tables, service("97110", "GP", "CQ")) == ["60.00"]

    def test_part_of_a_unit_is_not_priced(self, tables: Tables) -> None:
        assert amounts(tables, service("97110", units=Decimal("1.5")), service("97140")) == ["units", "48.00"]


class TestInjections:
    def test_status_t_is_part_of_whatever_else_is_paid(self, tables: Tables) -> None:
        assert amounts(tables, service("36000"), service("99213")) == ["0.00", "100.00"]
        assert amounts(tables, service("36000"), service("90004")) == ["30.00", "not_payable"]
        assert amounts(tables, service("36000")) == ["30.00"]


CODES = (
    *("99213", "27447", "29881", "11042", "20610", "11000", "92002", "92003", "92004", "43235", "43239"),
    *("43248", "70551", "72148", "76145", "93306", "93000", "93005", "92250", "92235", "97110", "97140"),
    *("36000", "78608", "97001"),
)
MODIFIERS = (
    *("25", "26", "TC", "50", "RT", "LT", "51", "54", "55", "56", "62", "78", "80", "AS", "FX", "CT", "CQ"),
    *("59", "XE", "AQ", "76", "GP"),
)
LINES = st.lists(
    st.builds(
        service,
        st.sampled_from(CODES),
        units=st.sampled_from([Decimal(1), Decimal(2), Decimal(3)]),
        setting=st.sampled_from(["facility", "nonfacility"]),
        locality=st.sampled_from(["10112-00", "01182-18", "03602-21"]),
        provider=st.sampled_from(["physician", "nurse_practitioner", "clinical_social_worker"]),
        participating=st.booleans(),
        charge=st.none() | st.decimals("0.01", "5000", places=2),
        qpp=st.booleans(),
    ).flatmap(
        lambda made: st.lists(st.sampled_from(MODIFIERS), max_size=3, unique=True).map(
            lambda modifiers: service(
                made.code,
                *modifiers,
                units=made.units,
                setting=made.setting,
                locality=made.locality,
                provider=made.provider,
                participating=made.participating,
                charge=made.charge,
                qpp=made.qpp,
            )
        )
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_every_amount_is_what_its_derivation_comes_to(tables: Tables, lines: list[Service]) -> None:
    for asked, answer in zip(lines, price_services(lines, tables), strict=True):
        if isinstance(answer, Priced):
            assert last_amount(answer.derivation) == answer.amount
            assert answer.amount == answer.amount.quantize(Decimal("0.01"))
            assert answer.amount >= 0
            for side in answer.also:
                assert last_amount(side.derivation) == side.amount
        else:
            assert answer.reason.endswith(".")
            assert answer.kind, asked


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_together_nothing_is_paid_more_than_alone(tables: Tables, lines: list[Service]) -> None:
    """A second procedure never raises what another is paid; 51 is aside, for alone it lowers."""
    plain = [service(one.code, units=one.units, setting=one.setting) for one in lines]
    together = price_services(plain, tables)
    for asked, answer in zip(plain, together, strict=True):
        (alone,) = price_services([asked], tables)
        if isinstance(answer, Priced) and isinstance(alone, Priced):
            assert answer.amount <= alone.amount
