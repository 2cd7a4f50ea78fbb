"""The lines of a claim priced together: place, locality, provider and bill are read from it."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from cleanclaim.claim import Address, Claim, DentalDetails, Name, Provider, ServiceLine
from cleanclaim.claim.specimens import BILLING, PATIENT, RENDERING, specimen
from cleanclaim.pricing import NotPriced, Priced, Tables
from cleanclaim.pricing.claims import PricedLine, price_claim
from cleanclaim.primitives import DateRange, one_day
from tests.pricing.physician_tables import DAY, physician_tables, with_zip_codes


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    directory = tmp_path_factory.mktemp("claims")
    physician_tables(directory)
    return with_zip_codes(directory)


def line(code: str, *modifiers: str, **fields: Any) -> ServiceLine:
    given = {"units": Decimal(1), "dates": one_day(DAY), **fields}
    return ServiceLine(code=code, modifiers=modifiers, **given)


def claim(*lines: ServiceLine, **fields: Any) -> Claim:
    """Return an office claim from the ZIP code 35004, which lies in 10112-00."""
    here = msgspec.structs.replace(BILLING, address=Address("1 Main Street", "", "Here", "AL", "350040001"))
    made = msgspec.structs.replace(specimen("professional"), lines=lines, billing_provider=here)
    return msgspec.structs.replace(made, **fields)


def amounts(tables: Tables, one: Claim, **options: Any) -> list[str]:
    return [
        str(each.answer.amount) if isinstance(each.answer, Priced) else each.answer.kind
        for each in price_claim(one, tables, **options)
    ]


def only(tables: Tables, one: Claim) -> PricedLine:
    (found,) = price_claim(one, tables)
    return found


def test_the_lines_of_a_claim_are_judged_together(tables: Tables) -> None:
    one = claim(line("11042"), line("27447"), line("99213", "25"), place_of_service="11")
    assert amounts(tables, one) == ["450.00", "3000.00", "100.00"]


def test_the_locality_comes_from_the_zip_code_of_where_it_was_done(tables: Tables) -> None:
    assert only(tables, claim(line("99213"))).service.locality == "10112-00"
    away = Provider(name=Name("There", is_organization=True), address=Address(zip_code="90001", state="CA"))
    assert only(tables, claim(line("99213"), facility=away)).service.locality == "01182-18"
    found = only(tables, claim(line("99213", providers=_at(away))))
    assert found.service.locality == "01182-18"


def _at(place: Provider) -> Any:
    return msgspec.structs.replace(ServiceLine().providers, facility=place)


def test_at_home_it_is_the_patients_zip_code(tables: Tables) -> None:
    patient = msgspec.structs.replace(PATIENT, address=Address(zip_code="90001", state="CA"))
    found = only(tables, claim(line("99213"), place_of_service="12", patient=patient))
    assert found.service.locality == "01182-18"


def test_a_given_locality_goes_before_the_zip_code(tables: Tables) -> None:
    (found,) = price_claim(claim(line("99213")), tables, locality="03602-21")
    assert found.service.locality == "03602-21"


@pytest.mark.parametrize(
    ("zip_code", "said"),
    [("", "neither five nor nine"), ("35999", "35999"), ("35005", "several"), ("350", "neither")],
)
def test_a_zip_code_that_does_not_tell_leaves_the_line_without_amount(
    tables: Tables, zip_code: str, said: str
) -> None:
    here = msgspec.structs.replace(BILLING, address=Address(zip_code=zip_code))
    answer = only(tables, claim(line("99213"), billing_provider=here)).answer
    assert isinstance(answer, NotPriced)
    assert said in answer.reason


def test_nine_digits_decide_where_five_do_not(tables: Tables) -> None:
    here = msgspec.structs.replace(BILLING, address=Address(zip_code="35005-1234"))
    assert only(tables, claim(line("99213"), billing_provider=here)).service.locality == "01182-18"


def test_the_place_of_service_decides_the_setting(tables: Tables) -> None:
    assert amounts(tables, claim(line("99213"), place_of_service="11")) == ["100.00"]
    assert amounts(tables, claim(line("99213"), place_of_service="22")) == ["60.00"]
    assert amounts(tables, claim(line("99213", place_of_service="21"), place_of_service="11")) == ["60.00"]
    assert amounts(tables, claim(line("99213"), place_of_service="98")) == ["setting"]


@pytest.mark.parametrize(
    ("taxonomy", "amount"),
    [
        ("207Q00000X", "100.00"),
        ("363LF0000X", "85.00"),
        ("363A00000X", "85.00"),
        ("1041C0700X", "75.00"),
        ("104100000X", "100.00"),
        ("103TC0700X", "100.00"),
    ],
)
def test_the_taxonomy_of_who_rendered_it_tells_the_share(tables: Tables, taxonomy: str, amount: str) -> None:
    who = msgspec.structs.replace(RENDERING, taxonomy=taxonomy)
    assert amounts(tables, claim(line("99213"), rendering=who)) == [amount]


def test_who_takes_no_assignment_is_no_participant(tables: Tables) -> None:
    assert amounts(tables, claim(line("99213"), assignment="C")) == ["95.00"]
    assert amounts(tables, claim(line("99213")), participating=False) == ["95.00"]


def test_minutes_are_anesthesia_time(tables: Tables) -> None:
    found = only(tables, claim(line("00100", "AA", unit="MJ", units=Decimal(95))))
    assert (found.service.minutes, found.service.units) == (95, Decimal(1))


def test_charges_limit_the_amounts(tables: Tables) -> None:
    assert amounts(tables, claim(line("99213", charge=Decimal("88.5")))) == ["88.50"]


def test_a_line_without_date_or_of_a_dental_claim_has_no_amount(tables: Tables) -> None:
    assert amounts(tables, claim(line("99213", dates=None), line("99213"))) == ["100.00", "100.00"]
    assert amounts(tables, claim(line("99213", dates=None))) == ["missing"]
    dental = claim(line("D2140"), claim_type="dental", dental=DentalDetails())
    assert amounts(tables, dental) == ["code"]


def test_days_of_a_line_count_from_its_first(tables: Tables) -> None:
    days = DateRange(DAY, date(2026, 8, 5))
    assert amounts(tables, claim(line("11042", dates=days), line("27447"))) == ["450.00", "3000.00"]
