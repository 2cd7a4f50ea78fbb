"""Coverage policies: which diagnoses support a procedure at a contractor on a day."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cleanclaim.codesets import (
    LCD,
    MEDICARE_CONTRACTOR,
    NCD,
    CoverageFound,
    DiagnosisGroup,
    DiagnosisSet,
    Known,
    NotCovered,
    Store,
    Unknown,
    coverage_policies,
    open_store,
)
from cleanclaim.primitives import ConfigurationError, UnreadableFile
from cleanclaim.reference import import_files
from cleanclaim.reference.importers import policies as importer
from tests.reference.mcd import DESCRIPTOR, article_tables, download, lcd_tables, ncd_tables
from tests.reference.official import write
from tests.reference.test_reference_command import run

DAY = date(2026, 11, 3)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("mcd")
    files = [
        download(place, "current_article", article_tables()),
        download(place, "current_lcd", lcd_tables()),
        download(place, "ncd", ncd_tables()),
    ]
    import_files(files, place / "store")
    return open_store(place / "store")


def found(
    store: Store, code: str, on: date = DAY, contractor: str | None = None, state: str | None = None
) -> CoverageFound:
    answer = coverage_policies(store, code, on, contractor=contractor, state=state)
    assert isinstance(answer, Known)
    return answer.value


def test_one_import_of_three_downloads_makes_a_release_of_each_and_one_of_the_contractors(
    store: Store,
) -> None:
    labels = [release.label for release in store.releases()]
    assert labels == [
        "Medicare billing articles 2026-11-12",
        "Medicare LCDs 2026-11-12",
        "Contractors of the coverage database 2026-11-12",
        "Medicare NCDs 2026-11-01",
    ]
    assert {release.completeness for release in store.releases()} == {"partial"}


def test_a_diagnosis_supports_a_procedure_when_the_group_that_names_it_lists_the_diagnosis(
    store: Store,
) -> None:
    (article,) = found(store, "11055", contractor="99102").articles
    (group,) = article.covered_groups("11055")
    assert "E11.42" in group.codes
    assert "e1142" in group.codes
    assert "L84" not in group.codes
    assert list(group.starred) == ["I70201"]
    assert group.note == "A starred code needs a note."
    assert article.lcds == ("L30001",)


def test_a_range_in_the_paragraph_names_every_code_in_it(store: Store) -> None:
    (article,) = found(store, "11056", contractor="99102").articles
    assert [list(group.codes) for group in article.covered_groups("11056")] == [["L84"]]
    assert [list(group.codes) for group in article.noncovered_groups("11056")] == [["Z0000"]]


def test_an_article_holds_for_its_contractors_and_for_the_states_of_its_contractors(store: Store) -> None:
    assert [one.article for one in found(store, "11055", state="mn").articles] == ["A50001"]
    assert [one.article for one in found(store, "11055", contractor="99202").articles] == ["A50001"]
    assert isinstance(coverage_policies(store, "11055", DAY, state="TX"), NotCovered)


def test_an_article_of_one_contractor_holds_in_the_states_that_it_names_itself(store: Store) -> None:
    summer = date(2026, 7, 1)
    assert [one.article for one in found(store, "11055", summer, state="ND").articles] == ["A50001", "A50002"]
    assert [one.article for one in found(store, "11055", summer, state="MN").articles] == ["A50001"]


def test_an_article_that_has_ended_is_not_in_force_and_one_that_begins_later_is_told_as_unsure(
    store: Store,
) -> None:
    assert [one.article for one in found(store, "11055", date(2026, 10, 1)).articles] == ["A50001"]
    early = found(store, "11055", date(2026, 1, 15))
    assert [one.article for one in early.articles] == ["A50001"]
    assert early.unsure == ("A50002",)


def test_an_article_without_any_list_of_diagnoses_restricts_nothing(store: Store) -> None:
    articles = {one.article: one for one in found(store, "11055", date(2026, 7, 1)).articles}
    assert (articles["A50001"].restricts, articles["A50002"].restricts) == (True, False)


def test_a_group_that_asks_for_a_second_code_is_marked_for_a_person_to_read(store: Store) -> None:
    (article,) = found(store, "97597").articles
    assert [group.conditional for group in article.covered_groups("97597")] == [True, True]
    (other,) = found(store, "11056").articles
    assert not any(group.conditional for group in other.covered_groups("11056"))


def test_what_is_listed_of_a_diagnosis_is_one_of_five(store: Store) -> None:
    articles = {one.article: one for one in found(store, "11055", date(2026, 7, 1)).articles}
    (both,) = found(store, "97597").articles
    listed = [articles["A50001"].listing("11055", code).value for code in ("E11.42", "Z00.00", "L84", "I10")]
    assert listed == ["covered", "noncovered", "not listed", "not listed"]
    assert articles["A50001"].listing("11056", "L84").value == "covered"
    assert articles["A50002"].listing("11055", "E11.42").value == "no list of diagnoses"
    assert both.listing("97597", "L97.511").value == "read the paragraph"


@pytest.mark.parametrize(
    ("paragraph", "conditional"),
    [
        ("These codes support medical necessity for CPT codes 11055 and 11056.", False),
        ("It is the provider's responsibility to select codes carried out to the highest level.", False),
        ("Primary diagnosis codes:", True),
        ("Secondary ICD-10-CM diagnosis codes", True),
        ("Refer to Group 3 for the secondary diagnosis.", True),
        ("Claims need a code from Group 1 and a code from Group 2.", True),
        ("A dual diagnosis applies.", True),
        ("Must be reported in addition to the underlying disease.", True),
    ],
)
def test_a_paragraph_that_asks_for_a_second_code_is_known_by_its_words(
    paragraph: str, conditional: bool
) -> None:
    nothing = DiagnosisSet.of(())
    assert DiagnosisGroup(1, True, nothing, nothing, paragraph).conditional is conditional


def test_limits_of_frequency_are_kept_as_sentences(store: Store) -> None:
    (article,) = found(store, "11055").articles
    assert article.frequency == (
        "Covered no more than two times per year.",
        "[descriptor] is allowed once per week.",
    )
    answer = store.find(LCD, "L30001", DAY)
    assert isinstance(answer, Known)
    assert answer.value[0].frequency == ("Not more than once every 60 days.",)


def test_no_descriptor_is_kept_anywhere(store: Store) -> None:
    articles = {one.article for one in found(store, "11055").articles}
    assert articles == {"A50001"}
    (article,) = found(store, "11055").articles
    assert article.groups[0].paragraph == "For 11055 ([descriptor]):"
    for path in store.directory.rglob("*"):
        assert not path.is_file() or DESCRIPTOR.encode() not in path.read_bytes()
    assert all(DESCRIPTOR not in str(group) for group in article.groups)


def test_a_drug_on_a_list_of_self_administered_ones_is_excluded_on_the_days_of_its_row(store: Store) -> None:
    (article,) = found(store, "J9999", contractor="99102").articles
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 11, 15), date(2026, 11, 16))
    assert [article.excludes("j9999", day) for day in days] == [False, True, True, False]
    assert not article.excludes("97597", DAY)


def test_a_national_policy_is_found_by_its_section_and_words_in_place_of_a_day_are_counted(
    store: Store,
) -> None:
    answer = store.find(NCD, "999.3", DAY)
    assert isinstance(answer, Known)
    assert (answer.value[0].title, answer.value[0].level) == ("Hats for the head", "2")
    assert "Policies without a date in figures, left out: 1." in answer.release.remarks


def test_contractors_are_known_by_number_and_their_people_are_not_kept(store: Store) -> None:
    answer = store.find(MEDICARE_CONTRACTOR, "99102", DAY)
    assert isinstance(answer, Known)
    assert (answer.value[0].name, answer.value[0].states) == ("Invented Northern", ("ND",))
    assert not any(b"A Person" in path.read_bytes() for path in store.directory.rglob("*") if path.is_file())


def test_an_excerpt_of_a_download_speaks_until_a_later_one_comes(store: Store) -> None:
    assert isinstance(coverage_policies(store, "11055", date(2026, 12, 28)), Known)


def test_a_download_speaks_for_45_days_after_its_last_change_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "in_bounds", lambda *_: [])
    import_files([download(tmp_path, "current_article", article_tables())], tmp_path / "store")
    answer = coverage_policies(open_store(tmp_path / "store"), "11055", date(2026, 12, 28))
    assert isinstance(answer, NotCovered)
    assert "in force on 2026-12-28" in answer.reason


def test_in_a_whole_download_a_code_that_no_article_lists_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "in_bounds", lambda *_: [])
    import_files([download(tmp_path, "current_article", article_tables())], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert {release.completeness for release in store.releases()} == {"complete"}
    assert isinstance(coverage_policies(store, "99213", DAY, state="ND"), Unknown)
    assert isinstance(coverage_policies(store, "11055", DAY, state="TX"), Unknown)


def test_a_download_without_contractors_is_partial_and_says_which_table_is_missing(tmp_path: Path) -> None:
    tables = {name: text for name, text in article_tables().items() if not name.startswith("contractor")}
    (release,) = import_files([download(tmp_path, "current_article", tables)], tmp_path / "store").releases
    assert "The table contractor, contractor_jurisdiction is missing." in release.remarks


@pytest.mark.parametrize(
    ("table", "old", "new", "says"),
    [
        ("article.csv", "2025-01-01 00:00:00", "in January", "record 1: 'in January' is not a date"),
        ("article_x_icd10_covered.csv", "E11.42", "E11,42", "'E11,42' is not a diagnosis code"),
        ("article_x_hcpc_code.csv", "11056", "1105", "record 2: '1105' is not a procedure code"),
        ("article_x_icd10_covered.csv", '"range"', '"rang"', "the column range is missing"),
        ("article_related_documents.csv", '"30001",', "", "there are 8 cells instead of 9"),
        ("contractor.csv", "99102", "99 102", "'99 102' is not a contractor number"),
    ],
)
def test_a_damaged_table_is_refused_with_its_place(
    tmp_path: Path, table: str, old: str, new: str, says: str
) -> None:
    tables = article_tables()
    tables[table] = tables[table].replace(old, new, 1)
    with pytest.raises(UnreadableFile) as caught:
        import_files([download(tmp_path, "current_article", tables)], tmp_path / "store")
    assert says in str(caught.value)
    assert table in str(caught.value)
    assert open_store(tmp_path / "store").releases() == ()


def test_a_table_alone_is_refused_with_what_to_import(tmp_path: Path) -> None:
    file = write(tmp_path / "article_x_hcpc_code.csv", article_tables()["article_x_hcpc_code.csv"])
    with pytest.raises(UnreadableFile, match="Import the whole download"):
        import_files([file], tmp_path / "store")


def test_a_cut_file_of_articles_is_one_clear_error(tmp_path: Path) -> None:
    import_files([download(tmp_path, "current_article", article_tables())], tmp_path / "store")
    (path,) = (tmp_path / "store").rglob("articles.sqlite")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(ConfigurationError, match="import the release again"):
        coverage_policies(open_store(tmp_path / "store"), "11055", DAY)


def test_the_command_says_what_each_article_lists_of_a_diagnosis(store: Store) -> None:
    asked = ("coverage", "11055", "--date", "2026-11-03", "--contractor", "99102")
    codes = ("E11.42", "Z00.00", "L84")
    done = run(
        store.directory.parent, "--reference", str(store.directory), *asked,
        *(part for code in codes for part in ("--diagnosis", code)), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (article,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert article["diagnoses"] == {"E11.42": "covered", "Z00.00": "noncovered", "L84": "not listed"}
    assert [(group["group"], group["codes"]) for group in article["covered"]] == [(1, 2)]
    plain = run(store.directory.parent, "--reference", str(store.directory), *asked)
    assert "A50001 version 7  Billing: 50001" in plain.stdout
    assert "covered group 1: E11.42, I70.201" in plain.stdout


_CODES = st.from_regex(r"[A-Z][0-9][0-9A-Z]{1,5}", fullmatch=True)


@given(st.lists(_CODES), _CODES)
def test_a_packed_set_answers_as_a_set_does(codes: list[str], other: str) -> None:
    packed = DiagnosisSet.of(codes)
    assert set(packed) == set(codes)
    assert len(packed) == len(set(codes))
    assert all(f"{code[:3]}.{code[3:]}".lower() in packed for code in codes)
    assert (other in packed) == (other in set(codes))
