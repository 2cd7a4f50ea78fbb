"""What we answer to a file: TA1 and 999, accepted and rejected."""

from datetime import datetime

import pytest

from cleanclaim.x12 import Row, acknowledge, composite, read_segments, read_transactions, validate
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, without
from tests.x12.test_reading import bodies

ROWS = (*HEADER, *CLAIM)
LATER = datetime(2025, 12, 2, 8, 30)  # noqa: DTZ001 - the wire carries no zone


def answer(data: bytes) -> bytes:
    written = acknowledge(data, now=LATER, control_number=77)
    assert validate(written) == [], "our own answer must be right"
    return written


def rows_of(data: bytes) -> list[Row]:
    return bodies(answer(data))[0]


def test_a_right_file_is_accepted() -> None:
    assert rows_of(claim_file()) == [
        ("AK1", "HC", "1", "005010X222A1"),
        ("AK2", "837", "0001", "005010X222A1"),
        ("IK5", "A"),
        ("AK9", "A", "1", "1", "1"),
    ]


def test_the_answer_goes_back_to_the_sender_in_the_999s_own_guide() -> None:
    (found,) = read_transactions(answer(claim_file()))
    assert (found.interchange.sender_id, found.interchange.receiver_id) == ("RECEIVER", "SENDER")
    assert (found.interchange.date, found.interchange.control_number) == ("251202", "000000077")
    assert (found.group.functional_id, found.set_id, found.version) == ("FA", "999", "005010X231A1")


def test_a_wrong_element_is_answered_with_its_place_code_and_copy() -> None:
    rows = rows_of(claim_file(changed(ROWS, ("NM1", "82"), 8, "FI")))
    assert rows[2:-1] == [
        ("IK3", "NM1", "20", "2310", "8"),
        ("CTX", "CLM01:PCN1"),
        ("IK4", "8", "66", "7", "FI"),
        ("IK5", "R", "5"),
    ]
    assert rows[-1] == ("AK9", "R", "1", "1", "0")


def test_a_wrong_component_is_answered_with_its_component_number() -> None:
    rows = rows_of(claim_file(changed(ROWS, ("CLM",), 5, composite("11", "B"))))
    assert ("IK4", "5:3", "1325", "1") in rows


def test_a_missing_segment_is_answered_where_it_should_have_been() -> None:
    data = claim_file(without(ROWS, ("HI",)))
    rows = rows_of(data)
    ik3 = next(row for row in rows if row[0] == "IK3")
    assert ik3 == ("IK3", "HI", "19", "2300", "3")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(b"SE*27*", b"SE*20*", "4"), (b"SE*27*0001", b"SE*27*0009", "3"), (b"SE*27*0001~\n", b"", "2")],
)
def test_a_wrong_trailer_rejects_the_transaction_with_its_own_code(old: bytes, new: bytes, code: str) -> None:
    assert ("IK5", "R", code) in rows_of(claim_file().replace(old, new))


def test_a_group_with_one_good_and_one_bad_transaction_is_accepted_in_part() -> None:
    data = claim_file()
    body = data[data.index(b"ST*") : data.index(b"GE*")]
    bad = (
        body.replace(b"ST*837*0001", b"ST*837*0002")
        .replace(b"SE*27*0001", b"SE*27*0002")
        .replace(b"LX*2", b"LX*B")
    )
    rows = rows_of(data.replace(body, body + bad).replace(b"GE*1*", b"GE*2*"))
    assert [row[1] for row in rows if row[0] == "IK5"] == ["A", "R"]
    assert rows[-1] == ("AK9", "P", "2", "2", "1")


@pytest.mark.parametrize(
    ("old", "new", "closing"),
    [
        (b"GE*1*1", b"GE*1*9", ("AK9", "R", "1", "1", "0", "4")),
        (b"GE*1*1", b"GE*3*1", ("AK9", "R", "3", "1", "0", "5")),
        (b"GS*HC*", b"GS*HP*", ("AK9", "R", "1", "1", "0", "1")),
        (b"*20251201*1200*1*X*", b"*251201*1200*1*X*", ("AK9", "R", "1", "1", "0")),
    ],
)
def test_a_rejected_group_accepts_none_of_its_transactions(
    old: bytes, new: bytes, closing: tuple[str, ...]
) -> None:
    data = claim_file()
    assert old in data
    rows = rows_of(data.replace(old, new, 1))
    assert [row for row in rows if row[0] == "IK5"] == [("IK5", "R")]
    assert rows[-1] == closing


def test_transactions_with_the_same_number_are_all_rejected() -> None:
    data = claim_file()
    body = data[data.index(b"ST*") : data.index(b"GE*")]
    rows = rows_of(data.replace(body, body + body).replace(b"GE*1*", b"GE*2*"))
    assert [row for row in rows if row[0] == "IK5"] == [("IK5", "R", "23"), ("IK5", "R", "23")]
    assert rows[-1] == ("AK9", "R", "2", "2", "0")


def test_a_faulty_interchange_gets_a_ta1_and_nothing_else() -> None:
    data = claim_file().replace(b"IEA*1*000000001", b"IEA*1*000000002")
    segments = [segment.row for segment in read_segments(answer(data))]
    assert segments[1:-1] == [("TA1", "000000001", "251201", "1200", "R", "001")]
    assert segments[-1] == ("IEA", "0", "000000077")


def test_a_ta1_is_written_when_it_is_asked_for() -> None:
    data = claim_file(acknowledgment_requested=True)
    found = list(read_transactions(answer(data)))
    assert [each.set_id for each in found] == ["TA1", "999"]
    assert found[0].segments[0].row == ("TA1", "000000001", "251201", "1200", "A", "000")


def test_acknowledgements_are_not_acknowledged() -> None:
    assert acknowledge(answer(claim_file()), now=LATER, control_number=78) == b""


def test_a_guide_that_we_lack_is_not_accepted_in_silence() -> None:
    data = claim_file(version="005010X999", functional_id="HC")
    assert ("IK5", "R", "I6") in rows_of(data)


def test_two_interchanges_in_a_file_get_two_answers_with_numbers_that_count_up() -> None:
    data = claim_file() + claim_file(control_number=2)
    found = list(read_transactions(answer(data)))
    assert [each.interchange.control_number for each in found] == ["000000077", "000000078"]


def test_repairs_do_not_reject() -> None:
    assert ("IK5", "A") in rows_of(b"\xef\xbb\xbf" + claim_file().replace(b"~\nN3", b"~\n\n N3"))
