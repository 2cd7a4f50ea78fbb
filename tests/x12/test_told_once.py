"""What levels 1 and 2 told of an element is not told again by sums, rules and code lists."""

from datetime import datetime

import pytest

from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.x12 import Row, Severity, acknowledge, composite, validate, write_interchange
from tests.x12.bases import BASES, Base
from tests.x12.samples import changed, envelope

ALL = (1, 2, 3, 4, 5)


def told(data: bytes) -> list[tuple[int, str, str]]:
    found = validate(data, levels=ALL, codes=StoreLookup())
    return [(one.level, one.id, one.element) for one in found if one.severity is Severity.ERROR]


def file(base: str, start: Row, element: int, value: str) -> bytes:
    one: Base = BASES[base]
    return one.file(changed(one.rows, start, element, value))


@pytest.mark.parametrize(
    ("base", "start", "element", "value", "expected"),
    [
        ("837P", ("N4",), 2, "ILL", (1, "value-too-long", "N402")),
        ("837P", ("LX",), 1, "B", (1, "invalid-number", "LX01")),
        ("837P", ("DTP", "472"), 2, "RD8", (1, "invalid-date", "DTP03")),
        ("837P", ("SV1",), 1, composite("AD", "99213"), (2, "code-not-allowed", "SV101-1")),
        ("837P", ("SV1",), 2, "", (2, "element-missing", "SV102")),
        ("837P", ("SV1",), 7, "13", (2, "code-not-allowed", "SV107-1")),
        ("837P", ("HL",), 2, "1", (2, "element-not-used", "HL02")),
        ("837I", ("SV2",), 3, "", (2, "element-missing", "SV203")),
        ("837D", ("SV3",), 2, "", (2, "element-missing", "SV302")),
        ("835", ("SVC",), 2, "", (2, "element-missing", "SVC02")),
        ("835", ("SVC",), 3, "", (2, "element-missing", "SVC03")),
        ("835", ("CLP",), 3, "", (2, "element-missing", "CLP03")),
    ],
)
def test_one_fault_of_an_element_is_told_once(
    base: str, start: Row, element: int, value: str, expected: tuple[int, str, str]
) -> None:
    assert told(file(base, start, element, value)) == [expected]


def test_a_provider_adjustment_without_its_amount_does_not_unbalance_the_payment() -> None:
    one = BASES["835"]
    rows = (*one.rows, ("PLB", "1234567893", "20261231", composite("WO", "A1")))
    assert told(one.file(rows)) == [(2, "element-missing", "PLB04")]


@pytest.mark.parametrize(("trailer", "element"), [(b"SE*", "SE01"), (b"GE*", "GE01"), (b"IEA*", "IEA01")])
def test_a_count_that_is_no_number_is_told_once(trailer: bytes, element: str) -> None:
    data = BASES["837P"].file()
    start = data.index(b"\n" + trailer) + 1 + len(trailer)
    broken = data[:start] + b"X" + data[data.index(b"*", start) :]
    assert [(level, name) for level, _, name in told(broken)] == [(1, element)]


def test_a_group_that_says_it_is_of_another_standard_is_told() -> None:
    data = BASES["837P"].file()
    assert data.count(b"*X*005010X222A1~") == 1
    broken = data.replace(b"*X*005010X222A1~", b"*T*005010X222A1~")
    assert told(broken) == [(1, "group-agency-wrong", "GS07")]


@pytest.mark.parametrize(
    ("base", "start", "element", "value", "expected"),
    [
        ("270", ("DMG",), 1, "D6", (2, "code-not-allowed", "DMG01")),
        ("837P", ("DTP", "472"), 2, "TM", (2, "code-not-allowed", "DTP02")),
        ("278-request", ("UM",), 3, "QQ", (2, "code-not-allowed", "UM03")),
    ],
)
def test_a_wrong_format_or_service_type_is_the_one_thing_told(
    base: str, start: Row, element: int, value: str, expected: tuple[int, str, str]
) -> None:
    assert told(file(base, start, element, value)) == [expected]


@pytest.mark.parametrize(("value", "right"), [("111", True), ("118", True), ("991", False), ("11", False)])
def test_a_type_of_bill_in_a_status_question_is_looked_up(value: str, right: bool) -> None:
    base = BASES["276"]
    at = next(index for index, row in enumerate(base.rows) if row[:2] == ("REF", "EJ"))
    data = base.file((*base.rows[:at], ("REF", "BLT", value), *base.rows[at:]))
    assert told(data) == ([] if right else [(5, "code-unknown", "REF02")])


def test_a_transaction_result_that_is_none_is_told_once_in_a_999() -> None:
    rows = (
        ("AK1", "HC", "1", "005010X222A1"),
        ("AK2", "837", "0001", "005010X222A1"),
        ("IK5", "Z"),
        ("AK9", "A", "1", "1", "1"),
    )
    data = write_interchange(envelope(version="005010X231A1", functional_id="FA"), [("999", rows)])
    assert told(data) == [(2, "code-not-allowed", "IK501")]


def test_the_answer_to_a_group_without_its_trailer_agrees_with_itself() -> None:
    data = BASES["837P"].file()
    start = data.index(b"GE*1*")
    cut = data[:start] + data[data.index(b"IEA*") :]
    answer = acknowledge(cut, now=datetime(2026, 7, 1, 8, 30), control_number=1)  # noqa: DTZ001
    assert b"AK9*R*1*1*0*3~" in answer
    assert told(answer) == []
