"""The main job on input that none of us wrote: visit notes to valid 837Ps, payers' 835s to a ledger."""

import csv
import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import AccountKind, balance_of, check_ledger
from cleanclaim.posting import ClaimAccount, ItemKind, post_remittance
from cleanclaim.remittance import balance, balance_transaction

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = REPOSITORY / "examples" / "run_folder.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the example script as a user would."""
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False
    )


def report(out: Path) -> list[dict[str, str]]:
    """What the script says of each input."""
    return [json.loads(line) for line in (out / "report.jsonl").read_text().splitlines()]


@pytest.mark.shared
def test_every_visit_note_becomes_a_valid_837p(shared_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("--notes", str(shared_dir / "coding" / "aci_notes.dev.jsonl"), "--out", str(out))
    rows = report(out)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert len(rows) == 87
    failed = [row for row in rows if not row["outcome"].startswith("note to a valid")]
    assert not failed
    assert len(list((out / "claims").glob("*.837"))) == 87


def remits(shared: Path) -> dict[str, dict[str, str]]:
    """The manifest's rows of 835 files, by file."""
    with (shared / "x12" / "manifest.csv").open(newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file) if row["transaction"] == "835"}


DOES_NOT_ADD_UP = {
    # file, ST: what its own numbers say (docs/acceptance/real-input.md has the amounts)
    "LinuxForHealth+x12/src/tests/resources/835_005010X221A1/tertiary-payment.835#1": "claim_level",
    "moov-io+x12/examples/example_5010_835/sample1.txt#1": "claim_level",
    "defects/835_clp_unbalanced.x12#1": "transaction_level",
}


@pytest.mark.shared
def test_every_5010_remittance_is_read_balanced_and_posted(shared_dir: Path, tmp_path: Path) -> None:
    files = shared_dir / "x12" / "files"
    out = tmp_path / "out"
    done = run("--remits", str(files), "--out", str(out))
    rows = {row["input"].removeprefix(f"{files}/"): row for row in report(out)}
    assert done.returncode in (0, 1), done.stderr
    refused = {name for name, row in rows.items() if "refused" in row["outcome"]}
    for name, row in remits(shared_dir).items():
        if "004010" in row["gs08"]:
            assert name in refused, name
            assert "004010" in str(rows[name]["why"]), name
        else:
            posted = [found for found in rows if found.startswith(f"{name}#")]
            assert posted, f"{name} was not read: {rows.get(name)}"
            for found in posted:
                words = " ".join(rows[found]["open"])
                if DOES_NOT_ADD_UP.get(found) == "transaction_level":
                    assert rows[found]["outcome"].startswith("835 not posted")
                else:
                    assert rows[found]["outcome"].startswith("835 posted"), found
                    assert ("add up" in words) == (found in DOES_NOT_ADD_UP), (found, words)
    ledger = [json.loads(line) for line in (out / "ledger.jsonl").read_text().splitlines()]
    sides: Counter[str] = Counter()
    for entry in ledger:
        for posting in entry["postings"]:
            for side in ("debit", "credit"):
                sides[side] += round(float(posting.get(side, "0")) * 100)
    assert sides["debit"] == sides["credit"] > 0


@pytest.mark.shared
def test_claims_that_are_not_ours_keep_their_money_in_unapplied(shared_dir: Path) -> None:
    """The run above knows every claim; here each second one (by order of appearance) is unknown."""
    ours: dict[str, ClaimAccount] = {}
    theirs: set[str] = set()
    unknown_payments = 0
    for name, row in remits(shared_dir).items():
        if "004010" in row["gs08"]:
            continue
        for remittance in read_835((shared_dir / "x12" / "files" / name).read_bytes(), where=name):
            for claim in remittance.claims:
                number = claim.patient_control_number
                if number not in ours and number not in theirs:
                    if len(ours) > len(theirs):
                        theirs.add(number)
                    else:
                        ours[number] = ClaimAccount(number, "PAYER", "PATIENT")
            result = post_remittance(remittance, known=ours, on=date(2025, 12, 31))
            if balance_transaction(remittance):
                assert result.entries == ()
                continue
            out = {each.claim for each in balance(remittance)}
            strange = [
                claim
                for claim in remittance.claims
                if claim.patient_control_number in theirs and claim.position not in out
            ]
            unknown_payments += len(strange)
            listed = [item for item in result.open_items if item.kind is ItemKind.UNMATCHED]
            assert [item.claim for item in listed] == [claim.position for claim in strange], name
            assert [item.unapplied for item in listed] == [claim.paid for claim in strange], name
            waiting = sum(
                claim.paid for claim in remittance.claims if claim in strange or claim.position in out
            )
            assert -balance_of(result.entries, AccountKind.UNAPPLIED) == waiting, name
            assert balance_of(result.entries, AccountKind.CASH_CLEARING) == remittance.payment, name
            touched = {posting.account.claim for entry in result.entries for posting in entry.postings}
            assert not touched & theirs, name
            assert check_ledger(result.entries) == ()
    assert (len(ours), len(theirs)) == (13, 12)
    assert unknown_payments == 28


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    done = run("--notes", str(tmp_path / "nowhere.jsonl"), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "nowhere.jsonl" in done.stderr
    assert "Traceback" not in done.stderr
