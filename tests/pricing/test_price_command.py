"""``cleanclaim price``: outputs and exit statuses as docs and contract promise them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from cleanclaim.claim import Address
from cleanclaim.claim.specimens import BILLING, specimen
from cleanclaim.cli.price import command
from cleanclaim.exchange import write_837p
from cleanclaim.primitives import CleanclaimError, one_day
from tests.exchange.submissions import SUBMISSION
from tests.pricing.physician_tables import DAY, physician_tables, with_zip_codes

FIELDS = {"code", "modifiers", "date", "locality", "setting", "amount", "derivation", "release"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("command")
    physician_tables(directory)
    with_zip_codes(directory)
    return directory / "store"


def run(store: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(
        command, [str(one) for one in arguments] + ["--reference", str(store)], standalone_mode=False
    )


def rows(store: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    result = run(store, *arguments, "--json")
    assert result.exception is None, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


VISIT = ("99213", "--date", "2026-08-03", "--locality", "10112-00")


def test_one_service_is_one_object_with_the_published_fields(store: Path) -> None:
    (found,) = rows(store, *VISIT, "--modifier", "25", "--setting", "facility")
    assert set(found) == FIELDS
    assert (found["code"], found["modifiers"], found["date"]) == ("99213", ["25"], "2026-08-03")
    assert (found["locality"], found["setting"], found["amount"]) == ("10112-00", "facility", "60.00")
    assert found["release"] == "MPFS relative values 2026 Q3; GPCI 2026"
    assert found["derivation"][-1].endswith("= 60.00, rounded")


def test_without_amount_there_is_a_reason_and_the_status_is_0(store: Path) -> None:
    result = run(store, "99213", "--date", "2024-08-03", "--locality", "10112-00", "--json")
    found = json.loads(result.stdout)
    assert found["amount"] is None
    assert "2024-08-03" in found["reason"]
    assert set(found) > FIELDS
    assert result.return_value == 0


def test_people_see_amount_and_derivation(store: Path) -> None:
    result = run(store, *VISIT)
    assert result.stdout.splitlines()[0] == "99213 on 2026-08-03 (10112-00, nonfacility): 100.00"
    assert "3.3333 × 30 = 100.00" in result.stdout


def test_options_reach_the_rules(store: Path) -> None:
    assert rows(store, *VISIT, "--place", "22")[0]["amount"] == "60.00"
    assert rows(store, *VISIT, "--qpp")[0]["amount"] == "133.33"
    assert rows(store, *VISIT, "--provider", "nurse_practitioner")[0]["amount"] == "85.00"
    assert rows(store, *VISIT, "--units", "2", "--charge", "150")[0]["amount"] == "150.00"
    assert rows(store, "99213", "--date", "2026-08-03", "--zip", "35004")[0]["amount"] == "100.00"
    sleep = ("00100", "-m", "AA", "--date", "2026-08-03", "--locality", "10112-00")
    assert rows(store, *sleep, "--minutes", "95", "--base-units", "5")[0]["amount"] == "226.00"


def test_payment_and_limiting_charge_stand_beside_the_allowed_amount(store: Path) -> None:
    (found,) = rows(store, *VISIT, "-m", "AQ", "--nonparticipating", "--payment")
    beside = {one["name"]: one["amount"] for one in found["also"]}
    # 95.00; 80 % of it is 76.00; less 2 %; 10 % of 76.00
    assert (found["amount"], beside) == (
        "95.00",
        {"limiting_charge": "109.25", "medicare_payment": "74.48", "hpsa_bonus": "7.60"},
    )


def test_the_bonus_of_a_shortage_area_is_for_physicians_professional_services(store: Path) -> None:
    scan = ("70551", "-m", "AQ", "--date", "2026-08-03", "--locality", "10112-00", "--payment")
    for asked in (scan, (*scan, "-m", "TC"), (*VISIT, "-m", "AQ", "--payment", "--provider", "dietitian")):
        assert [one["name"] for one in rows(store, *asked)[0]["also"]] == ["medicare_payment"]
    reading = rows(store, *scan, "-m", "26")[0]["also"]
    # 60.00, 80 % is 48.00, 10 % of it
    assert [one["amount"] for one in reading] == ["47.04", "4.80"]


def test_a_therapy_assistant_lowers_the_payment_not_the_allowed_amount(store: Path) -> None:
    (found,) = rows(store, "97110", "-m", "CQ", "--date", "2026-08-03", "--locality", "10112-00", "--payment")
    # 60.00; 80 % is 48.00; 85 % is 40.80; less 2 %
    assert (found["amount"], found["also"][0]["amount"]) == ("60.00", "39.98")


def test_preventive_services_leave_the_patient_nothing(store: Path) -> None:
    paid = [rows(store, *VISIT, "-m", one, "--payment")[0]["also"][0]["amount"] for one in ("33", "PT")]
    # 100.00 and 85.00, less 2 %
    assert paid == ["98.00", "83.30"]


def test_a_batch_gives_one_line_a_row_in_order(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "batch.csv"
    path.write_text(
        "\ufeffcode,modifiers,date,locality,setting\r\n"
        "99213,,2026-08-03,10112-00,nonfacility\r\n"
        "70551,TC,2026-08-03,10112-00,\r\n"
        "27447,80 59,2026-08-03,10112-00,facility\r\n"
        "\r\n"
        "99213,,2020-08-03,10112-00,facility\r\n"
        "20610,,2026-08-03,10112-00,\r\n11042,,2026-08-03,10112-00,\r\n",
        encoding="utf-8",
    )
    found = rows(store, "--batch", path)
    assert [one["amount"] for one in found] == ["100.00", "300.00", "480.00", None, "600.00", "900.00"]
    assert found[2]["modifiers"] == ["80", "59"]
    assert found[1]["setting"] == "nonfacility"
    assert "reason" in found[3]


def test_rows_of_one_claim_are_priced_together(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "batch.csv"
    path.write_text(
        "claim,code,date,locality,units\nA,20610,2026-08-03,10112-00,\nA,11042,2026-08-03,10112-00,1\n"
        "B,20610,2026-08-03,10112-00,1\n,11000,2026-08-03,10112-00,\nA,11000,2026-08-03,10112-00,\n"
    )
    result = run(store, "--batch", path, "--json")
    amounts = [json.loads(line)["amount"] for line in result.stdout.splitlines()]
    assert amounts == ["300.00", "900.00", "600.00", "300.00", None]
    assert result.return_value == 2
    assert "line 6: the rows of claim A do not stand together" in result.stderr


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("99213,,2026-13-03,10112-00", "not a date"),
        ("99213,,,10112-00", "no date"),
        (",,2026-08-03,10112-00", "no code"),
        ("99213,ABC,2026-08-03,10112-00", "not a modifier"),
        ("99213,,2026-08-03,10112-00,x,y", "6 cells"),
    ],
)
def test_a_row_that_cannot_be_read_does_not_stop_the_others(
    store: Path, tmp_path: Path, row: str, said: str
) -> None:
    path = tmp_path / "batch.csv"
    path.write_text(f"code,modifiers,date,locality\n{row}\n99213,,2026-08-03,10112-00\n")
    result = run(store, "--batch", path, "--json")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first["amount"] is None
    assert said in first["reason"]
    assert second["amount"] == "100.00"
    assert result.return_value == 2
    assert "line 2" in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"code\n99213\n", b"code,date,date\n", b"\xff\xfe\x00", b"date,locality\n"]
)
def test_a_file_that_is_no_batch_is_refused_in_a_sentence(
    store: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "batch.csv"
    path.write_bytes(content)
    assert isinstance(run(store, "--batch", path).exception, CleanclaimError)
    assert isinstance(run(store, "--batch", tmp_path / "none.csv").exception, CleanclaimError)
    assert isinstance(run(store, "--batch", tmp_path).exception, CleanclaimError)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("99213",),
        (*VISIT, "--batch", "x.csv"),
        (*VISIT, "--provider", "witch"),
        (*VISIT, "--given", "x"),
        (*VISIT, "--units", "many"),
        (*VISIT, "--charge", "NaN"),
        (*VISIT, "--charge", "-5"),
        ("99213", "--date", "tomorrow"),
    ],
)
def test_wrong_usage_is_refused(store: Path, arguments: tuple[str, ...]) -> None:
    result = run(store, *arguments)
    assert result.exception is not None
    assert result.stdout == ""


def test_a_claim_file_is_priced_line_by_line(store: Path, tmp_path: Path) -> None:
    one = specimen("professional")
    here = msgspec.structs.replace(BILLING, address=Address("1 Main Street", "", "Here", "AL", "350040001"))
    lines = tuple(
        msgspec.structs.replace(one.lines[0], code=code, dates=one_day(DAY)) for code in ("99213", "64999")
    )
    claim = msgspec.structs.replace(one, lines=lines, billing_provider=here, total_charge=None)
    path = tmp_path / "claims.837"
    path.write_bytes(write_837p([claim], submission=SUBMISSION))
    visit, unlisted = rows(store, "--claim", path)
    assert (visit["file"], visit["claim_id"], visit["line"]) == (str(path), "SPECIMEN1", 1)
    assert (visit["amount"], visit["locality"]) == ("100.00", "10112-00")
    assert (unlisted["line"], unlisted["amount"]) == (2, None)
    shown = run(store, "--claim", path).stdout
    assert "claim SPECIMEN1, line 1: 99213 on 2026-08-03" in shown


def test_a_file_that_holds_no_claims_is_refused(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "not.837"
    path.write_text("no claims")
    assert isinstance(run(store, "--claim", path).exception, CleanclaimError)
    assert isinstance(run(tmp_path / "nowhere", *VISIT).exception, CleanclaimError)
