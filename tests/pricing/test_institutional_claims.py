"""Hospital claims priced whole, and any claim priced by a contract."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from cleanclaim.claim import Claim, InstitutionalDetails, ServiceLine
from cleanclaim.claim.specimens import specimen
from cleanclaim.pricing import ContractAmount, NotPriced, Priced, Tables, load_contracts
from cleanclaim.pricing.claims import price_claim
from cleanclaim.pricing.contract_claims import ExpectedClaim, expected_by_contract
from cleanclaim.primitives import DateRange, one_day
from tests.pricing.facility_tables import made

DAY = date(2026, 11, 3)
HOSPITAL = MappingProxyType(
    {"wage_index": "1", "geographic_factor": "1", "standardized_amount": "6500", "capital_rate": "500"}
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made(tmp_path_factory.mktemp("institutional"))


def line(revenue: str, code: str = "", charge: str = "1000.00", **fields: Any) -> ServiceLine:
    said = {"units": Decimal(1), "dates": one_day(DAY), **fields}
    return ServiceLine(code=code, revenue_code=revenue, charge=Decimal(charge), **said)


def claim(facility_type: str, *lines: ServiceLine, **details: Any) -> Claim:
    stay = InstitutionalDetails(facility_type=facility_type, **details)
    return msgspec.structs.replace(specimen("institutional"), lines=lines, institutional=stay)


def amounts(tables: Tables, one: Claim) -> list[str]:
    return [
        str(each.answer.amount) if isinstance(each.answer, Priced) else each.answer.kind
        for each in price_claim(one, tables, given=HOSPITAL)
    ]


def test_an_outpatient_claim_is_judged_whole(tables: Tables) -> None:
    one = claim(
        "13", line("0612", "72148"), line("0360", "45378"), line("0360", "43235"), line("0300", "80053")
    )
    assert amounts(tables, one) == ["230.00", "900.00", "400.00", "0.00"]


def test_an_inpatient_claim_is_one_stay_on_the_day_of_discharge(tables: Tables) -> None:
    """Admitted on October 29, discharged on November 3: five days, DRG 470 with weight 2."""
    dates = DateRange(date(2026, 10, 29), DAY)
    one = claim("11", line("0120"), line("0360"), drg="470", statement=dates, patient_status="01")
    assert amounts(tables, one) == ["14000.00", "0.00"]
    short = claim(
        "11", line("0120"), drg="470", statement=DateRange(date(2026, 11, 2), DAY), patient_status="02"
    )
    assert amounts(tables, short) == ["5600.00"]


def test_a_stay_without_its_drg_has_no_amount(tables: Tables) -> None:
    one = claim("11", line("0120"), line("0360"), statement=one_day(DAY), patient_status="01")
    assert amounts(tables, one) == ["missing", "missing"]


CONTRACT = (
    "contract: Acme hospital\npayer_id: {payer}\nfrom: 2026-01-01\n"
    'carve_outs:\n  - name: implants\n    for: {{revenue: ["0278"]}}\n'
    '    pay: {{percent_of_charge: "55"}}\n'
    'terms:\n  - name: joints\n    for: {{drg: ["470"]}}\n    pay: {{case_rate: "24000.00"}}\n'
    '  - name: days\n    for: {{drg: ["392"]}}\n'
    '    pay: {{per_diem: {{"1-2": "2500.00", "3-": "2000.00"}}}}\n'
    "default: not_covered\n"
)


def test_a_claim_is_expected_to_pay_what_its_contract_says(tables: Tables, tmp_path: Path) -> None:
    dates = DateRange(date(2026, 10, 30), DAY)
    joint = claim(
        "11", line("0120"), line("0278", charge="4000.00"), drg="470", statement=dates, patient_status="01"
    )
    payer = joint.coverage.payer.payer_id
    (tmp_path / "acme.yaml").write_text(CONTRACT.format(payer=payer))
    contracts = load_contracts(tmp_path)
    found = expected_by_contract(contracts, joint, tables)
    assert isinstance(found, ExpectedClaim)
    assert [
        (each.line, each.answer.term, str(each.answer.amount))
        for each in found.lines
        if isinstance(each.answer, ContractAmount)
    ] == [(1, "joints", "24000.00"), (2, "implants", "2200.00")]
    assert found.price.total == Decimal("26200.00")
    medical = claim("11", line("0120"), drg="392", statement=dates, patient_status="01")
    days = expected_by_contract(contracts[0], medical, tables)
    assert isinstance(days, ExpectedClaim)
    assert days.price.total == Decimal("9000.00")  # four days


def test_without_a_contract_for_the_payer_and_day_nothing_is_expected(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(CONTRACT.format(payer="SOMEBODY"))
    answer = expected_by_contract(load_contracts(tmp_path), claim("13", line("0612", "72148")), tables)
    assert isinstance(answer, NotPriced)
    assert "No contract with payer" in answer.reason
