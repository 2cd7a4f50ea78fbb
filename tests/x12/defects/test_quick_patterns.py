"""The quick pattern of a segment never accepts what the exact judgement finds a flaw in."""

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.x12.elements import flaws_of
from cleanclaim.x12.patterns import checker_for
from tests.x12.bases import BASES
from tests.x12.defects.generator import MARKS, defects, placed

VALUES = (
    *("", " ", "0", "-1", "1.5", "99999", "ABK", "18", "X" * 40, "20250228", "20250229", "20250101-20250102"),
    *("20250101-20250230", "202501011230", "202501012460", "1230", "2460", "D8", "RD8", "DT", "TM"),
    *(
        "1:2",
        "ABK:E119",
        "BH:11:D8:20250101",
        "BH:11:D8:20250230",
        "BI:74:RD8:20250101-20250102",
        "BI:74:D8:1",
    ),
    *("98^UC", "98^98^98", "98^", "^98", "98^ZZZ", "\u00e9", "A B", "a"),
)
ROWS = [
    (name, use, [use.id, *(str(part) for part in BASES[name].rows[index][1:])])
    for name in sorted(BASES)
    for index, _, use, _ in placed(BASES[name])
]


@given(st.sampled_from(ROWS), st.lists(st.tuples(st.integers(1, 16), st.sampled_from(VALUES)), max_size=3))
@settings(max_examples=1500, deadline=None)
def test_what_the_quick_pattern_accepts_has_no_flaw(
    row: tuple[str, object, list[str]], changes: list[tuple[int, str]]
) -> None:
    _, use, parts = row
    parts = list(parts)
    for number, value in changes:
        parts += [""] * (number + 1 - len(parts))
        parts[number] = value
    if checker_for(use, MARKS).accepts(MARKS.element.join(parts), parts):  # type: ignore[arg-type]
        assert flaws_of(use, parts, MARKS) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("base", sorted(BASES))
def test_right_rows_take_the_quick_way_and_broken_ones_do_not(base: str) -> None:
    right = [
        (use, [use.id, *map(str, BASES[base].rows[index][1:])]) for index, _, use, _ in placed(BASES[base])
    ]
    for use, parts in right:
        accepted = checker_for(use, MARKS).accepts(MARKS.element.join(parts), parts)
        assert accepted or any(element.repeats > 1 and element.components for element in use.elements), parts
    assert sum(1 for _ in defects(BASES[base])) > len(right)
