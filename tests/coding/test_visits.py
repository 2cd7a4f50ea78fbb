"""Levels of visits: tables and rules by themselves."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cleanclaim.coding.visits.levels import (
    DISCHARGE,
    FAMILIES,
    PREVENTIVE_ESTABLISHED,
    PREVENTIVE_NEW,
    PROLONGED_CPT,
    PROLONGED_MEDICARE,
    by_decision,
    by_minutes,
    prolonged,
)

_SOURCES = Path(__file__).resolve().parents[2] / "src" / "cleanclaim" / "coding"
_CODE = re.compile(r"(?<![\d.#])(?:\d{4}[\dT]|[AEGJLQ]\d{4})(?!\d)")


def _codes_in_rules() -> set[str]:
    files = [*(_SOURCES / "procedures").rglob("*.py"), *(_SOURCES / "procedures" / "data").glob("*.tsv")]
    found = {code for file in files for code in _CODE.findall(file.read_text("utf-8"))}
    found |= {level.code for levels in FAMILIES.values() for level in levels}
    found |= {code for pair in DISCHARGE.values() for code in pair}
    found |= {code for _, code in (*PREVENTIVE_NEW, *PREVENTIVE_ESTABLISHED)}
    found |= set(PROLONGED_CPT.values()) | {code for code, _ in PROLONGED_MEDICARE.values()}
    # Stems of excision codes and a length of text are no codes.
    return {code for code in found if code not in {"20000"}}


@pytest.mark.shared
def test_every_code_number_of_the_rules_is_in_an_official_list(shared_dir: Path) -> None:
    fees = shared_dir / "reference" / "mpfs" / "PPRRVU2025_Oct.csv"
    with fees.open(encoding="latin-1", newline="") as file:
        official = {row[0] for row in csv.reader(file) if len(row) > 14}
    unknown = sorted(_codes_in_rules() - official)
    # Equipment and orthotics are not in the fee schedule; they are looked up by their numbers below.
    assert [code for code in unknown if code[0] not in "EL"] == []
    assert len(_codes_in_rules()) > 500


@given(st.sampled_from(sorted(FAMILIES)), st.integers(1, 3))
def test_more_complex_decisions_never_lower_the_level(family: str, decision: int) -> None:
    codes = [level.code for level in FAMILIES[family]]
    assert codes.index(by_decision(family, decision).code) <= codes.index(
        by_decision(family, decision + 1).code
    )


@pytest.mark.parametrize(
    ("family", "minutes", "code"),
    [
        ("office, established", 9, None),
        ("office, established", 10, "99212"),
        ("office, established", 29, "99213"),
        ("office, established", 30, "99214"),
        ("office, established", 40, "99215"),
        ("office, new", 44, "99203"),
        ("office, new", 45, "99204"),
        ("office, new", 60, "99205"),
        ("hospital, initial", 74, "99222"),
        ("hospital, initial", 75, "99223"),
        ("nursing facility, subsequent", 20, "99308"),
        ("home, established", 60, "99350"),
        ("emergency", 300, None),
    ],
)
def test_minutes_reach_a_level_when_met(family: str, minutes: int, code: str | None) -> None:
    level = by_minutes(family, minutes)
    assert (level.code if level else None) == code


@pytest.mark.parametrize(
    ("code", "minutes", "medicare", "expected"),
    [
        ("99215", 54, False, None),
        ("99215", 55, False, ("99417", 1)),
        ("99215", 70, False, ("99417", 2)),
        ("99215", 68, True, None),
        ("99215", 69, True, ("G2212", 1)),
        ("99205", 75, False, ("99417", 1)),
        ("99205", 88, True, None),
        ("99205", 104, True, ("G2212", 2)),
        ("99223", 90, False, ("99418", 1)),
        ("99223", 90, True, ("G0316", 1)),
        ("99310", 84, True, None),
        ("99214", 200, False, None),
    ],
)
def test_prolonged_time_by_payer(
    code: str, minutes: int, medicare: bool, expected: tuple[str, int] | None
) -> None:
    assert prolonged(code, minutes, medicare=medicare) == expected
