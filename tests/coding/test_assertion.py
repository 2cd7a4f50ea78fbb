"""What a sentence asserts of a condition: only what the patient has now is coded."""

from collections.abc import Callable

import pytest

Assess = Callable[..., list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "No pneumonia.",
        "He denies chest pain, nausea, and vomiting.",
        "No evidence of pneumonia or pleural effusion.",
        "Chest x-ray negative for pneumonia.",
        "Pneumonia has been ruled out.",
        "Asthma: ruled out.",
        "No history of asthma.",
        "The patient does not have asthma.",
    ],
)
def test_a_negated_condition_is_not_coded(assess: Assess, text: str) -> None:
    assert assess(text) == []


def test_negation_ends_at_but(assess: Assess) -> None:
    assert assess("No fever but asthma is present.") == ["J45.909"]


def test_negation_does_not_reach_the_next_sentence(assess: Assess) -> None:
    assert assess("No fever. Asthma is stable.") == ["J45.909"]


@pytest.mark.parametrize("words", ["not well controlled", "not at goal", "not improving"])
def test_control_words_do_not_negate(assess: Assess, words: str) -> None:
    assert assess(f"Hypertension, {words}.") == ["I10"]


@pytest.mark.parametrize(
    "words",
    [
        "Probable",
        "Possible",
        "Suspected",
        "Rule out",
        "Likely",
        "Questionable",
        "Consistent with",
        "Concern for",
    ],
)
def test_an_uncertain_diagnosis_is_not_coded_for_outpatients_and_is_queried(
    code: Callable[..., object], assess: Assess, words: str
) -> None:
    text = f"Cough.\n{words} pneumonia."
    assert assess(text) == ["R05.9"]
    result = code(f"ASSESSMENT\n{text}")
    assert [query.topic for query in result.queries] == ["uncertain-diagnosis"]  # type: ignore[attr-defined]


def test_an_uncertain_diagnosis_is_coded_for_inpatients_and_says_why(code: Callable[..., object]) -> None:
    result = code("DISCHARGE DIAGNOSIS\nProbable pneumonia.", "inpatient")
    (one,) = result.suggestions  # type: ignore[attr-defined]
    assert one.code == "J18.9"
    assert any("II.H" in reason for reason in one.why)


@pytest.mark.parametrize(
    "text",
    ["Her mother had breast cancer.", "Father with diabetes and hypertension.", "Sister has asthma."],
)
def test_a_relative_s_condition_is_not_the_patient_s(assess: Assess, text: str) -> None:
    assert assess(text) == []


def test_a_mother_who_reports_is_not_a_mother_who_has(assess: Assess) -> None:
    assert assess("Mother reports cough.") == ["R05.9"]


def test_the_family_history_section_codes_nothing_by_itself(code: Callable[..., object]) -> None:
    result = code("FAMILY HISTORY\nDiabetes, hypertension, stroke.\n")
    assert result.suggestions == ()  # type: ignore[attr-defined]
    assert result.not_coded  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "Return if chest pain or shortness of breath.",
        "Call if fever develops.",
        "Monitor for hypoglycemia.",
        "He is at risk for stroke.",
        "She received the influenza vaccine.",
        "HIV test ordered.",
    ],
)
def test_what_might_happen_is_not_coded(assess: Assess, text: str) -> None:
    assert assess(text) == []


def test_a_past_episode_is_not_coded_as_a_present_one(assess: Assess) -> None:
    assert "J18.9" not in assess("Prior pneumonia in 2019.\nCough.")


def test_history_of_a_chronic_condition_is_a_present_one(assess: Assess) -> None:
    assert assess("History of hypertension.") == ["I10"]


def test_a_personal_history_with_its_own_code_gets_it(assess: Assess) -> None:
    assert assess("History of breast cancer.") == ["Z85.3"]
