"""Every 835 among the public samples: read, balanced, posted to the cent, or open with its reason."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import AccountKind, balance_of, check_ledger
from cleanclaim.posting import ClaimAccount, ItemKind, post_remittance
from cleanclaim.primitives import UnsupportedVersion, encode_document
from cleanclaim.remittance import balance
from cleanclaim.x12 import read_segments

pytestmark = pytest.mark.shared

UNBALANCED = {
    # file name: (transaction, level, expected, found), why
    "tertiary-payment.835": (
        [(1, "line", "3345.50", "24599.00")],
        "SVC01 lost its code: the procedure 24599.00 stands where the line charge belongs",
    ),
    "sample1.txt": (
        [(1, "claim", "385.20", "385.21")],
        "the claim pays 0 and its line 0.01",
    ),
    "835_clp_unbalanced.x12": (
        [(1, "transaction", "65.00", "70.00"), (1, "claim", "95.00", "100.00")],
        "CLP04 was lowered on purpose",
    ),
}
BALANCED_BY_VECTORS = (
    "cob-contractural-adjustment.835",
    "managed-care.835",
    "medicare-part-a.835",
    "secondary-payment.835",
    "emedny_sample.txt",
    "united_healthcare_legacy_sample.txt",
    "835_mult_loops.txt",
)


def samples(shared_dir: Path, version: str) -> list[Path]:
    with (shared_dir / "x12" / "manifest.csv").open(newline="") as rows:
        found = [
            shared_dir / "x12" / "files" / row["file"]
            for row in csv.DictReader(rows)
            if "835" in row["transaction"] and row["gs08"].startswith(version)
        ]
    assert found
    return found


def test_every_5010_file_is_read_and_its_differences_are_the_known_ones(shared_dir):
    names = set()
    for file in samples(shared_dir, "005010"):
        names.add(file.name)
        remittances = read_835(file.read_bytes(), where=file.name)
        assert remittances
        found = [
            (each.position, one.level, str(one.expected), str(one.found))
            for each in remittances
            for one in balance(each)
        ]
        assert found == UNBALANCED.get(file.name, ([], ""))[0], file
    assert names >= {*UNBALANCED, *BALANCED_BY_VECTORS}


def test_every_5010_file_posts_to_the_cent_or_stays_open(shared_dir):
    for file in samples(shared_dir, "005010"):
        for remittance in read_835(file.read_bytes(), where=file.name):
            known = {
                claim.patient_control_number: ClaimAccount(claim.patient_control_number, "PAYER", "PATIENT")
                for claim in remittance.claims
            }
            result = post_remittance(remittance, known=known, on=date(2025, 12, 31))
            assert check_ledger(result.entries) == ()
            cleared = balance_of(result.entries, AccountKind.CASH_CLEARING)
            unapplied = -balance_of(result.entries, AccountKind.UNAPPLIED)
            waiting = sum((item.unapplied for item in result.open_items), Decimal(0))
            if any(one.level == "transaction" for one in balance(remittance)):
                assert result.entries == ()
                assert [item.kind for item in result.open_items] == [ItemKind.TRANSACTION_OUT_OF_BALANCE]
                continue
            assert cleared == remittance.payment, file
            assert unapplied == waiting, file
            open_claims = {
                item.claim for item in result.open_items if item.kind is ItemKind.CLAIM_OUT_OF_BALANCE
            }
            assert open_claims == {one.claim for one in balance(remittance)}, file


def test_every_4010_file_gets_the_named_refusal(shared_dir):
    for file in samples(shared_dir, "004010"):
        with pytest.raises(UnsupportedVersion, match="004010"):
            read_835(file.read_bytes(), where=file.name)


def test_nothing_that_a_file_says_is_lost(shared_dir):
    """Each element of each segment is in the value, as text or as the same number."""
    for file in samples(shared_dir, "005010"):
        if file.name == "tertiary-payment.835":  # its composites are not composites
            continue
        data = file.read_bytes()
        document = encode_document(read_835(data)).decode()
        text = set(re.findall(r'"((?:[^"\\]|\\.)*)"', document))
        bare_dates = {value.replace("-", "") for value in text}
        numbers = {Decimal(value) for value in text if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value)}
        for segment in read_segments(data):
            if segment.id in {"ISA", "GS", "ST", "SE", "GE", "IEA"}:
                continue
            for n, element in enumerate(segment.elements, start=1):
                if segment.id == "BPR" and n in {6, 7, 8, 9, 12, 13, 14, 15}:
                    continue  # bank accounts, left out on purpose
                for part in re.split(r"[:>]", element):
                    value = part.strip().replace('"', '\\"')
                    known = not value or value in text or value in bare_dates or _number(value) in numbers
                    assert known or _is_implied(segment.id, n, value), f"{file.name} {segment}"


def _number(value: str) -> Decimal | None:
    return Decimal(value) if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", value) else None


def _is_implied(segment_id: str, n: int, value: str) -> bool:
    """Codes that say which field a value goes to, and zeros and defaults that are left out."""
    return (
        (segment_id in {"N1", "REF", "TRN"} and n == 1)
        or (segment_id == "NM1" and n == 2)
        or (segment_id == "LQ" and n == 1)
        or (segment_id == "SVC" and value == "HC")
        or (segment_id == "BPR" and n == 3)
        or _number(value) == 0
    )
