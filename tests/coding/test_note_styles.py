"""Notes as people write them: terse, listed, abbreviated, misspelt."""

from collections.abc import Callable

import pytest

from cleanclaim.coding import CodingResult

Code = Callable[..., CodingResult]


@pytest.mark.parametrize(
    ("text", "setting", "expected"),
    [
        (
            "S: feels ok.\nO: BP 150/92\nA: HTN uncontrolled, CKD3b.\nP: lisinopril.",
            "office",
            {"I12.9", "N18.32"},
        ),
        ("A/P:\n1) COPD exac - prednisone\n2) HTN - stable", "office", {"J44.1", "I10"}),
        ("cc: cough x 3d.\na/p: acute bronchitis. rx albuterol.", "office", {"J20.9"}),
        ("CLINICAL IMPRESSION: Sprain of right ankle", "ed", {"S93.401A"}),
        (
            "Discharge Diagnoses: Acute on chronic systolic CHF; possible pneumonia",
            "inpatient",
            {"I50.23", "J18.9"},
        ),
        (
            "FINDINGS: 6 mm nodule.\nIMPRESSION:\n1. Pulmonary nodule.\n2. Emphysema.",
            "imaging",
            {"R91.1", "J43.9"},
        ),
        ("Dx: s/p R TKA, gait abnormality\nTreatment: exercise", "therapy", {"Z96.651", "R26.9"}),
        ("Assessment: Stage 3 sacral pressure ulcer", "nursing_facility", {"L89.153"}),
        ("Assessment: 1. Pneumonia ruled out. 2. Acute bronchitis.", "office", {"J20.9"}),
        ("Assessment & Plan\n#Hypertension: at goal\n#Low back pain: PT", "office", {"I10", "M54.50"}),
        ("Assessment: Anxiety and depression", "office", {"F41.9", "F32.A"}),
        ("A/P: GDM diet controlled. IUP 24 weeks.", "office", {"O24.410", "Z3A.24"}),
    ],
)
def test_terse_and_listed_assessments_are_read(
    code: Code, text: str, setting: str, expected: set[str]
) -> None:
    found = {one.code for one in code(text, setting).suggestions if one.selected}
    assert expected <= found, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hypertenison.", "I10"),
        ("Diabetes mellitus type 2 with neuorpathy", "E11.40"),
        ("Pnuemonia", "J18.9"),
    ],
)
def test_one_wrong_letter_in_a_problem_is_read_and_shown_as_written(
    code: Code, text: str, expected: str
) -> None:
    result = code(f"ASSESSMENT\n{text}")
    (one,) = [found for found in result.suggestions if found.code == expected]
    assert one.evidence[0].text in text


@pytest.mark.parametrize(
    "text", ["Mr. Hypertensio is well.", "Plan for dinner.", "Discussed with Dr. Astma."]
)
def test_names_are_not_corrected_into_diagnoses(code: Code, text: str) -> None:
    assert code(f"HPI\n{text}").suggestions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acute otitis media, left.", {"H66.92"}),
        ("Stage II pressure ulcer of left heel.", {"L89.622"}),
        ("Stage IV sacral decubitus.", {"L89.154"}),
        ("Asthma, mild persistent, with acute exacerbation", {"J45.31"}),
        ("Depression, recurrent, moderate", {"F33.1"}),
        ("Right knee pain secondary to osteoarthritis", {"M25.561", "M19.90"}),
        ("Right-sided hemiparesis due to old CVA.\nAphasia.", {"I69.351", "I69.320"}),
    ],
)
def test_side_stage_and_course_are_read_where_they_stand(code: Code, text: str, expected: set[str]) -> None:
    found = {one.code for one in code(f"ASSESSMENT\n{text}").suggestions if one.selected}
    assert found == expected
