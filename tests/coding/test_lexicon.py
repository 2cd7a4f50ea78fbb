"""Our own terms: every code exists, no term leads two ways, every term is found."""

from collections import defaultdict
from datetime import date

import pytest

from cleanclaim.codesets import Known, Store, open_store
from cleanclaim.coding import Lexicon, build_lexicon
from cleanclaim.coding.classes import integral_symptoms
from cleanclaim.coding.lexicon import abbreviations, own_terms
from cleanclaim.primitives import NotLoaded

DAY = date(2025, 12, 1)


def test_every_code_of_our_terms_exists_in_the_release(store: Store) -> None:
    missing = {term.code for term in own_terms() if not isinstance(store.icd10cm(term.code, DAY), Known)}
    assert missing == set()


def test_every_code_of_our_abbreviations_exists_in_the_release(store: Store) -> None:
    codes = {one.code for meanings in abbreviations().values() for one in meanings if one.code}
    assert all(isinstance(store.icd10cm(code, DAY), Known) for code in codes)


def test_every_code_of_the_integral_symptoms_begins_one_of_the_release(store: Store) -> None:
    table = store.icd10cm_table(DAY)
    assert isinstance(table, Known)
    names = [code for code, _, _, _ in table.value.named()]
    for pair in integral_symptoms():
        for beginning in (pair.disease, *pair.symptoms):
            assert any(name.startswith(beginning) for name in names), beginning


def test_no_term_of_ours_leads_to_two_codes() -> None:
    codes = defaultdict(set)
    for term in own_terms():
        codes[term.words].add(term.code)
    assert {words: found for words, found in codes.items() if len(found) > 1} == {}


def test_no_term_of_ours_is_empty() -> None:
    assert [term for term in own_terms() if not term.words] == []


def test_there_are_terms_across_the_chapters_of_the_classification() -> None:
    assert len(own_terms()) > 2500
    assert {term.code[0] for term in own_terms()} >= set("ABCDEFGHIJKLMNOQRSTUZ")


def test_our_terms_win_over_the_tabular_list(lexicon: Lexicon) -> None:
    by_words = {term.words: term for term in lexicon.terms}
    assert by_words["diabetes",].code == "E119"
    assert by_words["asthma",].source == "own"


def test_a_store_without_a_release_for_the_day_is_refused(store: Store) -> None:
    with pytest.raises(NotLoaded, match="2030-01-01"):
        build_lexicon(store, date(2030, 1, 1))
    with pytest.raises(NotLoaded, match="No ICD-10-CM release is loaded"):
        build_lexicon(open_store(store.directory / "nothing"), DAY)
