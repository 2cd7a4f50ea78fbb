"""The 7th character of injuries: closed and open, routine and disturbed healing, sequela."""

from collections.abc import Callable

import pytest

Assess = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("assessment", "wanted"),
    [
        ("Right distal radius fracture.", "S52.501A"),
        ("Right distal radius fracture, open.", "S52.501B"),
        ("Right distal radius fracture, open, Gustilo type IIIA.", "S52.501C"),
        ("Right distal radius fracture, open reduction planned.", "S52.501A"),
        ("Right distal radius fracture, routine healing.", "S52.501D"),
        ("Open right distal radius fracture type II, routine healing.", "S52.501E"),
        ("Open right distal radius fracture type IIIB, routine healing.", "S52.501F"),
        ("Right distal radius fracture with delayed healing.", "S52.501G"),
        ("Open right distal radius fracture, delayed union.", "S52.501H"),
        ("Right distal radius fracture with nonunion.", "S52.501K"),
        ("Right distal radius fracture. X-ray shows non-union.", "S52.501K"),
        ("Open right distal radius fracture type I, nonunion.", "S52.501M"),
        ("Open right distal radius fracture type IIIC, nonunion.", "S52.501N"),
        ("Right distal radius fracture with malunion.", "S52.501P"),
        ("Right distal radius fracture, healed, no malunion.", "S52.501D"),
        ("Right distal radius fracture. At risk of nonunion.", "S52.501A"),
        ("Right humeral shaft fracture, open, nonunion.", "S42.301K"),
        ("Right humeral shaft fracture, open.", "S42.301B"),
    ],
)
def test_a_fracture_s_character_says_how_it_heals_and_whether_it_is_open(
    assess: Assess, assessment: str, wanted: str
) -> None:
    assert assess(assessment) == [wanted]


@pytest.mark.parametrize(
    ("assessment", "codes"),
    [
        ("Left knee stiffness, late effect of left patella fracture.", ["M25.662", "S82.002S"]),
        ("Right ankle pain secondary to a previous right ankle sprain.", ["M25.571", "S93.401S"]),
    ],
)
def test_what_an_old_injury_left_behind_goes_before_it(
    assess: Assess, assessment: str, codes: list[str]
) -> None:
    assert assess(assessment) == codes
