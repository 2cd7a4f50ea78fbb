"""HCPCS Level II, ICD-10-CM and ICD-10-PCS from official files."""

import shutil
from datetime import date
from importlib import metadata
from pathlib import Path

import msgspec
import pytest

from cleanclaim.codesets import HCPCS, ICD10CM_KIND, ICD10PCS, Known, NotCovered, Unknown, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, compile_shipped, import_files
from tests.reference.official import ORDER_CM, hcpcs, hcpcs_record, hcpcs_row, order, write, zipped

HCPCS_ROWS = (
    hcpcs_row("   RT", "7", "Right side", COV="D", ADD_DT="19900101"),
    hcpcs_row("A4550", "3", "Surgical trays", COV="C", PRICE1="00", TOS1="S", TOS2="P"),
    hcpcs_row("G0503", "3", "A first line that goes on", ADD_DT="20170101", TERM_DT="20191231"),
    hcpcs_row("G0503", "4", "in a second one"),
    hcpcs_row("D0120", "3", "A description of the ADA", SHORT_DESCRIPTION="Theirs"),
)
ORDER_PCS = (
    ("001", 0, "Central Nervous System and Cranial Nerves, Bypass"),
    (
        "0016070",
        1,
        "Bypass Cerebral Ventricle to Nasopharynx with Autologous Tissue Substitute, Open Approach",
    ),
    ("B00", 0, "Imaging, Central Nervous System, Plain Radiography"),
)
DAY = date(2026, 11, 3)


def test_a_level_ii_code_holds_from_its_addition_to_its_end(tmp_path: Path) -> None:
    (release,) = import_files(
        [hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", *HCPCS_ROWS)], tmp_path / "s"
    ).releases
    assert release.counts == {"codes": 3, "modifiers": 1}
    assert (str(release.effective_from), str(release.effective_to)) == ("2026-01-01", "2026-12-31")
    store = open_store(tmp_path / "s")
    tray = store.find(HCPCS, "a4550", DAY)
    assert isinstance(tray, Known)
    assert (tray.value[0].title, tray.value[0].types_of_service) == ("Surgical trays", ("S", "P"))
    right = store.find(HCPCS, "RT", DAY)
    assert isinstance(right, Known)
    assert right.value[0].is_modifier
    ended = store.every(HCPCS, "G0503", DAY)
    assert isinstance(ended, Known)
    assert ended.value[0].title == "A first line that goes on in a second one"
    assert isinstance(store.find(HCPCS, "G0503", DAY), Unknown)


HCPCS_TEXT = (
    hcpcs_record("RT", "7", "Right side", COV="D")
    + hcpcs_record("A4550", "3", "Surgical trays", COV="C", PRICE1="00", TOS1="S", TOS2="P", BETOS="D1A")
    + hcpcs_record("G0503", "3", "A first line that goes on", ADD_DT="20170101", TERM_DT="20191231")
    + hcpcs_record("G0503", "4", "in a second one")
    + hcpcs_record("D0120", "3", "A description of the ADA", SHORT_DESCRIPTION="Theirs")
    + hcpcs_record("99213", "3", "A description of the AMA", SHORT_DESCRIPTION="Theirs")
)


def test_the_fixed_width_text_holds_what_the_table_holds(tmp_path: Path) -> None:
    import_files([hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", *HCPCS_ROWS)], tmp_path / "table")
    file = write(tmp_path / "HCPC2026_OCT_ANWEB_09232026.txt", HCPCS_TEXT)
    (release,) = import_files([file], tmp_path / "text").releases
    assert release.counts == {"codes": 4, "modifiers": 1}
    assert str(release.effective_from) == "2026-01-01"
    table, text = open_store(tmp_path / "table"), open_store(tmp_path / "text")
    for code in ("RT", "G0503", "D0120"):
        ours, theirs = text.every(HCPCS, code, DAY), table.every(HCPCS, code, DAY)
        assert isinstance(ours, Known)
        assert isinstance(theirs, Known)
        assert msgspec.structs.replace(ours.value[0], action="") == theirs.value[0]
    tray = text.find(HCPCS, "A4550", DAY)
    assert isinstance(tray, Known)
    assert (tray.value[0].types_of_service, tray.value[0].pricing, tray.value[0].betos) == (
        ("S", "P"), ("00",), "D1A",
    )  # fmt: skip
    for path in (tmp_path / "text").rglob("*"):
        assert not path.is_file() or b"Theirs" not in path.read_bytes()


def test_a_zip_with_workbook_and_text_is_read_once(tmp_path: Path) -> None:
    """The text is read; the layout page and the workbook of the same codes are passed over."""
    text = write(tmp_path / "HCPC2026_OCT_ANWEB_09232026.txt", HCPCS_TEXT)
    layout = write(tmp_path / "HCPC2026_recordlayout.txt", "HCPCS Contractor Record\r\n")
    done = import_files([zipped(tmp_path / "october.zip", text, layout)], tmp_path / "store")
    assert [release.label for release in done.releases] == ["HCPCS Level II 2026 Q4"]
    assert [name.rsplit(" ", 1)[-1] for name in done.ignored] == ["HCPC2026_recordlayout.txt"]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (hcpcs_record("A4551", "3", "x")[:200] + "\r\n", "row 2: the record has 200 characters"),
        (hcpcs_record("A4551", "3", "x", COV="Q"), "row 2: 'Q' is no value of COV"),
        (hcpcs_record("A4551", "3", "x", TERM_DT="20209999"), "row 2: '20209999' is not a date"),
        (hcpcs_record("A4551", "4", "x"), "row 2: A4551 is continued before it begins"),
    ],
)
def test_a_damaged_fixed_width_record_is_refused(tmp_path: Path, record: str, says: str) -> None:
    text = hcpcs_record("A4550", "3", "Surgical trays") + record + hcpcs_record("A4552", "3", "x")
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / "HCPC2026_OCT_ANWEB.txt", text)], tmp_path / "store")
    assert says in str(caught.value)


