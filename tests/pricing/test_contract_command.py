"""``cleanclaim contract``: what a person sees of contracts, and claims priced by them."""

import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from cleanclaim.claim import Address
from cleanclaim.claim.specimens import BILLING, specimen
from cleanclaim.cli.contract import command
from cleanclaim.exchange import write_837p
from cleanclaim.primitives import DecodeError
from tests.exchange.submissions import SUBMISSION

CONTRACT = (
    'contract: Lakeside 2025\npayer_id: "99003"\nfrom: 2025-01-01\nlesser_of_charge: true\n'
    'terms:\n  - name: visits\n    for: {codes: ["99202-99215"]}\n    pay: {percent_of_charge: "80"}\n'
    "default: not_covered\n"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "lakeside.yaml").write_text(CONTRACT)
    return tmp_path / "contracts"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    here = msgspec.structs.replace(BILLING, address=Address("1 Main Street", "", "Here", "AL", "350040001"))
    claim = msgspec.structs.replace(specimen("professional"), billing_provider=here)
    path = tmp_path / "claims.837"
    path.write_bytes(write_837p([claim], submission=SUBMISSION))
    return path


def test_contracts_are_shown_with_their_days_and_terms(contracts: Path) -> None:
    result = run("check", contracts)
    assert result.return_value == 0
    assert "Lakeside 2025 (99003), from 2025-01-01" in result.stdout
    assert "  visits: charge\n  default: not_covered" in result.stdout


def test_days_without_a_contract_are_told(contracts: Path) -> None:
    (contracts / "lakeside.yaml").write_text(CONTRACT + "to: 2025-06-30\n")
    (contracts / "next.yaml").write_text(CONTRACT.replace("2025-01-01", "2025-08-01"))
    result = run("check", contracts)
    assert result.return_value == 1
    assert "no contract from 2025-07-01 to 2025-07-31" in result.stdout


def test_a_wrong_file_is_told_with_its_line(contracts: Path) -> None:
    (contracts / "lakeside.yaml").write_text(CONTRACT.replace("99202-99215", "992"))
    result = run("check", contracts)
    assert isinstance(result.exception, DecodeError)
    assert "lakeside.yaml, line 7" in str(result.exception)


def test_claims_are_priced_by_their_payers_contract(contracts: Path, claims: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    result = run("price", contracts, claims, "--reference", tmp_path / "store", "--json")
    assert result.return_value == 0
    (line,) = [json.loads(text) for text in result.stdout.splitlines()]
    assert (line["term"], line["amount"], line["charge"]) == ("visits", "100.00", "125.00")
    assert line["contract"] == "Lakeside 2025"
    assert Decimal(line["derivation"][-1].rpartition(" = ")[2]) == Decimal(100)
    shown = run("price", contracts, claims, "--reference", tmp_path / "store").stdout
    assert "line 1, 99213: 100.00 by visits" in shown


def test_a_claim_without_a_contract_says_why(contracts: Path, claims: Path, tmp_path: Path) -> None:
    (contracts / "lakeside.yaml").write_text(CONTRACT.replace("99003", "12345"))
    (tmp_path / "store").mkdir()
    result = run("price", contracts, claims, "--reference", tmp_path / "store", "--json")
    (line,) = [json.loads(text) for text in result.stdout.splitlines()]
    assert line["amount"] is None
    assert "No contract with payer" in line["reason"]
