"""What levels 1 and 2 told of an element is not told again by sums, rules and code lists."""

import pytest

from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.x12 import Row, Severity, composite, validate
from tests.x12.bases import BASES, Base
from tests.x12.samples import changed

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
