"""What could not be checked is said as a biller says it, and stays told apart for machines."""

import re

import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import ALL_NAMES, Store, table_in_words
from cleanclaim.edits import Rules, Severity, scrub
from cleanclaim.edits.pages import record_of_finding
from cleanclaim.edits.values import missing_in_words
from cleanclaim.parameters import Parameters

INTERNAL = re.compile(r"\b[A-Z0-9]+_[A-Z0-9_]+\b|\bICD10(CM|PCS)\b")
STAY = (
    "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; discharged 1130 status 01; "
    "procedures 0DTJ4ZZ on 2025-11-18; lines none rev 0120 x2 $2000"
)
CLAIMS = (
    "payer medicare; dx M17.11; lines 20610-RT $180 @1 | 99213-25 $120 @1",
    STAY,
    "type institutional; payer medicare; bill 0131; lines 71260 $500 rev 0350 | 71046 $100 rev 0324",
    "payer medicaid; place 10; lines J1030 x1 $20 @1",
    "type dental",
)


@pytest.mark.parametrize("notation", CLAIMS)
def test_no_message_names_a_table_by_its_internal_name(
    empty_store: Store, parameters: Parameters, notation: str
) -> None:
    found = scrub(claim_from(notation).claim, Rules(empty_store, parameters))
    lacking = [one for one in found if one.severity is Severity.NOT_CHECKED]
    assert len(lacking) > 2
    for one in lacking:
        assert not INTERNAL.search(one.message), one.message
        assert missing_in_words(one.missing) in one.message
        assert record_of_finding(one, "a.837")["missing"] == one.missing


def test_words_of_a_table_fit_into_a_sentence() -> None:
    assert table_in_words("MUE_PRACTITIONER") == "the unit limits of practitioners (MUE)"
    assert [name for name in ALL_NAMES if INTERNAL.search(table_in_words(name))] == []
    assert missing_in_words("received") == "the day on which the payer gets the claim"
    assert missing_in_words("earlier claims") == "earlier claims"
