"""The 277CA that we write: each claim accepted, or rejected with its reason."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from cleanclaim.x12 import (
    Row,
    Severity,
    acknowledge_claims,
    composite,
    read_transactions,
    validate,
)
from tests.x12.samples import CLAIM, CLINIC, DOCTOR, HEADER, changed, claim_file, payment_file, without

NOW = datetime(2025, 12, 2, 8, 30)  # noqa: DTZ001 - the wire carries no zone
ROWS = (*HEADER, *CLAIM)
SECOND = changed(CLAIM, ("CLM",), 1, "PCN2")


def answer(data: bytes) -> bytes:
    return acknowledge_claims(data, now=NOW, control_number=7, line_break="\n")


def statuses(data: bytes) -> list[tuple[str, str]]:
    """The claims of a 277CA with the status of each, as (TRN02, STC01)."""
    found, claim, in_claim = [], "", False
    for transaction in read_transactions(data):
        for segment in transaction.segments:
            if segment.id == "HL":
                in_claim = segment.get(3) == "PT"
            if in_claim and segment.id == "TRN":
                claim = segment.get(2)
            if in_claim and segment.id == "STC":
                found.append((claim, segment.get(1)))
    return found


def test_a_right_claim_is_accepted_and_counted() -> None:
    said = answer(claim_file())
    assert statuses(said) == [("PCN1", "A2:20")]
    assert b"QTY*90*1~" in said
    assert b"AMT*YU*150~" in said
    assert b"DTP*472*D8*20251120~" in said
    (transaction,) = read_transactions(said)
    assert (transaction.version, transaction.group.functional_id) == ("005010X214", "HN")
    assert transaction.interchange.receiver_id == "SENDER"


BAD_NPI = DOCTOR[:-1] + str((int(DOCTOR[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (changed(ROWS, ("CLM",), 2, "151"), "A8:400"),
        (changed(ROWS, ("NM1", "82"), 9, BAD_NPI), "A7:562:82"),
        (changed(ROWS, ("NM1", "85"), 9, CLINIC[:-1] + BAD_NPI[-1]), "A7:562:85"),
        (changed(ROWS, ("SV1",), 7, "9"), "A7:477"),
        (changed(ROWS, ("CLM",), 5, composite("11", "B", "7")), "A6:464"),
        (without(ROWS, ("DMG",)), "A6:158:IL"),
    ],
    ids=["charge", "rendering NPI", "billing NPI", "pointer", "original number", "birth date"],
)
def test_a_claim_is_rejected_with_category_status_and_whose_field_it_is(
    rows: tuple[Row, ...], status: str
) -> None:
    assert ("PCN1", status) in statuses(answer(claim_file(rows)))


def test_one_wrong_claim_leaves_the_other_accepted_and_the_totals_apart() -> None:
    said = answer(claim_file((*HEADER, *changed(CLAIM, ("CLM",), 2, "151"), *SECOND)))
    assert statuses(said) == [("PCN1", "A8:400"), ("PCN2", "A2:20")]
    for total in (b"QTY*90*1~", b"QTY*AA*1~", b"AMT*YU*150~", b"AMT*YY*151~"):
        assert total in said


def test_what_is_wrong_with_the_provider_rejects_all_its_claims() -> None:
    wrong = changed(HEADER, ("NM1", "85"), 9, CLINIC[:-1] + BAD_NPI[-1])
    assert statuses(answer(claim_file((*wrong, *CLAIM, *SECOND)))) == [
        ("PCN1", "A7:562:85"),
        ("PCN2", "A7:562:85"),
    ]


def test_the_reason_is_told_in_a_sentence_without_values() -> None:
    said = answer(claim_file(changed(ROWS, ("CLM",), 2, "151.23")))
    assert b"The claim's total charge is not the sum of its lines." in said
    (reason,) = (line for line in said.splitlines() if line.startswith(b"STC*A8"))
    assert b"151.23" not in reason.replace(b"*151.23*", b"")


def test_a_transaction_that_the_999_rejects_and_a_payment_have_no_277ca() -> None:
    assert answer(claim_file(without(ROWS, ("HI",)))) == b""
    assert answer(payment_file()) == b""


damage = st.lists(
    st.tuples(
        st.integers(5, len(ROWS) - 1),
        st.integers(1, 9),
        st.sampled_from(["", "~*:^", "é", "Z9", "0", "X" * 40]),
    ),
    max_size=4,
)


@given(damage)
def test_whatever_the_claim_says_our_own_validator_accepts_the_answer(
    changes: list[tuple[int, int, str]],
) -> None:
    rows = list(ROWS)
    for at, element, value in changes:
        row = rows[at]
        if element < len(row):
            plain = "".join(mark for mark in value if mark not in "~*:^" and mark.isascii())
            rows[at] = (*row[:element], plain, *row[element + 1 :])
    said = answer(claim_file([row for row in rows if any(row[1:])]))
    if said:
        assert [p for p in validate(said, levels=(1, 2, 3, 4)) if p.severity is Severity.ERROR] == []
