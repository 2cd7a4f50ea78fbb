"""What people type, and the code they mean: on the first screen."""

from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.codesets import (
    HCPCS,
    ICD10CM_DRUG,
    ICD10CM_INDEX,
    Kind,
    Known,
    SearchHit,
    Store,
    open_store,
)
from cleanclaim.codesets.search_words import diagnosis_words, supply_words
from cleanclaim.codesets.spelling import Speller
from cleanclaim.codesets.stemming import stem
from cleanclaim.reference import ensure_store, import_files

DAY = date(2026, 5, 1)
FIRST_SCREEN = 10
RATE = 0.95


def pairs() -> list[tuple[str, set[str]]]:
    """Questions and the codes that count as meant."""
    text = (Path(__file__).parent / "search_pairs.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(question, set(codes.split())) for question, codes in lines]


def hits(store: Store, words: str, limit: int = FIRST_SCREEN, on: date = DAY) -> tuple[SearchHit, ...]:
    answer = store.search_icd10cm(words, on, limit=limit)
    assert isinstance(answer, Known)
    return answer.value


def missed(store: Store) -> list[str]:
    return [
        question for question, codes in pairs() if not codes & {hit.code for hit in hits(store, question)}
    ]


def test_the_code_that_is_meant_is_on_the_first_screen(store: Store) -> None:
    assert len(pairs()) >= 500
    lost = missed(store)
    assert len(lost) <= len(pairs()) * (1 - RATE), lost


@pytest.mark.parametrize(
    ("question", "first"),
    [("acute chilblains", "T69"), ("severe acute keloid", "L91"), ("chronic recurrent molluscum", "B08")],
)
def test_where_no_code_has_all_words_the_rarest_of_them_counts_most(
    store: Store, question: str, first: str
) -> None:
    assert hits(store, question)[0].code.startswith(first)


def test_every_code_that_is_called_meant_exists(store: Store) -> None:
    for question, codes in pairs():
        for code in codes:
            assert isinstance(store.icd10cm(code, DAY), Known), (question, code)


def lines_of(name: str) -> Iterator[list[str]]:
    """The lines of a file of words."""
    text = resources.files("cleanclaim.codesets").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def test_every_lay_word_points_to_a_billable_code_and_finds_it_first(store: Store) -> None:
    seen = set()
    for phrase, _, codes in lines_of("diagnosis_words.tsv"):
        assert phrase not in seen, phrase
        seen.add(phrase)
        billable = [
            code.replace(".", "")
            for code in codes.split()
            if isinstance(answer := store.icd10cm(code, DAY), Known) and answer.value.billable
        ]
        assert billable, phrase
        assert hits(store, phrase, 1)[0].code == billable[0], phrase
    assert len(seen) > 900


def test_equivalent_words_are_ones_that_titles_have(store: Store) -> None:
    """A form of which no title has the words could never find anything."""
    for typed, *others in lines_of("equivalent_words.tsv"):
        assert others, typed
        assert any(hits(store, other, 1) for other in others), typed


def test_words_may_come_in_any_order_and_be_cut_short(store: Store) -> None:
    first = hits(store, "diabetic neuropathy type 2", 3)
    assert {hit.code for hit in first} == {hit.code for hit in hits(store, "type 2 neuropathy diabetic", 3)}
    assert "J45909" in {hit.code for hit in hits(store, "asthm")}
    assert "K5732" in {hit.code for hit in hits(store, "divertic large intest")}


def test_a_title_says_by_what_it_was_found(store: Store) -> None:
    assert hits(store, "heart attack", 1)[0].found_by == "heart attack"
    assert hits(store, "Essential (primary) hypertension", 1)[0].found_by == ""
    by_term = [hit for hit in hits(store, "renal tubular degeneration diabetes") if hit.code == "E1129"]
    assert by_term[0].found_by == "Type 2 diabetes mellitus with renal tubular degeneration"


def test_parts_of_codes_find_codes_with_and_without_the_dot(store: Store) -> None:
    for fragment in ("M54.5", "m545", " M54.5 "):
        assert [hit.code for hit in hits(store, fragment)] == ["M545", "M5450", "M5451", "M5459"]
    assert "M5450" in {hit.code for hit in hits(store, "54.50")}
    assert [hit.code for hit in hits(store, "S52501A")] == ["S52501A"]


def test_a_slip_of_spelling_is_forgiven_and_a_right_word_is_not_corrected(store: Store) -> None:
    assert hits(store, "ashtma", 3)[0].title.startswith("Unspecified asthma")
    assert all(
        "ileum" in hit.title.lower() or "ileal" in hit.title.lower() for hit in hits(store, "ileum", 3)
    )
    assert hits(store, "qqqqqqqq") == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_may_be_asked_for(store: Store, text: str) -> None:
    assert len(hits(store, text)) <= FIRST_SCREEN


@settings(max_examples=80, deadline=None)
@given(word=st.sampled_from(["diarrhea", "cellulitis", "hypertension", "osteoporosis"]), data=st.data())
def test_one_letter_lost_doubled_or_exchanged_still_leads_to_the_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    slip = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    speller = Speller([("diarrhea", 1), ("cellulitis", 1), ("hypertension", 1), ("osteoporosis", 1)])
    assert speller.nearest(slip) == word


@pytest.mark.parametrize(
    ("word", "stems_to"),
    [("caresses", "caress"), ("fractures", "fractur"), ("relational", "relat"), ("agreed", "agre"),
     ("hopping", "hop"), ("happy", "happi"), ("generalization", "gener"), ("as", "as")],
)  # fmt: skip
def test_stems_are_porters(word: str, stems_to: str) -> None:
    assert stem(word) == stems_to


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Store:
    """What ships, with the real indexes, PCS tables and HCPCS table at hand."""
    store, place = tmp_path_factory.mktemp("official"), shared_dir / "reference"
    ensure_store(store)
    names = (
        "icd10/ICD10CM_2025_Index.csv",
        "icd10/ICD10CM_2025_ExternalIndex.csv",
        "icd10/icd10cm-drug-April-1-2026-XML.xml",
        "hcpcs/HCPC2020_OCT_ANWEB.xlsx",
    )
    import_files([place / name for name in names], store)
    return open_store(store)


@pytest.mark.shared
def test_with_the_official_index_the_rate_holds_too(official: Store) -> None:
    assert isinstance(official.nearest_index(ICD10CM_INDEX, DAY), Known)
    lost = missed(official)
    assert len(lost) <= len(pairs()) * (1 - RATE), lost


@pytest.mark.shared
def test_the_table_of_drugs_finds_poisoning_and_adverse_effects(official: Store) -> None:
    assert isinstance(official.nearest_index(ICD10CM_DRUG, DAY), Known)
    for words, code in (
        ("poisoning by ibuprofen accidental", "T39311"),
        ("adverse effect of heparin", "T45515"),
        ("underdosing insulin", "T383X6"),
    ):
        assert hits(official, words, 3)[0].code == code


def found(store: Store, kind: Kind[object], words: str, on: date, limit: int = FIRST_SCREEN) -> list[str]:  # type: ignore[type-var]
    answer = store.search(kind, words, on, limit=limit)
    assert isinstance(answer, Known)
    return [hit.code for hit in answer.value]


@pytest.mark.shared
def test_every_supply_word_points_to_a_code_of_the_official_table(official: Store) -> None:
    on = date(2020, 11, 1)
    for phrase, _, codes in lines_of("supply_words.tsv"):
        for code in codes.split():
            assert isinstance(official.find(HCPCS, code, on), Known), (phrase, code)
        assert found(official, HCPCS, phrase, on, 1) == codes.split()[:1], phrase
    assert len(supply_words().common) > 80


@pytest.mark.shared
def test_supplies_are_found_by_words_slips_and_beginnings(official: Store) -> None:
    on = date(2020, 11, 1)
    for words, code in (
        ("folding walker wheeled", "E0143"),
        ("weelchair", "K0001"),
        ("injection ketorolac", "J1885"),
        ("A425", "A4253"),
        ("ambulance basic life support emergency", "A0429"),
    ):
        assert code in found(official, HCPCS, words, on), words


@pytest.mark.shared
def test_ended_supplies_are_only_told_when_asked_for_by_code(official: Store) -> None:
    on = date(2020, 11, 1)
    table = official.table(HCPCS, on)
    assert isinstance(table, Known)
    keys = table.value.keys()
    ended = next(key for key in keys if len(key) == 5 and not table.value.on(key, on))
    answer = official.search(HCPCS, ended, on)
    assert isinstance(answer, Known)
    assert [(hit.code, hit.in_force) for hit in answer.value] == [(ended, False)]


def test_the_word_books_hold_the_words_that_coders_use() -> None:
    book = diagnosis_words()
    for words in ("htn", "dm2", "copd", "ckd", "mi", "heart attack", "high blood pressure", "sugar", "uti"):
        assert book.codes(tuple(words.split())), words