def test_descriptions_of_the_ada_are_left_out(tmp_path: Path) -> None:
    import_files([hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", *HCPCS_ROWS)], tmp_path / "store")
    answer = open_store(tmp_path / "store").find(HCPCS, "D0120", DAY)
    assert isinstance(answer, Known)
    assert (answer.value[0].title, answer.value[0].short) == ("", "")
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or b"Theirs" not in path.read_bytes()


def test_level_ii_codes_are_found_by_words_and_by_their_beginning(tmp_path: Path) -> None:
    import_files([hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", *HCPCS_ROWS)], tmp_path / "store")
    store = open_store(tmp_path / "store")
    for words, code in (("tray surgical", "A4550"), ("A45", "A4550"), ("right", "RT")):
        found = store.search(HCPCS, words, DAY)
        assert isinstance(found, Known)
        assert [hit.code for hit in found.value] == [code]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((hcpcs_row("A4550", "4", "x"),), "continued before it begins"),
        ((hcpcs_row("A4550", "9", "x"),), "record type"),
        ((hcpcs_row("A455", "3", "x"),), "'A455' is not a HCPCS code"),
        ((hcpcs_row("A4550", "3", "x"), hcpcs_row("A4550", "3", "x")), "there twice"),
        ((hcpcs_row("A4550", "3", "x", ADD_DT="2020"),), "row 4: '2020' is not a date"),
        ((), "there is no HCPCS table"),
    ],
)
def test_a_damaged_hcpcs_table_is_refused(tmp_path: Path, rows: tuple[str, ...], says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([hcpcs(tmp_path / "HCPC2026_OCT_ANWEB.csv", *rows)], tmp_path / "store")
    assert says in str(caught.value)


def test_a_hcpcs_table_without_its_published_name_needs_a_day(tmp_path: Path) -> None:
    file = hcpcs(tmp_path / "codes.csv", *HCPCS_ROWS)
    with pytest.raises(UnreadableFile, match="--from DATE"):
        import_files([file], tmp_path / "store")
    (release,) = import_files([file], tmp_path / "store", asked=Asked(date(2026, 7, 1))).releases
    assert release.effective_to == date(2026, 9, 30)


def test_an_order_file_gives_titles_validity_and_parents(tmp_path: Path) -> None:
    (release,) = import_files([order(tmp_path / "icd10cm_order_2027.txt")], tmp_path / "store").releases
    assert (release.label, release.counts) == ("ICD-10-CM FY2027", {"codes": 7, "billable": 4})
    assert (str(release.effective_from), str(release.effective_to)) == ("2026-10-01", "2027-09-30")
    assert any("no includes, excludes" in remark for remark in release.remarks)
    store = open_store(tmp_path / "store")
    answer = store.icd10cm("E11.9", DAY)
    assert isinstance(answer, Known)
    assert (answer.value.billable, answer.value.parents) == (True, ("E11",))
    fracture = store.icd10cm("S52.501A", DAY)
    assert isinstance(fracture, Known)
    assert fracture.value.parents == ("S525",)
    category = store.icd10cm("E11", DAY)
    assert isinstance(category, Known)
    assert not category.value.billable
    found = store.search_icd10cm("type 2 diabetes", DAY)
    assert isinstance(found, Known)
    assert [hit.code for hit in found.value] == ["E119", "E11"]


def test_an_april_update_answers_from_april_on(tmp_path: Path) -> None:
    new = (*ORDER_CM, ("Z0000", 1, "A code of April"))
    import_files([order(tmp_path / "icd10cm_order_2027.txt")], tmp_path / "store")
    import_files([order(tmp_path / "april_icd10cm_order_2027.txt", new)], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert isinstance(store.icd10cm("Z0000", date(2027, 4, 1)), Known)
    assert not isinstance(store.icd10cm("Z0000", date(2027, 3, 31)), Known)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("shipped")
    compile_shipped(directory)
    return directory


def test_an_order_file_alone_does_not_take_the_notes_away(tmp_path: Path, shipped: Path) -> None:
    shutil.copytree(shipped, tmp_path / "store")
    import_files([order(tmp_path / "icd10cm_order_2026.txt")], tmp_path / "store")
    answer = open_store(tmp_path / "store").icd10cm("E11.9", date(2025, 12, 1))
    assert isinstance(answer, Known)
    assert answer.value.excludes1


def test_the_real_tabular_list_with_an_order_file_has_notes_and_7th_characters(
    tmp_path: Path, shipped: Path
) -> None:
    """The order file is written from the package's list: all codes, with the titles of the store."""
    store = open_store(shipped)
    package = metadata.distribution("simple-icd-10-cm")
    tabular = Path(str(package.locate_file("simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml")))
    (published,) = store.releases(ICD10CM_KIND)
    table = store.icd10cm_table(date(2026, 5, 1))
    assert isinstance(table, Known)
    listed = str(package.locate_file("simple_icd_10_cm/data/code-list-April-2026.txt"))
    names = sorted({code for code, _, _, _ in table.value.named()} | set(Path(listed).read_text().split()))
    codes = tuple(
        (name, int(entry.billable), "A title")
        for name in names
        if (entry := table.value.entry(name)) is not None
    )
    files = zipped(tmp_path / "april-1-2026.zip", order(tmp_path / "icd10cm_order_2026.txt", codes), tabular)
    (release,) = import_files([files], tmp_path / "store").releases
    assert release.completeness == "complete"
    assert release.counts == published.counts
    assert release.effective_from == date(2026, 4, 1)
    answer = open_store(tmp_path / "store").icd10cm("S52.501A", date(2026, 5, 1))
    assert answer == Known(table.value.entry("S52501A"), release)


def test_a_tabular_list_of_another_year_is_refused(tmp_path: Path) -> None:
    tabular = write(
        tmp_path / "icd10cm_tabular_2026.xml", "<ICD10CM.tabular><version>2026</version></ICD10CM.tabular>"
    )
    with pytest.raises(UnreadableFile, match="the tabular list is of 2026, the order file of 2027"):
        import_files([order(tmp_path / "icd10cm_order_2027.txt"), tabular], tmp_path / "store")
    with pytest.raises(UnreadableFile, match="together with the order file"):
        import_files([tabular], tmp_path / "store")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda text: text[:-200], "row 6: this is no line of an order file"),
        (lambda text: text.replace("00003", "00002"), "does not follow"),
        (lambda text: text.replace("E119 ", "E11  "), "E11 is there twice"),
        (lambda text: text.replace("E119    1", "E119    2"), "row 4"),
    ],
)
def test_a_damaged_order_file_is_refused_with_its_row(tmp_path: Path, damage: object, says: str) -> None:
    whole = order(tmp_path / "whole.txt").read_text()
    file = write(tmp_path / "icd10cm_order_2027.txt", damage(whole))  # type: ignore[operator]
    with pytest.raises(UnreadableFile) as caught:
        import_files([file], tmp_path / "store")
    assert says in str(caught.value)


def test_pcs_codes_are_looked_up_and_found_by_words(tmp_path: Path) -> None:
    (release,) = import_files(
        [order(tmp_path / "icd10pcs_order_2027.txt", ORDER_PCS)], tmp_path / "s"
    ).releases
    assert release.counts == {"codes": 3, "billable": 1}
    store = open_store(tmp_path / "s")
    answer = store.find(ICD10PCS, "0016070", DAY)
    assert isinstance(answer, Known)
    assert answer.value[0].billable
    assert isinstance(store.find(ICD10PCS, "0016071", DAY), NotCovered)
    found = store.search(ICD10PCS, "bypass ventricle nasopharynx", DAY)
    assert isinstance(found, Known)
    assert [hit.code for hit in found.value] == ["0016070"]


@pytest.mark.shared
def test_the_real_hcpcs_workbook_is_complete(tmp_path: Path, shared_dir: Path) -> None:
    file = shared_dir / "reference/hcpcs/HCPC2020_OCT_ANWEB.xlsx"
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.completeness, release.counts) == ("complete", {"codes": 6825, "modifiers": 371})
    store = open_store(tmp_path / "store")
    dexamethasone = store.find(HCPCS, "J1100", date(2020, 11, 1))
    assert isinstance(dexamethasone, Known)
    assert "dexamethasone" in dexamethasone.value[0].title.lower()
    assert isinstance(store.find(HCPCS, "J9999X", date(2020, 11, 1)), Unknown)
    found = store.search(HCPCS, "hospital bed fixed height", date(2020, 11, 1))
    assert isinstance(found, Known)
    assert "E0250" in [hit.code for hit in found.value]


@pytest.mark.shared
def test_the_excerpt_of_october_2026_is_partial(tmp_path: Path, shared_dir: Path) -> None:
    file = shared_dir / "reference/hcpcs/HCPC2026_OCT_ANWEB.excerpt.csv"
    (release,) = import_files([file], tmp_path / "store").releases
    assert release.completeness == "partial"
    answer = open_store(tmp_path / "store").find(HCPCS, "JG", DAY)
    assert isinstance(answer, Unknown), "it ended on 2024-12-31"
