"""``cleanclaim remit show`` as a user meets it: JSON lines, words, exit status."""

import json
import sys
from pathlib import Path

import pytest

from cleanclaim.cli import main
from tests.remittance.files import PAYEE_NPI, a_file, claim_rows, interchange, transaction

CLAIM_FIELDS = {
    "file",
    "payer",
    "trace",
    "claim_id",
    "status",
    "charge",
    "paid",
    "patient_responsibility",
    "adjustments",
    "denied",
    "denial_reasons",
    "balanced",
    "differences",
}


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run ``cleanclaim remit show`` over contents; return status, output, messages."""

    def show(*contents: bytes, json_lines: bool = False) -> tuple[int, str, str]:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"remit {number}.835"
            path.write_bytes(content)
            paths.append(str(path))
        flags = ["--json"] if json_lines else []
        monkeypatch.setattr(sys, "argv", ["cleanclaim", "remit", "show", *paths, *flags])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return show


def test_a_clean_remittance_is_status_0_and_says_what_was_paid(run):
    content = a_file(*claim_rows("C1", "100", "80", "CAS*CO*45*10*1", "CAS*PR*3*10"), payment="80")
    status, out, err = run(content, json_lines=True)
    claim, totals = (json.loads(line) for line in out.splitlines())
    assert (status, err) == (0, "")
    assert set(claim) >= CLAIM_FIELDS
    assert (claim["payer"], claim["trace"], claim["claim_id"]) == ("INVENTED HEALTH PLAN", "EFT0001", "C1")
    assert (claim["charge"], claim["paid"], claim["patient_responsibility"]) == ("100.00", "80.00", "10.00")
    assert claim["adjustments"][0] == {
        "level": "line",
        "line": 1,
        "group": "CO",
        "carc": "45",
        "amount": "10.00",
        "quantity": "1",
        "rarcs": [],
        "category": "contractual",
        "rule": "fee-schedule",
    }
    assert (claim["denied"], claim["denial_reasons"], claim["balanced"]) == (False, [], True)
    assert "claim_id" not in totals
    assert (totals["claims"], totals["payment"], totals["balanced"]) == (1, "80.00", True)


def test_a_denial_is_status_1_with_its_reason_in_words(run):
    content = a_file(
        *claim_rows("C1", "100", "0", "CAS*CO*29*100", filing="MB", remarks=("N211",)), payment="0"
    )
    status, out, _ = run(content, json_lines=True)
    claim, totals = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert claim["denied"] is True
    assert claim["adjustments"][0]["rarcs"] == ["N211"]
    assert claim["denial_reasons"] == ["line 1: CO-29 filed too late; it cannot be appealed [N211] (100.00)"]
    assert (totals["denied"], totals["claims_denied"]) == (True, 1)
    status, out, _ = run(content)
    assert status == 1
    assert "CO-29 filed too late" in out


def test_what_does_not_add_up_is_status_1_with_the_difference(run):
    content = a_file(*claim_rows("C1", "100", "80", "CAS*CO*45*19"), payment="79")
    status, out, _ = run(content, json_lines=True)
    claim, totals = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert claim["balanced"] is False
    assert claim["differences"][0] == {
        "level": "claim",
        "where": "CLP03 of claim 1",
        "expected": "99.00",
        "found": "100.00",
    }
    assert [(each["level"], each["expected"], each["found"]) for each in totals["differences"]] == [
        ("transaction", "80.00", "79.00"),
        ("claim", "99.00", "100.00"),
        ("line", "99.00", "100.00"),
    ]
    status, out, _ = run(content)
    assert status == 1
    assert "BPR02 of transaction 1: 79.00 is sent, 80.00 adds up, difference -1.00" in out


def test_the_words_name_payer_money_and_provider_adjustments(run):
    content = a_file(
        *claim_rows("C1", "100", "80", "CAS*CO*45*20"),
        f"PLB*{PAYEE_NPI}*20251231*WO:ICN7*30*L6*-1",
        payment="51",
    )
    status, out, _ = run(content)
    assert status == 0
    assert "INVENTED HEALTH PLAN pays MAPLE FAMILY PRACTICE 51.00 (ACH) on 2025-12-05, trace EFT0001" in out
    assert "takes 30.00 outside any claim: WO overpayment taken back, reference ICN7" in out
    assert "adds 1.00 outside any claim: L6 interest" in out
    assert "Adds up to the cent." in out


def test_several_transactions_are_totalled_once_a_file(run):
    one = transaction(*claim_rows("C1", "10", "10"), payment="10")
    two = transaction(*claim_rows("C2", "20", "20"), payment="20", number="0002", trace="EFT0002")
    status, out, _ = run(interchange(one, two), json_lines=True)
    *claims, totals = (json.loads(line) for line in out.splitlines())
    assert status == 0
    assert [claim["transaction"] for claim in claims] == [1, 2]
    assert (totals["transactions"], totals["payment"]) == (2, "30.00")


def test_a_truncated_file_is_status_2_with_one_line_and_the_others_are_still_shown(run):
    good = a_file(*claim_rows("C1", "10", "10"), payment="10")
    status, out, err = run(good[:-40], good)
    assert status == 2
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "remit 0.835" in err
    assert "remit 1.835" in out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"Dear provider, here is your payment.", "not an X12 file"),
        (interchange(transaction(payment="0"), version="004010X091A1"), "004010X091A1"),
        (a_file(payment="0").replace(b"ST*835", b"ST*999"), "999, not 835"),
    ],
    ids=["empty", "text", "4010", "another transaction"],
)
def test_what_is_no_835_is_refused_in_a_sentence(run, content, words):
    status, out, err = run(content)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert words.lower() in err.lower()


def test_a_missing_file_is_named(run, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cleanclaim", "remit", "show", "nowhere.835"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "nowhere.835: there is no such file" in capsys.readouterr().err


@pytest.mark.shared
def test_a_public_sample_with_denials(run, shared_dir: Path):
    file = next((shared_dir / "x12" / "files").rglob("emedny_sample.txt"))
    status, out, _ = run(file.read_bytes(), json_lines=True)
    claims = [json.loads(line) for line in out.splitlines()][:-1]
    assert status == 1
    assert [claim["denied"] for claim in claims] == [False, True, True]
    assert [claim["outcome"] for claim in claims] == ["paid", "denied", "partly_denied"]


def test_a_broken_end_of_file_shows_nothing_of_its_beginning(run):
    whole = a_file(*claim_rows("C1", "100", "80", "CAS*CO*45*20"), payment="80")
    status, out, err = run(whole[: whole.index(b"SE*")], json_lines=True)
    assert (status, out) == (2, "")
    assert err.startswith("cleanclaim: ")
    assert err.count("\n") == 1


def test_a_claim_out_of_balance_is_named_in_the_totals_with_its_transaction_and_claim(run):
    content = interchange(
        transaction(*claim_rows("C1", "100", "80", "CAS*CO*45*20"), payment="80"),
        transaction(*claim_rows("C2", "100", "80", "CAS*CO*45*25"), payment="79", number="0002", trace="E2"),
    )
    status, out, _ = run(content, json_lines=True)
    *_, totals = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert [
        (each["transaction"], each["claim_id"], each["level"], each["expected"], each["found"])
        for each in totals["differences"]
    ] == [
        (2, "", "transaction", "80.00", "79.00"),
        (2, "C2", "claim", "105.00", "100.00"),
        (2, "C2", "line", "105.00", "100.00"),
    ]


def test_more_claims_than_a_page_are_all_shown_in_words(run):
    rows = [row for n in range(450) for row in claim_rows(f"C{n:04d}", "10", "10")]
    status, out, _ = run(a_file(*rows, payment="4500"))
    assert status == 0
    assert all(f"C{n:04d}" in out for n in range(450))
    assert out.count("processed as") == 3
