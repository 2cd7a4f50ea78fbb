"""Level 4: every situational rule is silent in its situation and speaks when its need is not met."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.x12 import Severity, validate
from cleanclaim.x12.guides import GUIDE_FILES, Loop, guide_named
from cleanclaim.x12.situations import all_rules, situation
from cleanclaim.x12.situations.notation import SituationMistake, read_situations
from cleanclaim.x12.situations.page import page
from tests.x12.bases import BASES
from tests.x12.edits import made
from tests.x12.more_situation_examples import MORE
from tests.x12.situation_examples import EXAMPLES as FIRST, Example

EXAMPLES = {**FIRST, **MORE}
RULES = all_rules()
DAMAGE = ("", "0", "-1", "99", "ABK", "A1", "X" * 90, "20250101", "20251301", "20250102-20250101")
DAMAGE += (":", "1:2:9", "18", "S", "U", "22", "RD8", "D8", "N4", "R", "1e5", "\u00b2", "\u0663")
GUIDES = {guide_named(name).name: guide_named(name) for names in GUIDE_FILES.values() for name in names}


def told(example: Example, *, with_mistake: bool) -> list[tuple[int, str]]:
    base = BASES[example.base]
    edits = (*example.situation, *(example.mistake if with_mistake else ()))
    return [
        (problem.level, problem.id)
        for problem in validate(base.file(made(base.rows, *edits)), levels=(1, 2, 4))
    ]


def test_every_rule_has_an_example_and_every_example_a_rule() -> None:
    assert {rule.id for rule in RULES} == set(EXAMPLES)
    assert len(RULES) == len(FIRST) + len(MORE) >= 240


@pytest.mark.parametrize("rule_id", sorted(EXAMPLES))
def test_a_rule_is_silent_in_its_situation_and_speaks_at_the_mistake(rule_id: str) -> None:
    example = EXAMPLES[rule_id]
    assert told(example, with_mistake=False) == []
    found = {name for level, name in told(example, with_mistake=True) if level == 4}
    assert found == {rule_id, *example.also}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_in_a_sentence_gives_a_fix_and_its_source(rule: object) -> None:
    rule = next(one for one in RULES if one is rule)
    assert rule.sentence.endswith(".")
    assert rule.fix.endswith(".")
    assert rule.source
    assert set(rule.guides) <= set(GUIDES)
    assert rule.severity in (Severity.ERROR, Severity.WARNING)
    for name in rule.guides:
        assert rule.block in {loop.id for loop in _loops(GUIDES[name].root)}, (rule.id, name)


def test_the_documentation_lists_every_rule_as_it_is() -> None:
    """Write it anew with: python -m cleanclaim.x12.situations.page > docs/algorithms/x12-situations.md"""
    documented = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "x12-situations.md"
    assert documented.read_text("utf-8") == page()


def test_rules_are_found_by_their_id() -> None:
    assert situation("accident-without-date") is not None
    assert situation("no-such-rule") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rule a\nfor 837P", "lacks fix, in, say, source"),
        ("what is this", "cannot be read"),
        ("rule a\nfor X\nin Y\nwhen ??\nsay s\nfix f\nsource s", "cannot be read"),
        ("rule a\nfor X\nin Y\nverified maybe\nsay s\nfix f\nsource s", "verified is yes or no"),
    ],
)
def test_a_mistake_in_a_rule_file_is_named(text: str, says: str) -> None:
    with pytest.raises(SituationMistake, match=says):
        list(read_situations(text))


@given(
    base=st.sampled_from(sorted(BASES)),
    damage=st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 12), st.sampled_from(DAMAGE)), min_size=1, max_size=6
    ),
)
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_right_file_makes_the_rules_fail(
    base: str, damage: list[tuple[int, int, str]]
) -> None:
    """Whatever the elements hold, validation answers with problems and never with an exception."""
    lines = BASES[base].file().decode().split("~\n")
    for at, element, value in damage:
        at = 3 + at % (len(lines) - 6)
        parts = lines[at].split("*")
        if element >= len(parts):
            lines.insert(at, lines[3 + element])
        else:
            parts[element or len(parts) - 1] = value
            lines[at] = "*".join(parts)
    for problem in validate("~\n".join(lines).encode(), levels=(1, 2, 3, 4, 5)):
        assert problem.message
        assert problem.level in (1, 2, 3, 4, 5)


def _loops(loop: Loop) -> list[Loop]:
    return [loop, *(inner for child in loop.children if isinstance(child, Loop) for inner in _loops(child))]
