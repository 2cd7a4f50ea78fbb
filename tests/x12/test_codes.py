"""Level 5 without any list: what can be told of codes by themselves, each defect once."""

import pytest

from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.x12 import Row, composite, find_problems, validate
from tests.x12.bases import BASES
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


_OF_OTHERS = [
    ("837I", ("CLM",), 5, composite("19", "A", "1"), "CLM05-1"),
    ("837I", ("CLM",), 5, composite("11", "A", "6"), "CLM05-3"),
    ("837I", ("CL1",), 1, "6", "CL101"),
    ("837I", ("CL1",), 2, "7", "CL102"),
    ("837I", ("CL1",), 3, "11", "CL103"),
    ("837I", ("SV2", "0120"), 1, "0166", "SV201"),
    ("837I", ("HI", composite("BG", "09")), 1, composite("BG", "8Z"), "HI01-2"),
    (
        "837I",
        ("HI", composite("BH", "11", "D8", "20251030")),
        1,
        composite("BH", "1", "D8", "20251030"),
        "HI01-2",
    ),
    ("837I", ("HI", composite("BE", "80", "", "", "3")), 1, composite("BE", "8!", "", "", "3"), "HI01-2"),
    (
        "837I",
        ("HI", composite("BBR", "0BJ08ZZ", "D8", "20251102")),
        1,
        composite("BBR", "0BJ08Z", "D8", "20251102"),
        "HI01-2",
    ),
    ("837P", ("CLM",), 5, composite("11", "B", "X"), "CLM05-3"),
    ("837D", ("SV3",), 1, composite("AD", "2392"), "SV301-2"),
    ("837D", ("TOO",), 2, "33", "TOO02"),
    ("835", ("CLP",), 8, "97", "CLP08"),
    ("835", ("CLP",), 9, "X", "CLP09"),
    ("278-request", ("UM",), 4, composite("97", "B"), "UM04-1"),
    ("278-request", ("UM",), 4, composite("19", "A"), "UM04-1"),
    ("277", ("STC",), 1, composite("X1", "65"), "STC01-1"),
    ("277", ("STC",), 1, composite("F1", "ABC"), "STC01-2"),
    ("277", ("STC",), 1, composite("F1", "65", "Q!"), "STC01-3"),
    ("277CA", ("STC",), 1, composite("A1", "19", "!R"), "STC01-3"),
]


@pytest.mark.parametrize(("kind", "start", "element", "value", "place"), _OF_OTHERS)
def test_a_wrong_code_of_any_transaction_is_told_once(
    kind: str, start: Row, element: int, value: str, place: str
) -> None:
    """Type of bill, kind of admission, status, revenue, condition, tooth and status codes."""
    base = BASES[kind]
    assert [one for one in told(base.file()) if one[0] == 5] == []
    found = told(base.file(changed(base.rows, start, element, value)))
    assert [one for one in found if one[0] == 5] == [(5, "code-unknown", place)]


def test_an_entity_that_we_do_not_know_is_no_mistake_yet() -> None:
    """The list is some years old: it warns."""
    base = BASES["277"]
    rows = changed(base.rows, ("STC",), 1, composite("F1", "65", "ZQ"))
    (problem,) = validate(base.file(rows), levels=(5,), codes=StoreLookup())
    assert (problem.id, problem.severity.value) == ("code-not-in-older-list", "warning")


def test_lists_that_are_not_loaded_are_told_once_each() -> None:
    """Two procedures of CPT and one of CDT: two warnings, and none of them an error."""
    rows = changed(ROWS, ("SV1",), 1, composite("HC", "99213", "12"))
    found = list(find_problems(claim_file(rows), levels=(5,), codes=StoreLookup(), tell_not_checked=True))
    assert sorted(
        {(p.id, p.severity.value, p.message.partition("list of ")[2].partition(" is")[0]) for p in found}
    ) == [
        ("code-list-not-loaded", "warning", "diagnoses (ICD-10-CM)"),
        ("code-list-not-loaded", "warning", "modifiers"),
        ("code-list-not-loaded", "warning", "procedures (HCPCS)"),
    ]
    assert len(found) == 3
