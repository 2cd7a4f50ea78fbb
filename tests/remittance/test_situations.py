"""The table of situations: what the field knows about group, reason, remark, status and payer order.

``situations.csv`` was written from knowledge of the field, with a reason a row, and is kept apart
from the rules: a row that fails is a rule to think about, not a row to adapt.
"""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.codesets import ADJUSTMENT_REASON, REMARK
from cleanclaim.codesets.shipped_lists import shipped_codes
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.remittance import classify_claim
from tests.remittance.files import a_file, claim_rows

TABLE = Path(__file__).with_name("situations.csv")
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
INVENTED = {"999"}
NOT_ON_THE_SHIPPED_LIST = {"N783"}
"""Listed by Medicare contractors for QMB copayments; the list that ships lacks it."""


def name(row: dict[str, str]) -> str:
    return " ".join(
        part for part in (row["code"], row["remarks"], "status " + row["status"], row["why"]) if part
    )


def decided(row: dict[str, str]):
    """Return the classification of the row's adjustment in a claim of 100 dollars that adds up."""
    group, carc = row["code"].split("-")
    others = [tuple(each.replace(":", "-").split("-")) for each in row["others"].split()]
    cas = [f"CAS*{group}*{carc}*{row['amount']}", *(f"CAS*{g}*{c}*{a}" for g, c, a in others)]
    taken = Decimal(row["amount"]) + sum((Decimal(a) for _, _, a in others), Decimal(0))
    charge = Decimal(row["paid"]) + taken
    rows = claim_rows(
        "C1",
        str(charge),
        row["paid"],
        *cas,
        status=row["status"],
        filing=row["filing"],
        remarks=tuple(row["remarks"].split()),
    )
    (remittance,) = read_835(a_file(*rows, payment=row["paid"]))
    return classify_claim(remittance.claims[0]).adjustments[0].classification


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_each_situation_is_what_the_field_says_it_is(row):
    found = decided(row)
    assert (found.category.value, found.effect.value) == (row["category"], row["effect"]), row["why"]
    if row["appeal"]:
        assert found.appeal is (row["appeal"] == "yes"), row["why"]


def test_the_table_covers_at_least_150_different_situations_with_a_reason_each():
    keys = Counter(
        (row["code"], row["remarks"], row["status"], row["filing"], row["paid"], row["amount"], row["others"])
        for row in ROWS
    )
    assert len(keys) == len(ROWS) >= 150
    assert all(row["why"] for row in ROWS)
    assert {row["category"] for row in ROWS} == {
        "contractual",
        "patient",
        "denial",
        "rejection",
        "reversal",
        "information",
        "prior_payer",
    }
    assert {row["status"] for row in ROWS} >= {"1", "2", "3", "4", "19", "22", "23", "25"}
    assert {row["code"].split("-")[0] for row in ROWS} >= {"CO", "PR", "OA", "PI", "CR"}


def test_the_codes_of_the_table_are_on_the_lists():
    carcs = {row["code"].split("-")[1] for row in ROWS} - INVENTED
    remarks = {remark for row in ROWS for remark in row["remarks"].split()} - NOT_ON_THE_SHIPPED_LIST
    assert carcs - set(shipped_codes(ADJUSTMENT_REASON)) == set()
    assert remarks - set(shipped_codes(REMARK)) == set()


def test_nothing_in_the_table_but_plain_cost_sharing_reaches_a_patient():
    for row in ROWS:
        if row["effect"] == "patient":
            assert row["code"].startswith("PR-"), row
