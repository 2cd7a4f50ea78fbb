"""Every guideline rule does what its examples say, and its citation names a section."""

import re
from collections.abc import Callable

import pytest

from cleanclaim.coding import CodingResult, Lexicon
from cleanclaim.coding.rules import RULES, Example, Rule
from cleanclaim.coding.rules.drugs import drugs

Code = Callable[..., CodingResult]


def examples() -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, example in enumerate(rule.examples)
    ]


@pytest.mark.parametrize(("rule", "example"), examples())
def test_an_example_of_a_rule_gives_its_codes_in_order(code: Code, rule: Rule, example: Example) -> None:
    result = code(f"{example.before}\n\nASSESSMENT AND PLAN\n\n{example.text}\n", example.setting)
    assert tuple(one.code for one in result.suggestions if one.selected) == example.codes, rule.name


def test_each_rule_has_an_id_of_its_own_a_section_and_an_example_in_which_it_is_silent() -> None:
    assert len({rule.id for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.match(r"I\.[ABC]\.", rule.section), rule.name
        assert rule.__doc__, rule.name
        assert len(rule.examples) >= 2, rule.name


def test_a_code_that_a_rule_made_says_which_section_and_is_looked_at(code: Code) -> None:
    result = code("ASSESSMENT\nHypertension.\nCKD stage 3a.")
    (first,) = [one for one in result.suggestions if one.code == "I12.9"]
    assert any("I.C.9.a" in reason for reason in first.why)
    assert {piece.text for piece in first.evidence} >= {"Hypertension", "CKD stage 3a"}
    assert first.decision == "review"


def test_what_a_rule_takes_out_stays_on_record(code: Code) -> None:
    result = code("ASSESSMENT\nCoronary artery disease.\nUnstable angina.")
    assert [(one.code, "I.C.9.b" in one.reason) for one in result.not_coded] == [("I20.0", True)]


def test_urosepsis_is_a_question_and_no_code(code: Code) -> None:
    result = code("DISCHARGE DIAGNOSIS\nUrosepsis.", "inpatient")
    assert not [one for one in result.suggestions if one.selected]
    (query,) = [one for one in result.queries if one.evidence[0].text == "Urosepsis"]
    assert query.options[-2:] == ("Other (please specify)", "Unable to determine")


def test_the_cause_of_an_injury_is_offered_and_not_proposed(code: Code) -> None:
    result = code("HPI\nShe tripped over a rug.\n\nASSESSMENT\nRight ankle sprain.")
    (cause,) = [one for one in result.suggestions if one.code == "W01.0XXA"]
    assert (cause.selected, cause.evidence[0].text) == (False, "tripped")


def test_every_drug_of_our_table_has_codes_for_each_way_of_taking_it(lexicon: Lexicon) -> None:
    for name, beginning in drugs().items():
        for way in "1256":
            if beginning == "T401X" and way in "56":
                continue  # heroin is not prescribed
            entry = lexicon.entry(f"{beginning}{way}A")
            assert entry is not None, (name, way)
            assert entry.billable, (name, way)
