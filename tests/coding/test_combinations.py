"""Codes that are right one by one and wrong together go to a person, with the guideline."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanclaim.codesets import Known, Store
from cleanclaim.coding import CodingResult
from cleanclaim.coding.combinations import PREGNANCY, combinations

from .conftest import DAY

Code = Callable[..., CodingResult]


def decisions(result: CodingResult) -> dict[str, str]:
    return {one.code: one.decision for one in result.suggestions if one.selected}


def reasons(result: CodingResult, code: str) -> str:
    (found,) = [one for one in result.suggestions if one.code == code]
    return " ".join(reason for reason in found.why if reason.startswith("combination with"))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Hypertension and CKD stage 3.", "I12.9"),
        ("Hypertension.\nCongestive heart failure.", "I11.0"),
        ("Hypertension.\nCongestive heart failure.\nCKD stage 4.\n", "I13.0"),
        ("Type 2 diabetes.\nCKD stage 4.", "E11.22"),
        ("Type 2 diabetes.\nPeripheral neuropathy.", "E11.40"),
    ],
)
def test_a_combination_code_that_was_built_is_looked_at_by_a_person(code: Code, text: str, made: str) -> None:
    result = code(f"ASSESSMENT AND PLAN\n{text}\n")
    assert decisions(result)[made] == "review"
    assert all("combination with" not in reason for one in result.suggestions for reason in one.why)


def test_the_other_condition_may_stand_in_the_history(code: Code) -> None:
    result = code("PAST MEDICAL HISTORY\nHypertension.\n\nASSESSMENT\nCKD stage 4.\nAsthma.\n")
    assert decisions(result) == {"N18.4": "review", "J45.909": "accept"}
    assert "I10" in reasons(result, "N18.4")


@pytest.mark.parametrize(
    "text", ["Hypertension.\nAsthma.", "Type 2 diabetes.\nHypertension.", "CKD stage 4.\nAsthma."]
)
def test_conditions_that_nothing_combines_are_accepted(code: Code, text: str) -> None:
    assert set(decisions(code(f"ASSESSMENT\n{text}\n")).values()) == {"accept"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Pregnancy, 20 weeks, with hypertension", "O10.012"),
        ("28 weeks pregnant.\nHypertension.", "O10.013"),
        ("Hypertension in the second trimester.", "O10.012"),
    ],
)
def test_hypertension_of_a_pregnant_patient_is_coded_from_chapter_15(
    code: Code, text: str, made: str
) -> None:
    result = code(f"ASSESSMENT AND PLAN\n{text}\n")
    assert decisions(result)[made] == "review"
    assert "I10" not in decisions(result)


def test_any_condition_of_a_pregnant_patient_is_looked_at(code: Code) -> None:
    result = code("HPI\nShe is 30 weeks pregnant.\n\nASSESSMENT\nPsoriasis.\n")
    assert decisions(result) == {"L40.9": "review"}
    assert "I.C.15.a.1" in reasons(result, "L40.9")


@pytest.mark.parametrize(
    "text",
    [
        "She is not pregnant.",
        "Pregnancy test negative.",
        "She denies pregnancy.",
        "Two previous pregnancies.",
        "She is trying to become pregnant.",
        "His wife is pregnant.",
        "Born after an uneventful pregnancy.",
    ],
)
def test_what_is_said_of_another_or_no_pregnancy_changes_nothing(code: Code, text: str) -> None:
    result = code(f"HPI\n{text}\n\nASSESSMENT\nHypertension.\n")
    assert decisions(result) == {"I10": "accept"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diabetes with CKD stage 3a.", {"E11.22", "N18.31"}),
        ("Diabetic CKD stage 3b.", {"E11.22", "N18.32"}),
        ("Type 2 diabetes with chronic kidney disease stage 4.", {"E11.22", "N18.4"}),
        ("Type 2 diabetes with CKD.", {"E11.22"}),
    ],
)
def test_the_stage_is_reported_with_diabetic_kidney_disease(
    code: Code, text: str, expected: set[str]
) -> None:
    """E11.22 asks for the stage ("use additional code"), although both terms share words."""
    assert decisions(code(f"ASSESSMENT\n{text}\n")) == dict.fromkeys(expected, "accept")


def test_every_code_of_the_table_begins_one_of_the_release(store: Store) -> None:
    table = store.icd10cm_table(DAY)
    assert isinstance(table, Known)
    names = [code for code, _, _, _ in table.value.named()]
    for row in combinations():
        assert len(row.groups) >= 2
        for beginning in (*row.unless, *(one for group in row.groups for one in group)):
            assert beginning == PREGNANCY or any(name.startswith(beginning) for name in names), beginning


@pytest.mark.shared
def test_the_cited_sections_of_the_guidelines_say_it(shared_dir: Path) -> None:
    text = " ".join((shared_dir / "reference" / "manuals" / "icd10cm_guidelines.txt").read_text().split())
    said = {
        "I.C.9.a.1": "is assigned to a code from category I11, Hypertensive heart disease. Use additional",
        "I.C.9.a.2": "when both hypertension and a condition classifiable to category N18",
        "I.C.9.a.3": "I13, Hypertensive heart and chronic kidney disease, when there is hypertension",
        "I.A.15": "should be coded as related even in the absence of provider documentation",
        "I.C.4.a": "The diabetes mellitus codes are combination codes",
        "I.C.13.d.2": "not a traumatic fracture code, should be used for any patient with known osteoporosis",
        "I.C.14.a.1": "If both a stage of CKD and ESRD are documented, assign code N18.6 only",
        "I.C.15.a.1": "Chapter 15 codes have sequencing priority over codes from other chapters",
        "I.C.15.b.1": "These codes should not be used in conjunction with chapter 15 codes",
        "I.C.15.d": "Category O10, Pre-existing hypertension complicating pregnancy",
        "I.C.15.f": "should receive a principal diagnosis from subcategory O98.7-",
        "I.C.15.g": "patients who are diabetic should be assigned a code from category O24",
    }
    for sentence in said.values():
        assert sentence in text
    assert {one for row in combinations() for one in row.source.split(", ")} == set(said)


@pytest.mark.shared
def test_the_index_links_diabetes_with_every_complication_of_the_table(shared_dir: Path) -> None:
    """The 2025 index is the newest at hand: under "Diabetes, type 2, with" stands what the rows rest on."""
    with (shared_dir / "reference" / "icd10" / "ICD10CM_2025_Index.csv").open(newline="") as file:
        rows = [(int(row["Level"]), row["Term"], row["Code"]) for row in csv.DictReader(file)]
    start = rows.index((1, "type 2", "E11.9"))
    under: dict[str, str] = {}
    for level, term, named in rows[start + 2 :]:
        if level < 3:
            break
        if level == 3:
            under[term] = named
    for term, beginning in {
        "chronic kidney disease": "E11.22",
        "neuropathy": "E11.4",
        "polyneuropathy": "E11.4",
        "mononeuropathy": "E11.4",
        "gastroparesis": "E11.4",
        "retinopathy": "E11.3",
        "cataract": "E11.3",
        "peripheral angiopathy": "E11.5",
        "gangrene": "E11.5",
        "foot ulcer": "E11.6",
        "skin ulcer NEC": "E11.6",
        "osteomyelitis": "E11.6",
        "periodontal disease": "E11.6",
        "hyperglycemia": "E11.6",
        "hypoglycemia": "E11.6",
    }.items():
        assert under[term].startswith(beginning), term
