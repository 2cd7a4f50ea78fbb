"""Small faults that other programs tell and that were once passed over: blanks, long numbers, counts."""

from datetime import datetime

import pytest

from cleanclaim.x12 import Row, Severity, acknowledge, read_transactions, validate, write_interchange
from tests.x12.bases import BASES
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, envelope, without

ROWS = (*HEADER, *CLAIM)
NOON = datetime(2025, 12, 2, 8, 30)  # noqa: DTZ001 - the wire carries no zone


def told(data: bytes) -> list[tuple[int, str, str, Severity]]:
    return [(one.level, one.id, one.element, one.severity) for one in validate(data, levels=(1, 2, 3))]


@pytest.mark.parametrize(
    ("start", "element", "value", "name"),
    [
        (("CLM",), 1, "PCN1 ", "CLM01"),
        (("N3",), 1, "1 MAIN ST   ", "N301"),
        (("NM1", "IL"), 9, "M1 ", "NM109"),
    ],
)
def test_blanks_at_the_end_of_a_value_are_told(start: Row, element: int, value: str, name: str) -> None:
    data = claim_file(changed(ROWS, start, element, value))
    assert told(data) == [(1, "trailing-blanks", name, Severity.ERROR)]


def test_blanks_that_the_least_length_wants_are_right() -> None:
    # N403 has at least three characters
    assert told(claim_file(changed(ROWS, ("N4",), 3, "33 "))) == []
    assert told(claim_file(changed(ROWS, ("N4",), 3, "333 "))) == [
        (1, "trailing-blanks", "N403", Severity.ERROR)
    ]


def test_a_claim_number_used_twice_in_a_transaction_is_warned_of_and_not_refused() -> None:
    data = claim_file((*HEADER, *CLAIM, *CLAIM))
    assert told(data) == [(2, "claim-number-repeated", "CLM01", Severity.WARNING)]
    assert told(claim_file((*HEADER, *CLAIM, *changed(CLAIM, ("CLM",), 1, "PCN2")))) == []
    assert b"IK5*A" in acknowledge(data, now=NOON, control_number=1)


def test_partners_padded_in_the_gs_are_a_repair() -> None:
    data = claim_file()
    start = data.index(b"GS*")
    padded = data[:start] + data[start:].replace(b"*RECEIVER*", b"*RECEIVER *", 1)
    assert padded != data
    assert told(padded) == [(1, "trailing-blanks", "GS03", Severity.REPAIR)]
    assert b"AK9*A*" in acknowledge(padded, now=NOON, control_number=1)


def test_a_patient_account_number_longer_than_receivers_keep_is_warned_of_and_not_refused() -> None:
    data = claim_file(changed(ROWS, ("CLM",), 1, "A" * 21))
    assert told(data) == [(2, "value-longer-than-supported", "CLM01", Severity.WARNING)]
    assert told(claim_file(changed(ROWS, ("CLM",), 1, "A" * 20))) == []
    assert b"IK5*A" in acknowledge(data, now=NOON, control_number=1)


def test_a_service_that_begins_after_the_file_was_made_is_warned_of_once_a_claim() -> None:
    # the file is of 2025-12-01
    for day, found in (("20251201", []), ("20251202", ["service-after-file-date"])):
        late = tuple(("DTP", "472", "D8", day) if row[:2] == ("DTP", "472") else row for row in ROWS)
        problems = validate(claim_file(late), levels=(1, 2, 4))
        assert [one.id for one in problems] == found
        assert all(one.severity is Severity.WARNING and one.claim_id == "PCN1" for one in problems)


def test_a_span_of_days_that_has_begun_and_a_planned_treatment_are_no_late_services() -> None:
    spans = tuple(
        ("DTP", "472", "RD8", "20251201-20251231") if row[:2] == ("DTP", "472") else row for row in ROWS
    )
    assert validate(claim_file(spans), levels=(4,)) == []
    dental = BASES["837D"]
    planned = tuple((*row, *[""] * (19 - len(row)), "PB") if row[0] == "CLM" else row for row in dental.rows)
    days = tuple(("DTP", "472", "D8", "20260105") if row[:2] == ("DTP", "472") else row for row in planned)
    told_of = {one.id for one in validate(dental.file(days), levels=(4,))}
    assert "service-after-file-date" not in told_of


def group_answer() -> tuple[Row, ...]:
    """The 999 for a group of three transactions of which one is rejected."""
    return (
        ("AK1", "HC", "1", "005010X222A1"),
        ("AK2", "837", "0001", "005010X222A1"),
        ("IK5", "A"),
        ("AK2", "837", "0002", "005010X222A1"),
        ("IK3", "HI", "19", "2300", "3"),
        ("IK5", "R", "5"),
        ("AK2", "837", "0003", "005010X222A1"),
        ("IK5", "A"),
        ("AK9", "P", "3", "3", "2"),
    )


def answered(rows: tuple[Row, ...]) -> list[tuple[int, str, str, Severity]]:
    whole = envelope(version="005010X231A1", functional_id="FA")
    return told(write_interchange(whole, [("999", rows)]))


def test_a_999_whose_counts_agree_has_no_problem() -> None:
    assert answered(group_answer()) == []
    # accepted transactions need not be listed one by one
    assert answered((*group_answer()[:1], ("AK9", "A", "3", "3", "3"))) == []
    # fewer came than were said to: AK905 says so
    assert answered((*group_answer()[:-1], ("AK9", "P", "4", "3", "2", "5"))) == []


@pytest.mark.parametrize(
    ("closing", "element"),
    [
        (("AK9", "P", "3", "4", "2"), "AK903"),
        (("AK9", "P", "4", "3", "2"), "AK903"),
        (("AK9", "P", "2", "2", "1"), "AK903"),
        (("AK9", "A", "3", "3", "4"), "AK904"),
        (("AK9", "P", "3", "3", "1"), "AK904"),
        (("AK9", "A", "3", "3", "3"), "AK904"),
        (("AK9", "A", "3", "3", "2"), "AK901"),
        (("AK9", "R", "3", "3", "2"), "AK901"),
    ],
)
def test_a_999_whose_counts_contradict_each_other_is_told_once(closing: Row, element: str) -> None:
    ((level, name, where, severity),) = answered((*group_answer()[:-1], closing))
    assert (level, where, severity) == (3, element, Severity.ERROR)
    assert name == ("group-answer-contradicted" if element == "AK901" else "group-answer-count-wrong")


def test_our_own_999s_counts_agree() -> None:
    data = claim_file(without(ROWS, ("HI",)))
    answer = acknowledge(data, now=NOON, control_number=1)
    assert [one.set_id for one in read_transactions(answer)] == ["999"]
    assert told(answer) == []


@pytest.mark.parametrize("other", ["005010X223A2", "005010X224A2"])
@pytest.mark.parametrize("place", [b"ST*837*0001*", b"*1*X*"], ids=["ST03", "GS08"])
def test_gs08_and_st03_that_name_two_guides_are_one_problem(place: bytes, other: str) -> None:
    data = claim_file()
    assert place + b"005010X222A1" in data
    wrong = data.replace(place + b"005010X222A1", place + other.encode(), 1)
    assert [(one.id, one.element) for one in validate(wrong, levels=(1, 2, 3, 4))] == [
        ("guide-contradicted", "ST03")
    ]
