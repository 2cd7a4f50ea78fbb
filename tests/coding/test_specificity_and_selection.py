"""Sides, types, 7th characters, and which codes make the proposed set."""

from collections.abc import Callable
from datetime import date

import pytest

from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, suggest
from cleanclaim.primitives import InvalidValue

Assess = Callable[..., list[str]]
Code = Callable[..., CodingResult]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Right knee pain.", ["M25.561"]),
        ("Pain in the left knee.", ["M25.562"]),
        ("Knee pain, right.", ["M25.561"]),
        ("Pain of both knees.", ["M25.561", "M25.562"]),
        ("Bilateral knee osteoarthritis.", ["M17.0"]),
        ("Osteoarthritis of the right hip.", ["M16.11"]),
        ("Rt carpal tunnel syndrome.", ["G56.01"]),
        ("Carpal tunnel syndrome, bilateral.", ["G56.03"]),
        ("Left foot pain.", ["M79.672"]),
        ("Right heel pain.", ["M79.671"]),
        ("Left toe pain.", ["M79.675"]),
        ("Left breast lump.", ["N63.20"]),
        ("Flank pain on the right.", ["R10.A1"]),
        ("Left breast cancer.", ["C50.912"]),
    ],
)
def test_the_side_is_read_from_the_words_near(assess: Assess, text: str, expected: list[str]) -> None:
    assert assess(text) == expected


def test_the_side_may_stand_in_the_text_of_the_problem(assess: Assess) -> None:
    assert assess("Carpal tunnel syndrome.\nMedical Reasoning: numbness of the left hand.") == ["G56.02"]


def test_each_mention_takes_the_nearest_side(assess: Assess) -> None:
    assert set(assess("Right shoulder pain and left hip pain.")) == {"M25.511", "M25.552"}


def test_a_missing_side_takes_the_unspecified_code_and_asks(code: Code) -> None:
    result = code("ASSESSMENT\nKnee pain.")
    assert [one.code for one in result.suggestions] == ["M25.569"]
    assert result.suggestions[0].decision == "review"
    (query,) = result.queries
    assert query.topic == "laterality"
    assert query.options == (
        "Pain in right knee",
        "Pain in left knee",
        "Other (please specify)",
        "Unable to determine",
    )
    assert query.evidence[0].text == "Knee pain"


def test_osteoarthritis_without_a_side_takes_the_index_s_unspecified_code(assess: Assess) -> None:
    assert assess("Knee osteoarthritis.") == ["M17.9"]
    assert assess("Left knee osteoarthritis.") == ["M17.12"]


def test_what_the_classification_divides_and_the_note_does_not_is_a_query_and_no_code(code: Code) -> None:
    result = code("ASSESSMENT\nAlcohol use disorder.")
    assert result.suggestions == ()
    (query,) = result.queries
    assert query.topic == "specificity"
    assert query.options[:3] == ("Alcohol abuse", "Alcohol dependence", "Alcohol use, unspecified")


def test_words_near_choose_the_type(assess: Assess) -> None:
    assert assess("Concussion without loss of consciousness.") == ["S06.0X0A"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Right ankle sprain.", ["S93.401A"]),
        ("Follow-up of right ankle sprain, healing.", ["S93.401D"]),
        ("Closed fracture of the left distal radius.", ["S52.502A"]),
        ("Open fracture of the left distal radius.", ["S52.502B"]),
        ("Lumbar strain.", ["S39.012A"]),
    ],
)
def test_injuries_get_their_seventh_character(assess: Assess, text: str, expected: list[str]) -> None:
    assert assess(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Type 2 diabetes.", ["E11.9"]),
        ("Diabetes type II.", ["E11.9"]),
        ("T1DM.", ["E10.9"]),
        ("CKD stage 3b.", ["N18.32"]),
        ("Stage 4 chronic kidney disease.", ["N18.4"]),
        ("Acute exacerbation of COPD.", ["J44.1"]),
        ("Paroxysmal atrial fibrillation.", ["I48.0"]),
        ("Status post renal transplant.", ["Z94.0"]),
        ("Nausea and vomiting.", ["R11.2"]),
        ("Chronic systolic heart failure.", ["I50.22"]),
    ],
)
def test_the_longest_term_wins(assess: Assess, text: str, expected: list[str]) -> None:
    assert assess(text) == expected


def test_a_vague_code_gives_way_to_an_exact_one_of_its_category(assess: Assess) -> None:
    assert assess("COPD exacerbation.\nCOPD.") == ["J44.1"]


