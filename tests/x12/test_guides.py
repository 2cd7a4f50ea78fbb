"""The guides as data: complete enough to use, and mistakes in their files are named."""

import pytest

from cleanclaim.x12 import validate
from cleanclaim.x12.guides import (
    GUIDE_FILES,
    Loop,
    SegmentUse,
    Usage,
    guide_for,
    guide_named,
    segment_dictionary,
)
from cleanclaim.x12.guides.notation import GuideMistake, read_guide
from tests.x12.bases import BASES
from tests.x12.edits import before, put


def loops(loop: Loop) -> list[Loop]:
    return [loop, *(inner for child in loop.children if isinstance(child, Loop) for inner in loops(child))]


@pytest.mark.parametrize("version", sorted(GUIDE_FILES))
def test_every_version_has_a_guide_that_knows_it(version: str) -> None:
    guide = guide_for(version)
    assert guide is not None
    assert version in {guide.version, *guide.aliases}


def test_a_question_and_its_answer_share_a_version_and_are_told_apart_by_st01_or_bht02() -> None:
    found = {
        (guide_for(version, set_id, purpose) or guide_named("999.txt")).name
        for version, set_id, purpose in [
            ("005010X279A1", "270", ""),
            ("005010X279A1", "271", ""),
            ("005010X212", "276", ""),
            ("005010X212", "277", ""),
            ("005010X217", "278", "13"),
            ("005010X217", "278", "11"),
        ]
    }
    assert found == {"270", "271", "276", "277", "278-request", "278-response"}


def test_a_version_of_ones_own_is_read_as_another_when_one_says_so() -> None:
    assert guide_for("005010X222A9") is None
    read_as = guide_for("005010X222A9", aliases={"005010X222A9": "005010X222A1"})
    assert read_as is guide_named("837P.txt")


def test_versions_without_a_guide_have_none() -> None:
    assert guide_for("005010X999") is None


@pytest.mark.parametrize("name", sorted({name for names in GUIDE_FILES.values() for name in names}))
def test_every_segment_use_with_a_key_can_be_told_from_its_neighbours(name: str) -> None:
    """Two uses of a segment id at the same place must not share a key value."""
    for loop in loops(guide_named(name).root):
        uses = [child if isinstance(child, SegmentUse) else child.trigger for child in loop.children]
        for index, use in enumerate(uses[:-1]):
            after = uses[index + 1]
            if use.id != after.id or not use.key or loop.id in ("2100", "2110"):
                continue
            element, component = use.key[0]
            first, second = use.elements[element - 1], after.elements[element - 1]
            if component:
                first, second = first.components[component - 1], second.components[component - 1]
            same = first.codes & second.codes
            assert not same or len(use.key) > 1, f"{loop.id} {use.label} / {after.label}: {same}"


@pytest.mark.parametrize("name", ["837P.txt", "837I.txt", "837D.txt"])
def test_the_claim_loop_is_the_same_under_subscriber_and_patient(name: str) -> None:
    claims = [loop for loop in loops(guide_named(name).root) if loop.id == "2300"]
    assert len(claims) == 2
    assert claims[0] == claims[1]


def test_the_professional_guide_knows_what_is_required() -> None:
    root = guide_named("837P.txt").root
    (claim, *_) = [loop for loop in loops(root) if loop.id == "2300"]
    required = [child.id for child in claim.children if child.usage is Usage.REQUIRED]
    assert required == ["CLM", "HI", "2400"]


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("837I.txt", ["CLM", "DTP", "CL1", "HI", "2400"]),
        ("837D.txt", ["CLM", "2400"]),
    ],
)
def test_what_an_institutional_and_a_dental_claim_require(name: str, required: list[str]) -> None:
    (claim, *_) = [loop for loop in loops(guide_named(name).root) if loop.id == "2300"]
    assert [child.id for child in claim.children if child.usage is Usage.REQUIRED] == required


@pytest.mark.parametrize("name", ["837P.txt", "837I.txt", "837D.txt", "278-request.txt", "278-response.txt"])
def test_attachments_can_be_announced(name: str) -> None:
    assert any(child.id == "PWK" for loop in loops(guide_named(name).root) for child in loop.children)


def test_definitions_that_several_guides_share_are_included_once() -> None:
    text = "guide G\ntitle T\ntransaction T\nset 1\ngroup X\ninclude common\nloop ST R 1 X\n  use start\n"
    guide = read_guide(text, segment_dictionary(), lambda name: f"define start\nST R 1 {name} : 1R=A0-A2")
    (start,) = guide.root.children
    assert isinstance(start, SegmentUse)
    assert start.label == "common"
    assert start.elements[0].codes == {"A0", "A1", "A2"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("loop ST R 1 X\n  QQQ R 1 Y : 1R", "QQQ is not in the segment dictionary"),
        ("loop ST R 1 X\n  ST R 1 Y : 9R", "there is no element 9"),
        ("loop ST R 1 X\n  ST R 1 Y : 1R=#none", "there are no codes"),
        ("loop ST R 1 X\n  use nowhere", "there is no block"),
        ("loop ST R 1 X\n  what is this", "cannot be read"),
    ],
)
def test_a_mistake_in_a_guide_file_is_named(text: str, says: str) -> None:
    with pytest.raises(GuideMistake, match=says):
        read_guide(f"guide G\ntitle T\ntransaction T\nset 1\ngroup X\n{text}\n", segment_dictionary())


def test_a_benefit_may_be_counted_in_visits_or_years() -> None:
    for qualifier in ("VS", "YY"):
        rows = put(("EB", "1"), 10, "5")(put(("EB", "1"), 9, qualifier)(BASES["271"].rows))
        assert validate(BASES["271"].file(rows)) == []


def test_a_review_may_be_supported_by_any_document() -> None:
    base = BASES["278-request"]
    rows = before(("NM1", "71"), ("PWK", "OZ", "EL", "", "", "AC", "A1"))(base.rows)
    assert validate(base.file(rows)) == []
