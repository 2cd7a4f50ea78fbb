"""Code lists as the validator asks for them: what ships, what is loaded, what is not, what has aged."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import Store
from cleanclaim.exchange.code_lists import ENTITIES, STATES, STATES_OF_ZIP_PREFIX
from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.reference import ensure_store, import_files
from cleanclaim.x12 import CodeAnswer, composite, validate
from tests.reference.official import hcpcs, hcpcs_row
from tests.x12.samples import CLAIM, HEADER, changed, claim_file

KNOWN, UNKNOWN, NOT_LOADED, AGED = (
    CodeAnswer.KNOWN,
    CodeAnswer.UNKNOWN,
    CodeAnswer.NOT_LOADED,
    CodeAnswer.AGED,
)
IN_FORCE = date(2025, 12, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return ensure_store(tmp_path_factory.mktemp("codes"))


@pytest.mark.parametrize(
    ("kind", "code", "answer"),
    [
        ("pos", "02", KNOWN),
        ("pos", "97", UNKNOWN),
        ("carc", "45", KNOWN),
        ("carc", "B7", KNOWN),
        ("carc", "999", UNKNOWN),
        ("rarc", "MA01", KNOWN),
        ("rarc", "N130", KNOWN),
        ("rarc", "MA1", UNKNOWN),
        ("rarc", "N9999", UNKNOWN),
        ("rarc", "N800", AGED),
        ("state", "PR", KNOWN),
        ("state", "ZZ", UNKNOWN),
        ("country", "CA", KNOWN),
        ("country", "ZZ", UNKNOWN),
        ("zip_state", "FL 33111", KNOWN),
        ("zip_state", "FL 99999", UNKNOWN),
        ("zip_state", "AE 09012", KNOWN),
        ("modifier", "25", KNOWN),
        ("modifier", "LT", KNOWN),
        ("modifier", "12", NOT_LOADED),
        ("modifier", "YY", NOT_LOADED),
        ("modifier", "!!", UNKNOWN),
        ("hcpcs", "99213", NOT_LOADED),
        ("hcpcs", "J1100", NOT_LOADED),
        ("hcpcs", "9921", UNKNOWN),
        ("hcpcs", "00000", UNKNOWN),
        ("hcpcs", "99999", UNKNOWN),
        ("hcpcs", "99607", NOT_LOADED),
        ("hcpcs", "0001U", NOT_LOADED),
        ("revenue", "0450", KNOWN),
        ("revenue", "450", KNOWN),
        ("revenue", "0166", UNKNOWN),
        ("revenue", "9999", UNKNOWN),
        ("facility_type", "11", KNOWN),
        ("facility_type", "19", UNKNOWN),
        ("facility_type", "00", UNKNOWN),
        ("frequency", "7", KNOWN),
        ("frequency", "6", UNKNOWN),
        ("frequency", "X", UNKNOWN),
        ("admission_type", "3", KNOWN),
        ("admission_type", "6", UNKNOWN),
        ("admission_source", "F", KNOWN),
        ("admission_source", "7", UNKNOWN),
        ("patient_status", "30", KNOWN),
        ("patient_status", "11", UNKNOWN),
        ("tooth", "32", KNOWN),
        ("tooth", "KS", KNOWN),
        ("tooth", "82", KNOWN),
        ("tooth", "33", UNKNOWN),
        ("tooth", "U", UNKNOWN),
        ("oral_cavity", "40", NOT_LOADED),
        ("oral_cavity", "77", UNKNOWN),
        ("patient_status", "1", UNKNOWN),
        ("taxonomy", "207Q00000X", NOT_LOADED),
        ("taxonomy", "FAMILYDOC1", UNKNOWN),
        ("taxonomy", "999F00000X", UNKNOWN),
        ("taxonomy", "203BF0100Y", NOT_LOADED),
        ("claim_status_category", "A7", KNOWN),
        ("claim_status_category", "A9", UNKNOWN),
        ("claim_status", "20", KNOWN),
        ("claim_status", "999", AGED),
        ("claim_status", "A20", UNKNOWN),
        ("entity", "85", KNOWN),
        ("entity", "ZQ", AGED),
        ("entity", "Q", UNKNOWN),
        ("condition_code", "09", KNOWN),
        ("condition_code", "9", UNKNOWN),
        ("condition_code", "8Z", UNKNOWN),
        ("occurrence_code", "11", KNOWN),
        ("occurrence_code", "Z9", NOT_LOADED),
        ("occurrence_span_code", "74", KNOWN),
        ("occurrence_span_code", "7", UNKNOWN),
        ("value_code", "80", KNOWN),
        ("value_code", "!1", UNKNOWN),
        ("cdt", "D0120", NOT_LOADED),
        ("cdt", "0120", UNKNOWN),
    ],
)
def test_without_a_store_short_lists_answer_and_of_others_the_form(
    kind: str, code: str, answer: CodeAnswer
) -> None:
    assert StoreLookup().look_up(kind, code, IN_FORCE) is answer


@pytest.mark.parametrize(
    ("code", "on", "answer"),
    [
        ("E119", IN_FORCE, KNOWN),
        ("E11", IN_FORCE, CodeAnswer.INCOMPLETE),
        ("J9999Q", IN_FORCE, UNKNOWN),
        ("J9999Q", date(2030, 1, 1), AGED),
        ("E119", date(2030, 1, 1), KNOWN),
        ("E119", date(2020, 1, 1), NOT_LOADED),
        ("E119", None, KNOWN),
    ],
)
def test_a_diagnosis_is_looked_up_on_its_day(
    store: Store, code: str, on: date | None, answer: CodeAnswer
) -> None:
    assert StoreLookup(store).look_up("icd10cm", code, on) is answer


def test_a_list_that_was_taken_long_before_the_day_warns_and_does_not_refuse() -> None:
    lookup = StoreLookup()
    assert lookup.look_up("pos", "97", date(2026, 6, 1)) is UNKNOWN
    assert lookup.look_up("pos", "97", date(2028, 6, 1)) is AGED
    assert lookup.look_up("pos", "11", date(2028, 6, 1)) is KNOWN


def test_a_code_that_has_ended_is_right_before_its_end() -> None:
    lookup = StoreLookup()
    assert lookup.look_up("admission_source", "7", date(2005, 11, 1)) is KNOWN
    assert lookup.look_up("admission_source", "7", IN_FORCE) is UNKNOWN


def test_without_icd_10_cm_a_diagnosis_is_not_checked(tmp_path: Path) -> None:
    assert StoreLookup(Store(tmp_path)).look_up("icd10cm", "NONSENSE", IN_FORCE) is NOT_LOADED


def test_the_lists_hold_what_their_size_promises() -> None:
    assert len(ENTITIES) == 229
    assert len(STATES) == 62
    assert STATES_OF_ZIP_PREFIX["063"] == {"CT", "NY"}


def test_each_place_is_asked_of_its_own_list_on_its_own_day(store: Store) -> None:
    asked: list[tuple[str, str, date | None]] = []

    class Watching(StoreLookup):
        def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
            asked.append((kind, code, on))
            return super().look_up(kind, code, on)

    rows = changed(
        changed((*HEADER, *CLAIM), ("SV1",), 1, composite("HC", "99213", "25")), ("DTP",), 3, "20251119"
    )
    assert validate(claim_file(rows), levels=(5,), codes=Watching(store)) == []
    assert ("modifier", "25", date(2025, 11, 19)) in asked
    assert ("hcpcs", "93000", date(2025, 11, 20)) in asked
    assert ("icd10cm", "E119", date(2025, 11, 19)) in asked
    assert ("zip_state", "IL 62701", date(2025, 12, 1)) in asked


def test_a_category_of_diagnoses_warns(store: Store) -> None:
    rows = changed((*HEADER, *CLAIM), ("HI",), 1, composite("ABK", "E11"))
    (problem,) = validate(claim_file(rows), levels=(5,), codes=StoreLookup(store))
    assert (problem.id, problem.severity.value, problem.value) == ("code-incomplete", "warning", "E11")


def test_a_diagnosis_with_its_decimal_point_is_told_as_that(store: Store) -> None:
    rows = changed((*HEADER, *CLAIM), ("HI",), 1, composite("ABK", "E11.9"))
    (problem,) = validate(claim_file(rows), levels=(5,), codes=StoreLookup(store))
    assert (problem.id, problem.element) == ("code-with-decimal-point", "HI01-2")


def test_a_level_ii_code_is_asked_of_the_list_that_is_loaded_on_its_day(tmp_path: Path) -> None:
    table = hcpcs(
        tmp_path / "HCPC2026_OCT_ANWEB.csv",
        hcpcs_row("A4550", "3", "Surgical trays"),
        hcpcs_row("G0503", "3", "Ended", TERM_DT="20261031"),
    )
    import_files([table], tmp_path / "store")
    codes = StoreLookup(Store(tmp_path / "store"))
    assert codes.look_up("hcpcs", "A4550", date(2026, 11, 3)) is KNOWN
    assert codes.look_up("hcpcs", "G0503", date(2026, 10, 3)) is KNOWN
    assert codes.look_up("hcpcs", "G0503", date(2026, 11, 3)) is UNKNOWN
    assert codes.look_up("hcpcs", "G0503", date(2027, 3, 1)) is AGED
    assert codes.look_up("hcpcs", "A4551", date(2026, 11, 3)) is NOT_LOADED, "the list is partial"
    assert codes.look_up("hcpcs", "99213", date(2026, 11, 3)) is NOT_LOADED
    assert codes.look_up("hcpcs", "A455", date(2026, 11, 3)) is UNKNOWN
    assert codes.look_up("icd10pcs", "0BJ08ZZ", date(2026, 11, 3)) is NOT_LOADED