def test_a_symptom_integral_to_a_diagnosis_is_left_out_with_its_citation(code: Code) -> None:
    result = code("ASSESSMENT\n1. Right knee osteoarthritis.\n2. Right knee pain.")
    assert [one.code for one in result.suggestions] == ["M17.11"]
    assert any("I.B.5" in one.reason for one in result.not_coded)


def test_a_symptom_that_is_not_integral_stays(assess: Assess) -> None:
    assert assess("Hypertension.\nHeadache.") == ["I10", "R51.9"]


def test_two_codes_that_exclude_each_other_are_flagged_and_reviewed(code: Code) -> None:
    result = code("ASSESSMENT\nType 1 diabetes.\nType 2 diabetes.")
    assert [one.code for one in result.suggestions] == ["E10.9", "E11.9"]
    for one in result.suggestions:
        assert one.decision == "review"
        assert any(reason.startswith("conflict with") and "Excludes1" in reason for reason in one.why)


def test_the_first_listed_is_the_first_problem_that_may_be(code: Code) -> None:
    result = code("ASSESSMENT\n1. Long term insulin use.\n2. Type 2 diabetes.\n3. Asthma.")
    assert [(one.code, one.role) for one in result.suggestions] == [
        ("E11.9", "first"),
        ("Z79.4", "secondary"),
        ("J45.909", "secondary"),
    ]


def test_a_problem_named_plainly_is_accepted_with_its_reasons(code: Code) -> None:
    (one,) = code("ASSESSMENT\nHypertension.").suggestions
    assert (one.code, one.decision, one.selected) == ("I10", "accept", True)
    assert one.why[0] == '"Hypertension" named as a problem of the assessment: I10 by our lexicon'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS, relapsing, on Tecfidera.", ["G35.D"]),
        ("RA, on methotrexate.", ["M06.9"]),
        ("Oxygen saturation 97% on RA. Asthma.", ["J45.909"]),
        ("PE, start heparin for the clot.", ["I26.99"]),
        ("PT twice a week, exercise therapy. Asthma.", ["J45.909"]),
    ],
)
def test_an_abbreviation_with_several_meanings_is_settled_by_other_words(
    assess: Assess, text: str, expected: list[str]
) -> None:
    assert assess(text) == expected


def test_an_abbreviation_that_nothing_settles_is_a_query_and_no_code(code: Code) -> None:
    result = code("ASSESSMENT\n1. MS.\n")
    assert result.suggestions == ()
    (query,) = result.queries
    assert query.topic == "abbreviation"
    assert query.options[:3] == ("multiple sclerosis", "mitral stenosis", "mental status")


def test_no_query_leads_or_speaks_of_payment(code: Code) -> None:
    result = code("ASSESSMENT\n1. MS.\n2. Knee pain.\n3. Possible pneumonia.\n")
    assert {query.topic for query in result.queries} == {"abbreviation", "laterality", "uncertain-diagnosis"}
    for query in result.queries:
        assert query.options[-2:] == ("Other (please specify)", "Unable to determine")
        assert not {"pay", "payment", "reimburse", "revenue", "drg"} & set(query.question.lower().split())


def test_a_date_outside_the_lexicon_s_release_is_refused(lexicon: Lexicon) -> None:
    with pytest.raises(InvalidValue, match="not in force on 2027-01-01"):
        suggest(Document("n", "Asthma"), CodingContext(date_of_service=date(2027, 1, 1)), lexicon)


@pytest.mark.parametrize("text", ["Chest pain.", "Chest pain on exertion.", "Low back pain, worse at night."])
def test_a_word_within_a_longer_mention_is_not_coded_again(code: Code, text: str) -> None:
    result = code(f"ASSESSMENT AND PLAN\n{text}\n")
    assert "R52" not in {one.code for one in (*result.suggestions, *result.not_coded)}


def test_unspecified_pain_gives_way_to_the_pain_that_its_excludes1_note_names(assess: Assess) -> None:
    assert assess("Chest pain.\nPain.") == ["R07.9"]
    assert assess("Pain.\nHypertension.") == ["R52", "I10"]


@pytest.mark.parametrize(
    "line", ["Go to the emergency department with pain at rest.", "Seek care for fever or cough."]
)
def test_what_the_patient_is_told_to_do_is_no_problem(assess: Assess, line: str) -> None:
    assert assess(f"Asthma.\n- {line}") == ["J45.909"]
