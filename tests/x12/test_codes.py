"""Level 5 without any list: what can be told of codes by themselves, each defect once."""

import pytest

from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.x12 import Row, composite, validate
from tests.x12.samples import CLAIM, HEADER, PAYMENT, changed, claim_file, payment_file, without

ROWS = (*HEADER, *CLAIM)
WITH_REMARK = (*PAYMENT[:-1], ("LQ", "HE", "N130"), PAYMENT[-1])


def told(data: bytes) -> list[tuple[int, str, str]]:
    found = validate(data, levels=(1, 2, 3, 4, 5), codes=StoreLookup())
    return [(problem.level, problem.id, problem.element) for problem in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (changed(ROWS, ("HI",), 1, composite("ABK", "E11.9")), (5, "code-with-decimal-point", "HI01-2")),
        (changed(ROWS, ("HI",), 1, composite("BK", "25000")), (5, "icd-9-after-its-end", "HI01-1")),
        (changed(ROWS, ("N4",), 3, "6270100"), (5, "zip-not-five-or-nine-digits", "N403")),
        (changed(ROWS, ("N4",), 3, "62701-0001"), (5, "zip-not-five-or-nine-digits", "N403")),
        (changed(ROWS, ("N4",), 2, "ZZ"), (5, "code-unknown", "N402")),
        (changed(ROWS, ("N4",), 2, "FL"), (5, "zip-not-in-state", "N403")),
        (changed(ROWS, ("CLM",), 5, composite("97", "B", "1")), (5, "code-unknown", "CLM05-1")),
        (changed(ROWS, ("SV1",), 1, composite("HC", "9921")), (5, "code-unknown", "SV101-2")),
        (changed(ROWS, ("SV1",), 1, composite("HC", "99213", "25", "%%")), (5, "code-unknown", "SV101-4")),
    ],
    ids=[
        "point",
        "ICD-9",
        "seven digits",
        "hyphen",
        "state",
        "other state",
        "place",
        "procedure",
        "modifier",
    ],
)
def test_a_wrong_code_of_a_claim_is_told_once(rows: tuple[Row, ...], expected: tuple[int, str, str]) -> None:
    assert told(claim_file(rows)) == [expected]


def test_an_address_abroad_has_no_state_and_no_zip_code_of_ours() -> None:
    abroad = tuple(("N4", "TORONTO", "ON", "M5V3L9", "CA") if row[0] == "N4" else row for row in ROWS)
    assert told(claim_file(abroad)) == []


def test_a_modifier_too_long_is_told_at_level_1_alone() -> None:
    rows = changed(ROWS, ("SV1",), 1, composite("HC", "99213", "25X"))
    assert told(claim_file(rows)) == [(1, "value-too-long", "SV101-3")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (changed(PAYMENT, ("CAS", "CO"), 2, "999"), (5, "code-unknown", "CAS02")),
        (changed(WITH_REMARK, ("LQ",), 2, "Z130"), (5, "code-unknown", "LQ02")),
        (changed(PAYMENT, ("CAS", "CO"), 3, ""), (2, "element-missing", "CAS03")),
        (without(PAYMENT, ("LX",)), (2, "loop-missing", "")),
    ],
    ids=["CARC", "RARC", "amount missing", "LX missing"],
)
def test_a_mistake_in_a_payment_is_told_once(rows: tuple[Row, ...], expected: tuple[int, str, str]) -> None:
    assert told(payment_file(rows)) == [expected]
    assert told(payment_file(WITH_REMARK)) == []


def test_a_child_level_without_its_parent_number_is_told_as_that_alone() -> None:
    assert told(claim_file(changed(ROWS, ("HL", "2"), 2, ""))) == [(2, "element-missing", "HL02")]
