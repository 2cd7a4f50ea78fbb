"""Codes know their form; dates their days."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import (
    CARC,
    CDT,
    CPT,
    HCPCS,
    ICD10CM,
    ICD10PCS,
    RARC,
    Code,
    DateRange,
    InvalidValue,
    Modifier,
    PlaceOfService,
    RevenueCode,
    Taxonomy,
    dotted,
    one_day,
    parse_ccyymmdd,
    parse_iso,
)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (
            ICD10CM,
            ["E11.9", "e119", "U07.1", "C7A.8", "S52.501A", "I10", "QA0.0101"],
            ["E1", "1234", "E11.91234", "", "EE1"],
        ),
        (ICD10PCS, ["0DTJ4ZZ", "02703dz"], ["0DTJ4Z", "0DTI4ZZ", "0DTO4ZZ", "0DTJ4ZZZ"]),
        (CPT, ["99213", "0001F", "0042t", "0004M"], ["9921", "J1885", "992131", "9921X"]),
        (HCPCS, ["J1885", "a0425", "V2020"], ["W1234", "99213", "J188"]),
        (CDT, ["D0120"], ["D012", "E0120", "D01200"]),
        (Modifier, ["25", "XS", "lt"], ["2", "255", "2-"]),
        (RevenueCode, ["0450"], ["450", "04500", "045A"]),
        (PlaceOfService, ["11", "02"], ["1", "111", "A1"]),
        (Taxonomy, ["207Q00000X"], ["207Q00000", "207Q000000"]),
        (CARC, ["45", "1", "197", "A1", "P12"], ["", "1234", "AA"]),
        (RARC, ["MA130", "N211", "M15"], ["X15", "MA", "N1234", "130"]),
    ],
)
def test_a_code_has_the_form_of_its_system_or_is_refused_by_it(
    kind: type[Code], right: list[str], wrong: list[str]
) -> None:
    """The message names the system and the form it wants."""
    for text in right:
        assert kind.parse(text).value == text.upper().replace(".", "")
        assert kind.is_formed(text)
    for text in wrong:
        assert not kind.is_formed(text)
        with pytest.raises(InvalidValue, match=f"form of {kind.system}"):
            kind.parse(text)


@given(st.from_regex(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", fullmatch=True).filter(str.isascii))
def test_a_diagnosis_reads_the_same_with_and_without_its_dot(code: str) -> None:
    """The dot is for people."""
    assert ICD10CM.parse(dotted(code)) == ICD10CM.parse(code) == ICD10CM(code)
    assert ICD10CM(code).dotted == dotted(dotted(code))


def test_days_of_a_range_are_counted_with_both_ends() -> None:
    """A day's visit is one day; a reversed range has none and can still be held."""
    stay = DateRange(date(2025, 12, 30), date(2026, 1, 2))
    assert (stay.days, len(list(stay)), one_day(date(2024, 2, 29)).days) == (4, 4, 1)
    assert date(2026, 1, 2) in stay
    assert date(2026, 1, 3) not in stay
    reversed_range = DateRange(stay.end, stay.start)
    assert list(reversed_range) == []


def test_ranges_overlap_when_they_share_a_day() -> None:
    """The day of discharge is the day of the next admission."""
    first = DateRange(date(2025, 1, 1), date(2025, 1, 3))
    assert first.overlaps(DateRange(date(2025, 1, 3), date(2025, 1, 5)))
    assert not first.overlaps(DateRange(date(2025, 1, 4), date(2025, 1, 5)))


@given(st.dates(date(1000, 1, 1)))
def test_a_date_in_eight_digits_is_read_back(day: date) -> None:
    """X12's D8."""
    assert parse_ccyymmdd(day.strftime("%Y%m%d")) == day
    assert parse_iso(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["20251301", "20250229", "2025-1-1", "", "2025123", "\u0662\u0660251201", "2025120 "]
)
def test_what_is_no_date_of_the_calendar_is_refused(text: str) -> None:
    """February 29 only in leap years; ASCII digits only."""
    with pytest.raises(InvalidValue, match="not a date"):
        parse_ccyymmdd(text)


@pytest.mark.parametrize(
    "text", ["2025-13-01", "01/02/2025", "yesterday", "20250230", "20251201", "2025-W01-1"]
)
def test_a_date_typed_by_a_person_is_refused_with_the_form_wanted(text: str) -> None:
    """The fix shows the form."""
    with pytest.raises(InvalidValue, match="2025-12-31"):
        parse_iso(text)
