"""What a diagnosis code means on a date of service, and what is answered when nobody can say."""

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import ICD10CMEntry, Known, NotCovered, Store, Unknown, open_store

DAY = date(2025, 12, 1)


def entry(store: Store, code: str, on: date = DAY) -> ICD10CMEntry:
    answer = store.icd10cm(code, on)
    assert isinstance(answer, Known), answer
    return answer.value


def test_a_code_is_found_with_and_without_its_dot_and_in_lower_case(store: Store) -> None:
    assert entry(store, "E11.9") == entry(store, "E119") == entry(store, " e11.9 ")
    assert entry(store, "E119").title == "Type 2 diabetes mellitus without complications"


@pytest.mark.parametrize(
    ("code", "billable"),
    [("E11", False), ("E11.9", True), ("I10", True), ("S52.501", False), ("S52.501A", True), ("G35", False)],
)
def test_only_codes_with_nothing_under_them_are_billable(store: Store, code: str, billable: bool) -> None:
    assert entry(store, code).billable is billable


def test_a_code_made_by_its_seventh_character_has_a_whole_title(store: Store) -> None:
    found = entry(store, "S52501A")
    assert found.title == (
        "Unspecified fracture of the lower end of right radius, initial encounter for closed fracture"
    )
    assert found.parents == ("S52501", "S5250", "S525", "S52")
    assert dict(found.seventh_characters)["S"] == "sequela"


def test_a_placeholder_code_hangs_under_its_short_form(store: Store) -> None:
    assert entry(store, "T63001A").billable
    assert entry(store, "O3110X0").parents[0] == "O3110"


def test_a_note_at_the_category_applies_to_the_codes_under_it(store: Store) -> None:
    at_category = [note for note in entry(store, "E119").excludes1 if note.at == "E11"]
    assert any("O24410" in span for note in at_category for span in note.spans)
    assert "gestational diabetes (O24.4-)" in {note.text for note in at_category}


def test_a_note_at_the_chapter_applies_too(store: Store) -> None:
    assert any(note.at == "chapter 1" for note in entry(store, "A000").excludes2)


@pytest.mark.parametrize(
    ("code", "manifestation"),
    [("D638", True), ("F0280", True), ("E0822", False), ("J449", False), ("M545", False)],
)
def test_manifestations_are_told_by_title_and_code_first_note(
    store: Store, code: str, manifestation: bool
) -> None:
    assert entry(store, code).is_manifestation is manifestation


def test_a_code_that_does_not_exist_is_unknown_and_names_the_release(store: Store) -> None:
    answer = store.icd10cm("E11.999", DAY)
    assert isinstance(answer, Unknown)
    assert "FY2026" in answer.release.label


@pytest.mark.parametrize("on", [date(2025, 9, 30), date(2026, 10, 1), date(1999, 1, 1)])
def test_a_date_outside_the_release_is_not_covered_rather_than_invalid(store: Store, on: date) -> None:
    for code in ("E11.9", "E11.999"):
        answer = store.icd10cm(code, on)
        assert isinstance(answer, NotCovered)
        assert str(on) in answer.reason


@pytest.mark.parametrize("on", [date(2025, 10, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30)])
def test_the_first_and_last_days_of_the_fiscal_year_are_covered(store: Store, on: date) -> None:
    assert entry(store, "G35.D", on).billable


def test_an_empty_store_has_nothing_loaded_and_says_so(tmp_path: Path) -> None:
    for directory in (tmp_path, tmp_path / "never made"):
        store = open_store(directory)
        assert store.releases() == ()
        answer = store.icd10cm("E119", DAY)
        assert isinstance(answer, NotCovered)
        assert "No ICD-10-CM release is loaded" in answer.reason
        assert isinstance(store.search_icd10cm("asthma", DAY), NotCovered)


def test_children_are_listed_in_order(store: Store) -> None:
    answer = store.icd10cm_children("M54.5", DAY)
    assert isinstance(answer, Known)
    assert answer.value == ("M5450", "M5451", "M5459")


def found(store: Store, words: str) -> list[str]:
    answer = store.search_icd10cm(words, DAY)
    assert isinstance(answer, Known)
    return [hit.code for hit in answer.value]


def test_search_finds_by_words_in_any_order_and_form(store: Store) -> None:
    assert "S93409A" in found(store, "ankle sprains")[:5]
    assert "S63502" in found(store, "left wrist sprains")[:5]
    assert found(store, "pain back low")[0] == "M5450"


def test_search_finds_by_an_inclusion_term(store: Store) -> None:
    assert "J449" in found(store, "chronic obstructive lung disease NOS")[:10]


def test_search_finds_by_the_beginning_of_a_code(store: Store) -> None:
    assert found(store, "M54.5") == ["M545", "M5450", "M5451", "M5459"]


def test_a_word_of_thousands_of_titles_finds_short_ones(store: Store) -> None:
    titles = [entry(store, code).title for code in found(store, "unspecified")]
    assert len(titles) == 25
    assert all("unspecified" in title.lower() for title in titles)
    assert max(len(title) for title in titles) < 40


@pytest.mark.parametrize("words", ["", "   ", '"', "a AND OR NOT", "(", "*", "%_", "'; DROP TABLE node; --"])
def test_search_takes_any_text(store: Store, words: str) -> None:
    assert isinstance(store.search_icd10cm(words, DAY), Known)


def _ask(directory: Path) -> str:
    return entry(open_store(directory), "E119").title


def test_several_processes_read_at_once_and_a_fork_keeps_working(store: Store, store_directory: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        titles = pool.map(_ask, [store_directory] * 4)
    assert set(titles) == {entry(store, "E119").title}
