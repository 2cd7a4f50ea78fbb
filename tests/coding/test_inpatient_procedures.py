"""ICD-10-PCS from invented reports of our own, against the real tables where they are at hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from cleanclaim.codesets import Store, open_store, pcs_meaning
from cleanclaim.codesets.answers import Known
from cleanclaim.coding.inpatient_procedures.books import NoBooks, PCSBooks, pcs_books
from cleanclaim.coding.inpatient_procedures.suggestions import PCSSuggestions, suggest_procedures
from cleanclaim.coding.note import take_apart
from cleanclaim.coding.stays import procedures_alone
from cleanclaim.coding.values import CodingContext, Document
from cleanclaim.reference import import_files

pytestmark = pytest.mark.shared

DAY = date(2025, 6, 1)
VIGNETTES = Path(__file__).parent / "vignettes_inpatient"


def vignettes() -> Iterator[Any]:
    for file in sorted(VIGNETTES.glob("*.yaml")):
        for one in yaml.safe_load(file.read_text("utf-8")):
            yield pytest.param(one, id=f"{file.stem}: {one['name']}")


@pytest.fixture(scope="module")
def store(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("pcs")
    books = shared_dir / "reference" / "icd10"
    import_files([books / "icd10pcs_tables_2025.xml", books / "icd10pcs_definitions_2025.xml"], place)
    return open_store(place)


@pytest.fixture(scope="module")
def books(store: Store) -> PCSBooks:
    found = pcs_books(store, DAY)
    assert isinstance(found, PCSBooks)
    return found


def coded(books: PCSBooks, text: str, *, operative: bool = True) -> PCSSuggestions:
    return suggest_procedures(take_apart(Document("note", text)), books, operative=operative)


def selected(result: PCSSuggestions) -> set[str]:
    return {one.code for one in result.suggestions if one.selected}


@pytest.mark.parametrize("vignette", list(vignettes()))
def test_a_report_gives_its_codes_and_asks_what_it_leaves_open(
    vignette: dict[str, Any], books: PCSBooks, store: Store
) -> None:
    result = coded(books, vignette["text"], operative=vignette.get("setting", "operative") == "operative")
    wanted = set(vignette["codes"])
    assert wanted <= selected(result) <= wanted | set(vignette.get("allow", []))
    assert {one.topic for one in result.queries} == set(vignette.get("queries", []))
    for one in result.suggestions:
        assert isinstance(pcs_meaning(store, one.code, DAY), Known), one.code
        assert one.evidence, one.code
        for piece in one.evidence:
            assert vignette["text"][piece.start : piece.end] == piece.text
            assert len(piece.text.split()) <= 12
        if one.selected:
            assert [line[0] for line in one.why[:7]] == list("1234567")


def test_a_missing_side_offers_both_codes_and_selects_none(books: PCSBooks) -> None:
    result = coded(books, "PROCEDURE: Total knee arthroplasty, cemented.")
    assert {one.code for one in result.suggestions} == {"0SRC0J9", "0SRD0J9"}
    assert not selected(result)
    (query,) = result.queries
    assert query.options[:2] == ("Knee Joint, Right", "Knee Joint, Left")
    assert query.options[-2:] == ("Other (please specify)", "Unable to determine")


def test_what_is_left_out_says_why(books: PCSBooks) -> None:
    result = coded(books, "PROCEDURE: Colonoscopy with snare polypectomy of a sigmoid colon polyp.")
    (left_out,) = [one for one in result.not_coded if one.code == "0DJD8ZZ"]
    assert "B3.11a" in left_out.reason


def test_every_choice_of_every_rule_is_a_value_of_its_table(books: PCSBooks) -> None:
    from cleanclaim.coding.inpatient_procedures.books import BODY_SYSTEMS
    from cleanclaim.coding.inpatient_procedures.rules import procedure_rules

    for rule in procedure_rules():
        tables = (
            [rule.table.replace("?", one) for one in BODY_SYSTEMS]
            if "?" in rule.table
            else rule.table.split("|")
        )
        rows = [row for table in tables for row in books.rows(table)]
        assert rows, rule.words
        for axis, choices in enumerate(rule.axes, 3):
            for choice in choices:
                value = choice.value.lstrip("@")
                if not value or value[0] in "?#*":
                    continue
                legal = {character for row in rows for character, _ in row.axes[axis].values}
                assert legal & set(value.strip("<>")), (rule.words, axis + 1, value)


def test_tables_of_the_year_before_are_used_with_a_warning_on_each_code(store: Store) -> None:
    older = pcs_books(store, date(2025, 12, 1))
    assert isinstance(older, PCSBooks)
    assert not older.in_force
    result = coded(older, "PROCEDURE: Laparoscopic appendectomy.")
    (code,) = result.suggestions
    assert "not in force on the date" in code.why[-1]
    assert code.decision == "review"


def test_tables_of_a_later_year_are_never_used(store: Store) -> None:
    assert isinstance(pcs_books(store, date(2024, 9, 30)), NoBooks)


def test_a_day_without_diagnosis_codes_still_gives_the_operation(store: Store) -> None:
    note = Document("note", "PROCEDURE: Laparoscopic appendectomy.")
    context = CodingContext(date_of_service=DAY, setting="operative", claim_type="facility")
    result = procedures_alone(note, context, store, "nothing loaded")
    assert result is not None
    assert [one.code for one in result.suggestions] == ["0DTJ4ZZ"]
    assert "diagnoses are not coded" in result.not_coded[0].reason


def test_the_surgeons_claim_for_an_operation_has_no_inpatient_codes(store: Store) -> None:
    note = Document("note", "PROCEDURE: Laparoscopic appendectomy.")
    context = CodingContext(date_of_service=DAY, setting="operative", claim_type="professional")
    assert procedures_alone(note, context, store, "nothing loaded") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("PROCEDURE:", "laparoscopic", "cholecystectomy", "left", "total hip arthroplasty"),
                *("\n", ".", "CABG x3", "biopsy of", "<b>", "lumbar puncture", "converted to open"),
                *("stent", "L4-S1 fusion", "1.", "for 5 days", "mechanically ventilated"),
                *("HOSPITAL COURSE:", "mesh", "\u0130", "aborted"),
            ]
        )
        | st.text(max_size=12),
        max_size=25,
    )
)
def test_whatever_the_text_each_code_is_legal_and_quotes_it(
    books: PCSBooks, store: Store, pieces: list[str]
) -> None:
    text = " ".join(pieces)
    for operative in (True, False):
        for one in coded(books, text, operative=operative).suggestions:
            assert isinstance(pcs_meaning(store, one.code, DAY), Known)
            assert one.evidence
            assert all(text[piece.start : piece.end] == piece.text for piece in one.evidence)
