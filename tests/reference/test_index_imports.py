"""The indexes of ICD-10-CM: from main term to code, see and see also, two tables of six columns."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    ICD10CM_DRUG,
    ICD10CM_EXTERNAL,
    ICD10CM_INDEX,
    ICD10CM_NEOPLASM,
    IndexTable,
    IndexTerm,
    Kind,
    Known,
    NotCovered,
    Store,
    neoplasm_reference,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.index_files import (
    CSV_HEADING,
    DRUG_XML,
    EXTERNAL_CSV,
    INDEX_CSV,
    INDEX_FILES,
    INDEX_XML,
)
from tests.reference.official import write

DAY = date(2026, 11, 3)


def imported(place: Path, kind: Kind[IndexTerm], name: str, on: date = DAY) -> IndexTable:
    import_files([write(place / name, INDEX_FILES[name], "utf-8")], place / "store")
    answer = open_store(place / "store").index(kind, on)
    assert isinstance(answer, Known)
    return answer.value


def main_term(table: IndexTable, word: str) -> IndexTerm:
    return table.main_terms(word)[0]


def test_the_way_goes_from_a_main_term_down_to_a_code(tmp_path: Path) -> None:
    table = imported(tmp_path, ICD10CM_INDEX, "icd10cm_index_2027.xml")
    abscess = main_term(table, "abscess")
    assert (abscess.code, abscess.modifiers) == ("L0291", ("connective tissue", "embolic"))
    assert [one.title for one in table.subterms(abscess)] == ["tooth, teeth", "with", "lung NEC"]
    assert [(one.level, one.title) for one in table.under(abscess)] == [
        (1, "tooth, teeth"), (1, "with"), (2, "lung disease"), (1, "lung NEC"),
    ]  # fmt: skip
    lung = table.under(abscess)[-1]
    assert [one.title for one in table.path(lung)] == ["Abscess", "lung NEC"]
    assert not lung.has_subterms
    assert table.subterms(lung) == table.under(lung) == ()


def test_a_dash_and_a_manifestation_are_kept(tmp_path: Path) -> None:
    table = imported(tmp_path, ICD10CM_INDEX, "icd10cm_index_2027.xml")
    dementia = main_term(table, "Dementia")
    assert (dementia.code, dementia.needs_more) == ("F039", True)
    wilson = next(one for one in table.under(dementia) if one.title.startswith("Wilson"))
    assert (wilson.code, wilson.manifestation, wilson.codes) == ("E8301", "F0280", ("E8301", "F0280"))
    assert [one.title for one in table.leading_to("F02.80")] == ["Wilson's disease"]
    assert main_term(table, "drinking").see == ("category F10",)


@pytest.mark.parametrize(
    ("reference", "title", "whole"),
    [
        ("Abscess, lung", "lung NEC", True),
        ("Abscess, tooth", "tooth, teeth", True),
        ("Abscess, teeth", "tooth, teeth", True),
        ("Abscess, lung disease", "lung disease", True),
        ("Abscess, by site", "Abscess", False),
        ("Dementia, Wilson's disease", "Wilson's disease", True),
        ("Drinking, harmful", "Drinking, harmful", True),
    ],
)
def test_a_reference_is_followed_as_far_as_it_leads(
    tmp_path: Path, reference: str, title: str, whole: bool
) -> None:
    table = imported(tmp_path, ICD10CM_INDEX, "icd10cm_index_2027.xml")
    followed = table.follow(reference)
    assert followed is not None
    assert (followed.term.title, followed.whole) == (title, whole)
    assert table.follow("Table of Drugs and Chemicals") is None
    assert table.follow("") is None


def test_the_columns_of_the_neoplasm_table_have_names(tmp_path: Path) -> None:
    table = imported(tmp_path, ICD10CM_NEOPLASM, "icd10cm_neoplasm_2027.xml")
    read = neoplasm_reference("Neoplasm, breast, skin, benign")
    assert read is not None
    site, column = read
    followed = table.follow(site)
    assert followed is not None
    assert (followed.term.title, followed.term.column(column)) == ("skin", "D235")
    assert followed.term.column("unspecified") == ""
    breast = table.subterms(main_term(table, "neoplasm"))[0]
    assert (breast.cells[0], breast.column("primary")) == ("C509-", "C509")
    assert neoplasm_reference("Abscess, lung") is None


def test_the_columns_of_the_table_of_drugs_have_names(tmp_path: Path) -> None:
    table = imported(tmp_path, ICD10CM_DRUG, "icd10cm_drug_2027.xml")
    heparin = main_term(table, "heparin")
    assert (heparin.column("adverse_effect"), heparin.column("underdosing")) == ("T45515", "T45516")
    assert heparin.modifiers == ("sodium",)
    antidote = table.subterms(heparin)[0]
    assert (antidote.column("assault"), antidote.column("adverse_effect")) == ("T457X1", "")


def test_the_csv_form_has_the_same_walk(tmp_path: Path) -> None:
    table = imported(tmp_path, ICD10CM_INDEX, "ICD10CM_2026_Index.csv", date(2026, 3, 1))
    abscess, boil = main_term(table, "abscess"), main_term(table, "boil")
    lung = table.subterms(abscess)[1]
    assert (lung.title, lung.modifiers, lung.code) == ("lung NEC", ("miliary",), "J852")
    assert [one.see_also for one in table.subterms(lung)] == [("Pneumonia",), ()]
    assert table.subterms(lung)[1].see == ("categories O03 and O04",)
    assert (boil.see, boil.modifiers) == (("Abscess, lung",), ("s",))
    assert table.subterms(boil)[0].title == "gluteal"
    causes = imported(tmp_path, ICD10CM_EXTERNAL, "ICD10CM_2026_ExternalIndex.csv", date(2026, 3, 1))
    pollution = main_term(causes, "pollution")
    assert (pollution.title, pollution.see, pollution.code) == ("Pollution condition", ("category Z57",), "")


def test_days_come_from_the_year_and_april_from_the_name(tmp_path: Path) -> None:
    name = "icd10cm-drug-April-1-2027-XML.xml"
    (release,) = import_files([write(tmp_path / name, DRUG_XML, "utf-8")], tmp_path / "store").releases
    assert (str(release.effective_from), str(release.effective_to)) == ("2027-04-01", "2027-09-30")
    assert release.completeness == "partial"
    assert "where 7,000 to 8,500 are expected" in release.remarks[0]


def test_the_nearest_index_answers_where_none_is_in_force(tmp_path: Path) -> None:
    import_files([write(tmp_path / "icd10cm_index_2027.xml", INDEX_XML, "utf-8")], tmp_path / "store")
    store = open_store(tmp_path / "store")
    for day in (date(2024, 1, 1), date(2029, 1, 1)):
        assert isinstance(store.index(ICD10CM_INDEX, day), NotCovered)
        nearest = store.nearest_index(ICD10CM_INDEX, day)
        assert isinstance(nearest, Known)
        assert nearest.release.label == "ICD-10-CM Alphabetic Index FY2027"
    assert isinstance(Store(tmp_path / "none").nearest_index(ICD10CM_INDEX, DAY), NotCovered)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("icd10cm_index_2026.xml", INDEX_XML, "the name says 2026, the content 2027"),
        ("index.csv", INDEX_CSV, "nothing says from when"),
        ("ICD10CM_2026_Index.csv", EXTERNAL_CSV, "those of the ICD-10-CM External Cause Index"),
        ("ICD10CM_2026_ExternalIndex.csv", INDEX_CSV, "those of the ICD-10-CM Alphabetic Index"),
        ("ICD10CM_2026_Index.csv", INDEX_CSV.replace("\n3,", "\n4,"), "row 4: row 4 does not follow 2"),
        ("ICD10CM_2026_Index.csv", INDEX_CSV.replace("4,A,2", "4,A,3"), "row 5: level '3' does not follow"),
        ("ICD10CM_2026_Index.csv", INDEX_CSV[:90], "this is no row of the index"),
        ("ICD10CM_2026_Index.csv", CSV_HEADING, "there is no term"),
        ("icd10cm_index_2027.xml", INDEX_XML[:-30], "not well-formed XML"),
    ],
)
def test_a_wrong_index_is_refused_with_the_reason(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text, "utf-8")], tmp_path / "store")
    assert says in str(caught.value)
    assert open_store(tmp_path / "store").releases() == ()


def test_what_is_no_code_makes_it_partial_and_is_told(tmp_path: Path) -> None:
    text = INDEX_XML.replace("K04.7", "KO4.7")
    (release,) = import_files(
        [write(tmp_path / "icd10cm_index_2027.xml", text, "utf-8")], tmp_path / "store"
    ).releases
    assert "Not understood as codes: tooth, teeth: KO4.7." in release.remarks


@pytest.mark.shared
def test_the_real_indexes_are_complete_and_lead_to_codes(tmp_path: Path, shared_dir: Path) -> None:
    place = shared_dir / "reference/icd10"
    files = [*place.glob("ICD10CM_2025_*Index.csv"), *place.glob("icd10cm-*-April-1-2026-XML.xml")]
    assert len(files) == 5
    releases = import_files(files, tmp_path / "store").releases
    assert {release.completeness for release in releases} == {"complete"}
    assert {release.counts["terms"] for release in releases} == {81024, 8064, 8090, 7430, 1940}
    store = open_store(tmp_path / "store")
    index = store.index(ICD10CM_INDEX, date(2025, 1, 1))
    assert isinstance(index, Known)
    followed = index.value.follow("Infarct, myocardium")
    assert followed is not None
    assert (followed.whole, followed.term.code) == (True, "I219")
    drugs = store.index(ICD10CM_DRUG, date(2026, 5, 1))
    assert isinstance(drugs, Known)
    assert main_term(drugs.value, "ibuprofen").column("adverse_effect") == "T39315"


@pytest.mark.shared
def test_most_references_of_the_real_index_lead_somewhere(tmp_path: Path, shared_dir: Path) -> None:
    file = shared_dir / "reference/icd10/ICD10CM_2025_Index.csv"
    import_files([file], tmp_path / "store")
    answer = open_store(tmp_path / "store").index(ICD10CM_INDEX, date(2025, 1, 1))
    assert isinstance(answer, Known)
    table = answer.value
    references = [
        see
        for main in list(table.every_main_term())[::40]
        for term in (main, *table.under(main))
        for see in term.see
        if "by " not in see and not see.startswith(("Neoplasm", "Table of", "categor"))
    ]
    assert len(references) > 200
    whole = [see for see in references if (found := table.follow(see)) is not None and found.whole]
    assert len(whole) / len(references) > 0.9
