"""ICD-10-PCS: which codes the tables make, what their characters mean, index, definitions, keys."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    ICD10PCS,
    ICD10PCS_AGGREGATION,
    ICD10PCS_BODY_PART,
    ICD10PCS_DEFINITIONS,
    ICD10PCS_DEVICE,
    ICD10PCS_INDEX,
    ICD10PCS_TABLES,
    Known,
    NotCovered,
    Store,
    Unknown,
    open_store,
    pcs_choices,
    pcs_meaning,
    pcs_rows,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, import_files
from tests.reference.official import order, write
from tests.reference.pcs_files import BODY_PART_JSON, PCS_FILES, TABLES_XML

DAY = date(2026, 11, 3)


def stored(place: Path, *names: str, asked: Asked | None = None) -> Store:
    files = [write(place / name, PCS_FILES[name], "utf-8") for name in names]
    import_files(files, place / "store", asked=asked)
    return open_store(place / "store")


def test_a_code_is_legal_when_a_row_of_its_table_holds_it(tmp_path: Path) -> None:
    store = stored(tmp_path, "icd10pcs_tables_2027.xml")
    answer = pcs_meaning(store, "0dtj4zz", DAY)
    assert isinstance(answer, Known)
    assert [(one.position, one.axis, one.meaning) for one in answer.value.values][2:5] == [
        (3, "Operation", "Resection"),
        (4, "Body Part", "Appendix"),
        (5, "Approach", "Percutaneous Endoscopic"),
    ]
    assert answer.value.definition == "Cutting out or off all of a body part"
    # Its characters all occur in the table, but in no row together; this release is partial.
    for illegal in ("0DTU4ZZ", "0DTJ4Z", "0DTJ4ZZZ", "9999999"):
        assert isinstance(pcs_meaning(store, illegal, DAY), NotCovered)
    assert isinstance(pcs_meaning(store, "0DTJ4ZZ", date(2027, 10, 1)), NotCovered)


def test_the_values_that_can_follow_are_listed(tmp_path: Path) -> None:
    store = stored(tmp_path, "icd10pcs_tables_2027.xml")
    body = pcs_choices(store, "0DT", DAY)
    assert isinstance(body, Known)
    assert (body.value.axis, body.value.values) == ("Body Part", (("J", "Appendix"), ("U", "Omentum")))
    approach = pcs_choices(store, "0DTU", DAY)
    assert isinstance(approach, Known)
    assert (approach.value.position, approach.value.values) == (5, (("0", "Open"),))
    assert isinstance(pcs_choices(store, "0DTX", DAY), Unknown)
    with pytest.raises(ValueError, match="three to six"):
        pcs_choices(store, "0D", DAY)


def test_tables_alone_make_a_list_of_codes_that_can_be_searched(tmp_path: Path) -> None:
    store = stored(tmp_path, "icd10pcs_tables_2027.xml")
    found = store.find(ICD10PCS, "0DTJ0ZZ", DAY)
    assert isinstance(found, Known)
    assert found.value[0].title == "Resection, Appendix, Open (Gastrointestinal System)"
    assert "not the official long titles" in " ".join(found.release.remarks)
    hits = store.search(ICD10PCS, "appendix resection open", DAY)
    assert isinstance(hits, Known)
    assert [hit.code for hit in hits.value] == ["0DTJ0ZZ"]


def test_the_order_file_goes_before_the_codes_of_the_tables(tmp_path: Path) -> None:
    store = stored(tmp_path, "icd10pcs_tables_2027.xml")
    import_files(
        [order(tmp_path / "icd10pcs_order_2027.txt", (("0DTJ0ZZ", 1, "Resection of Appendix"),))],
        tmp_path / "store",
    )
    found = open_store(store.directory).find(ICD10PCS, "0DTJ0ZZ", DAY)
    assert isinstance(found, Known)
    assert found.value[0].title == "Resection of Appendix"


def test_the_index_leads_to_tables_and_codes(tmp_path: Path) -> None:
    answer = stored(tmp_path, "icd10pcs_index_2027.xml").index(ICD10PCS_INDEX, DAY)
    assert isinstance(answer, Known)
    index = answer.value
    (tendon,) = index.main_terms("Achilles")
    assert tendon.use == ("Lower Leg Tendon, Right", "Lower Leg Tendon, Left")
    (appendectomy,) = index.main_terms("appendectomy")
    assert appendectomy.see == ("Excision, Appendix", "Resection, Appendix")
    assert appendectomy.tables == ("0DBJ", "0DTJ")
    (amputation,) = index.main_terms("amputation")
    assert [(one.title, one.code, one.needs_more) for one in index.under(amputation)] == [
        ("Toe", "", False), ("Left", "0Y6Q0", True), ("Whole", "0DTJ4ZZ", False),
    ]  # fmt: skip


def test_definitions_and_keys_are_found_by_name(tmp_path: Path) -> None:
    store = stored(tmp_path, "icd10pcs_definitions_2027.xml")
    resection = store.find(ICD10PCS_DEFINITIONS, "Resection", DAY)
    assert isinstance(resection, Known)
    assert (resection.value[0].axis, resection.value[0].examples) == ("Operation", ("Total lobectomy",))
    patellar = store.find(ICD10PCS_BODY_PART, "patellar tendon", DAY)
    assert isinstance(patellar, Known)
    assert patellar.value[0].values == (
        "Lower Leg Tendon, Left", "Lower Leg Tendon, Right", "Lower Leg Bursa and Ligament, Left",
    )  # fmt: skip
    cup = store.find(ICD10PCS_DEVICE, "Acetabular cup", DAY)
    assert isinstance(cup, Known)
    assert cup.value[0].values == ("Liner in Lower Joints",)
    lead = store.find(ICD10PCS_AGGREGATION, "Cardiac Lead, Pacemaker", DAY)
    assert isinstance(lead, Known)
    assert (lead.value[0].general, lead.value[0].value) == ("Cardiac Lead", "M")


def test_keys_as_json_are_partial_and_yield_to_the_official_file(tmp_path: Path) -> None:
    names = ("body_part_key.json", "device_key.json", "device_aggregation.json")
    store = stored(tmp_path, *names)
    assert {release.completeness for release in store.releases()} == {"partial"}
    assert all("JSON that others made" in release.remarks[0] for release in store.releases())
    hallux = store.find(ICD10PCS_BODY_PART, "Hallux", DAY)
    assert isinstance(hallux, Known)
    assert isinstance(store.find(ICD10PCS_BODY_PART, "Femur", DAY), NotCovered)
    both = stored(tmp_path, *names, "icd10pcs_definitions_2027.xml")
    patellar = both.find(ICD10PCS_BODY_PART, "Patellar tendon", DAY)
    assert isinstance(patellar, Known)
    assert "JSON" not in patellar.release.label


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("icd10pcs_tables_2026.xml", "", "", "the name says 2026, the content 2027"),
        ("icd10pcs_tables_2027.xml", 'pos="5" values="2"', 'pos="5" values="3"', "has not the values"),
        ("icd10pcs_tables_2027.xml", '<label code="4">', '<label code="0">', "has not the values"),
        ("icd10pcs_tables_2027.xml", 'pos="7"', 'pos="6"', "has not the characters 4 to 7"),
        ("icd10pcs_tables_2027.xml", 'code="U"', 'code="J"', "two rows make the code 0DTJ0ZZ"),
        ("icd10pcs_tables_2027.xml", "pcsTable", "table", "there is no table"),
        ("icd10pcs_tables_2027.xml", "</ICD10PCS.tabular>", "", "not well-formed XML"),
    ],
)
def test_wrong_tables_are_refused_with_the_reason(
    tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, TABLES_XML.replace(old, new))], tmp_path / "store")
    assert says in str(caught.value)
    assert open_store(tmp_path / "store").releases() == ()


def test_a_stated_count_that_is_wrong_makes_the_tables_partial(tmp_path: Path) -> None:
    text = TABLES_XML.replace('pcsRow codes="2"', 'pcsRow codes="3"')
    tables, _ = import_files(
        [write(tmp_path / "icd10pcs_tables_2027.xml", text)], tmp_path / "store"
    ).releases
    assert "Rows whose count of codes is not the stated one: 0DT (3 for 2)." in tables.remarks


def test_a_key_that_is_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="this key cannot be read"):
        import_files([write(tmp_path / "body_part_key.json", BODY_PART_JSON[:-5])], tmp_path / "store")


@pytest.mark.shared
def test_the_real_publications_of_2025_are_complete(tmp_path: Path, shared_dir: Path) -> None:
    place, on = shared_dir / "reference/icd10", date(2025, 3, 1)
    releases = import_files(sorted(place.glob("icd10pcs_*_2025.xml")), tmp_path / "store").releases
    assert {release.completeness for release in releases} == {"complete"}
    counts = {release.kind: release.counts for release in releases}
    assert counts[ICD10PCS_TABLES.name] == {"tables": 908, "rows": 2661, "codes": 78948}
    store = open_store(tmp_path / "store")
    legal = pcs_meaning(store, "0DTJ4ZZ", on)
    assert isinstance(legal, Known)
    assert legal.value.values[3].meaning == "Appendix"
    assert isinstance(pcs_meaning(store, "0DTJ4ZX", on), Unknown), "a resection is not diagnostic"
    assert isinstance(store.find(ICD10PCS, "0DTJ4ZX", on), Unknown)
    rows = pcs_rows(store, "0SR", on)
    assert isinstance(rows, Known)
    assert sum(row.count for row in rows.value) == len({code for row in rows.value for code in row.codes()})
    for words, begins in (
        ("appendectomy", "0DTJ"),
        ("resection appendix percutaneous endoscopic", "0DTJ4ZZ"),
        ("mastectomy", "0HT"),
        ("excision stomach diagnostic", "0DB"),
        ("apendectomy", "0DTJ"),
        ("0DTJ", "0DTJ"),
    ):
        hits = store.search(ICD10PCS, words, on, limit=10)
        assert isinstance(hits, Known)
        assert any(hit.code.startswith(begins) for hit in hits.value), words
    text = resources.files("cleanclaim.codesets").joinpath("data", "procedure_words.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            phrase, _, codes = line.split("\t")
            for code in codes.split():
                assert isinstance(pcs_meaning(store, code, on), Known), (phrase, code)
            hits = store.search(ICD10PCS, phrase, on, limit=1)
            assert isinstance(hits, Known)
            assert [hit.code for hit in hits.value] == codes.split()[:1]
    index = store.index(ICD10PCS_INDEX, on)
    assert isinstance(index, Known)
    terms = [one for main in index.value.every_main_term() for one in (main, *index.value.under(main))]
    codes = {code for term in terms for code in term.codes if len(code) == 7}
    illegal = {code for code in codes if not isinstance(pcs_meaning(store, code, on), Known)}
    assert len(codes) > 2000
    assert illegal == {"5A0512C"}, "a slip of the official index of 2025, which names no such row"


@pytest.mark.shared
def test_the_real_keys_agree_with_the_definitions(tmp_path: Path, shared_dir: Path) -> None:
    place, on = shared_dir / "reference/icd10", date(2025, 3, 1)
    import_files([place / "body_part_key.json", place / "device_aggregation.json"], tmp_path / "json")
    import_files([place / "icd10pcs_definitions_2025.xml"], tmp_path / "xml")
    made, official = open_store(tmp_path / "json"), open_store(tmp_path / "xml")
    theirs, ours = official.table(ICD10PCS_BODY_PART, on), made.table(ICD10PCS_BODY_PART, on)
    assert isinstance(theirs, Known)
    assert isinstance(ours, Known)
    names = theirs.value.keys()
    same = [
        key
        for key in names
        if (found := ours.value.every(key)) and set(found[0].values) == set(theirs.value.every(key)[0].values)
    ]
    assert len(same) == 1101, "of 1,106: four values and one name are written otherwise"
