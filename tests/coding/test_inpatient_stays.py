"""Facility coding of invented stays: principal diagnosis, present on admission, MS-DRG, two claims apart."""

from collections.abc import Callable
from typing import Any

import pytest

from cleanclaim.codesets import Store
from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, suggest
from cleanclaim.coding.values import Stay

from .conftest import DAY

STAY = """HISTORY OF PRESENT ILLNESS: 71-year-old woman with COPD presented with cough and fever.
HOSPITAL COURSE: She was found to have pneumonia. She developed acute kidney injury on hospital day 3.
DISCHARGE DIAGNOSES:
1. Community-acquired pneumonia
2. Acute kidney injury
3. Hypothyroidism
"""

Coder = Callable[..., CodingResult]


@pytest.fixture(scope="module")
def stay(store: Store, lexicon: Lexicon) -> Coder:
    def run(text: str, **more: Any) -> CodingResult:
        context = CodingContext(
            date_of_service=DAY,
            **{"setting": "inpatient", "claim_type": "facility", "patient_sex": "F", **more},
        )
        return suggest(Document("stay", text), context, lexicon, store)

    return run


def indicators(result: CodingResult) -> dict[str, str | None]:
    return {one.code: one.poa for one in result.suggestions if one.selected and one.system == "ICD10CM"}


def group(result: CodingResult) -> Stay:
    assert isinstance(result.stay, Stay)
    return result.stay


def test_what_brought_the_patient_in_is_y_and_what_arose_later_n(stay: Coder) -> None:
    found = indicators(stay(STAY))
    assert (found["J18.9"], found["N17.9"], found["E03.9"]) == ("Y", "N", "Y")


def test_the_reason_for_an_indicator_quotes_the_note(stay: Coder) -> None:
    kidney = next(one for one in stay(STAY).suggestions if one.code == "N17.9")
    assert any("developed" in line for line in kidney.why)


def test_an_acute_condition_without_a_time_is_asked_about(stay: Coder) -> None:
    result = stay("DISCHARGE DIAGNOSES:\n1. Community-acquired pneumonia\n2. Acute kidney injury\n")
    assert indicators(result)["N17.9"] == "U"
    (query,) = [one for one in result.queries if one.topic == "present-on-admission"]
    assert query.options[-2:] == ("Other (please specify)", "Unable to determine")


def test_a_condition_that_arose_in_the_hospital_is_not_principal(stay: Coder) -> None:
    result = stay(
        "HOSPITAL COURSE: Admitted with cellulitis of the right leg. "
        "She developed pneumonia on hospital day 4.\n"
        "DISCHARGE DIAGNOSES:\n1. Hospital-acquired pneumonia\n2. Cellulitis of right leg\n"
    )
    first = next(one for one in result.suggestions if one.role == "first")
    assert first.code.startswith("L03.11")
    assert group(result).principal == first.code


def test_a_named_principal_diagnosis_is_first(stay: Coder) -> None:
    result = stay(
        "SECONDARY DIAGNOSES:\n1. Hypothyroidism\nPRINCIPAL DIAGNOSIS: Community-acquired pneumonia\n"
    )
    assert group(result).principal == "J18.9"


def test_the_group_is_shown_with_and_without_each_diagnosis(stay: Coder) -> None:
    text = (
        "DISCHARGE DIAGNOSES:\n1. Community-acquired pneumonia, present on admission\n"
        "2. Acute kidney injury, present on admission\n"
    )
    found = group(stay(text))
    assert found.drg == "194"
    (effect,) = found.effects
    assert (effect.code, effect.drg_without) == ("N17.9", "195")


def test_without_the_patients_sex_there_is_no_group_and_the_reason_is_given(stay: Coder) -> None:
    found = group(stay(STAY, patient_sex=None))
    assert found.drg is None
    assert "sex" in found.notes[0]


def test_no_query_speaks_of_payment_or_groups(stay: Coder) -> None:
    for query in stay(STAY).queries:
        words = " ".join((query.question, *query.options)).lower()
        assert not any(word in words for word in ("drg", "pay", "reimburse", "cc ", "mcc"))


def test_an_uncertain_diagnosis_at_discharge_is_coded_for_the_facility(stay: Coder) -> None:
    text = "DISCHARGE DIAGNOSES:\n1. Probable pneumonia\n"
    assert "J18.9" in indicators(stay(text))
    assert "J18.9" not in indicators(stay(text, setting="office", claim_type="professional"))


def test_the_professional_claim_of_a_stay_has_no_facility_codes(stay: Coder) -> None:
    result = stay(STAY, claim_type="professional")
    assert not isinstance(result.stay, Stay)
    assert not any(one.system == "ICD10PCS" or one.poa for one in result.suggestions)


def test_the_facility_claim_of_a_stay_has_no_visit(stay: Coder) -> None:
    result = stay(STAY)
    assert result.em is None
    assert not any(one.system in ("CPT", "HCPCS") for one in result.suggestions)


def test_without_tables_no_procedure_is_suggested_and_the_result_says_so(stay: Coder) -> None:
    result = stay("PROCEDURE: Laparoscopic appendectomy.\nDISCHARGE DIAGNOSIS: Acute appendicitis\n")
    assert not any(one.system == "ICD10PCS" for one in result.suggestions)
    assert result.releases["ICD10PCS_TABLES"] == "not loaded"
    assert any("procedures are not coded" in one.reason for one in result.not_coded)


def test_ranks_run_from_one_with_the_selected_first(stay: Coder) -> None:
    suggestions = stay(STAY).suggestions
    assert [one.rank for one in suggestions] == list(range(1, len(suggestions) + 1))
    assert [one.selected for one in suggestions] == sorted(
        (one.selected for one in suggestions), reverse=True
    )
