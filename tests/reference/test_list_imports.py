"""Taxonomy, telehealth, Medicare Code Editor and POA lists."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import MCE, POA_EXEMPT, TAXONOMY, TELEHEALTH, Known, NotCovered, Unknown, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import write

NUCC = (
    "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
    '999A00000X,A grouping,Beekeeping,,"A definition, long",x,,Individual\n'
    "999AB0000X,A grouping,Beekeeping,Queens,x,x,Queen Beekeeper,Individual\n"
)
TELEHEALTH_LIST = (
    "CY 2026 Final List of Medicare Telehealth Services\t\t\r\nHCPCS\tShort Descriptor\tProposed Action\r\n"
    "90791\tA descriptor of the AMA\tMaintain\r\nG0999\tx\tAddition\r\n"
)
MCE_TEXT = (
    "Definitions of Medicare Code Edits\r\nTable of contents\r\n"
    "4. Age conflict\r\n\r\nThe editor detects the following.\r\n\r\n"
    "A. Perinatal/Newborn diagnoses (age 0 years only)\r\n\r\nA33\tTetanus neonatorum\r\n\r\n"
    "B. Pediatric diagnoses (age 0 through 17)\r\n\r\nE8411\tMeconium ileus in cystic fibrosis\r\n"
    "6. Manifestation code as principal diagnosis\r\n\r\nD630\tAnemia in neoplastic disease\r\n"
    "9. Unacceptable principal diagnosis\r\n\r\nA33\tAgain\r\nB950\tStreptococcus\r\n"
)
POA = "Order2027\tPOAexemptCode\tDescription\r\n01225\tB90.0\tSequelae\r\n01226\tB90.1\tSequelae\r\n"


def test_taxonomy_codes_hold_for_half_a_year_and_are_found_by_words(tmp_path: Path) -> None:
    (release,) = import_files([write(tmp_path / "nucc_taxonomy_261.csv", NUCC)], tmp_path / "s").releases
    assert (str(release.effective_from), str(release.effective_to)) == ("2026-07-01", "2026-12-31")
    store = open_store(tmp_path / "s")
    found = store.search(TAXONOMY, "queen", date(2026, 9, 1))
    assert isinstance(found, Known)
    assert [hit.code for hit in found.value] == ["999AB0000X"]
    answer = store.find(TAXONOMY, "999A00000X", date(2026, 9, 1))
    assert isinstance(answer, Known)
    assert answer.value[0].title == "Beekeeping"


def test_telehealth_services_keep_the_action_and_not_the_descriptor(tmp_path: Path) -> None:
    import_files([write(tmp_path / "list.txt", TELEHEALTH_LIST)], tmp_path / "store")
    answer = open_store(tmp_path / "store").find(TELEHEALTH, "90791", date(2026, 1, 1))
    assert isinstance(answer, Known)
    assert answer.value[0].status == "Maintain"
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or b"descriptor of the AMA" not in path.read_bytes()


def test_a_diagnosis_stands_under_every_heading_of_the_code_editor_that_lists_it(tmp_path: Path) -> None:
    file = write(tmp_path / "Definitions of Medicare Code Edits_v_44.txt", MCE_TEXT)
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.label, str(release.effective_from)) == ("Medicare Code Editor v44", "2026-10-01")
    answer = open_store(tmp_path / "store").find(MCE, "A33", date(2026, 11, 1))
    assert isinstance(answer, Known)
    assert [(edit.section, edit.letter) for edit in answer.value] == [(4, "A"), (9, "")]
    assert answer.value[0].name == "Age conflict: Perinatal/Newborn diagnoses (age 0 years only)"


def test_a_code_editor_of_april_begins_in_april_and_says_which_list_it_lacks(tmp_path: Path) -> None:
    text = MCE_TEXT.replace("9. Unacceptable", "x. Unacceptable")
    (release,) = import_files([write(tmp_path / "mce_v43.1.txt", text)], tmp_path / "store").releases
    assert (str(release.effective_from), str(release.effective_to)) == ("2026-04-01", "2026-09-30")
    assert "No list under heading 9." in release.remarks


def test_exempt_diagnoses_are_known_without_their_dot(tmp_path: Path) -> None:
    import_files([write(tmp_path / "POAexempt2027.txt", POA)], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert isinstance(store.find(POA_EXEMPT, "B90.0", date(2026, 10, 1)), Known)
    assert isinstance(store.find(POA_EXEMPT, "E11.9", date(2026, 10, 1)), NotCovered)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("taxonomy.csv", NUCC, "--from DATE"),
        ("nucc_taxonomy_261.csv", NUCC.replace("999AB0000X", "999AB"), "'999AB' is not a taxonomy code"),
        ("nucc_taxonomy_261.csv", NUCC.replace("999AB0000X", "999A00000X"), "there twice"),
        ("list2025.txt", TELEHEALTH_LIST, "the name says 2025, the content 2026"),
        ("list.txt", TELEHEALTH_LIST.replace("90791", "9079é"), "not a procedure code"),
        ("mce.txt", MCE_TEXT, "published name"),
        ("POAexempt2026.txt", POA, "the name says 2026, the content 2027"),
        ("POAexempt2027.txt", POA.replace("B90.1", "B90.1 and"), "not a diagnosis code"),
    ],
)
def test_a_damaged_or_mislabelled_list_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)


@pytest.mark.shared
def test_the_real_lists_are_whole(tmp_path: Path, shared_dir: Path) -> None:
    place = shared_dir / "reference"
    done = import_files([place / "nucc", place / "mce" / "POAexemptCodes2020.txt"], tmp_path / "store")
    counts = {release.kind: (release.completeness, release.counts["codes"]) for release in done.releases}
    assert counts == {"TAXONOMY": ("complete", 874), "POA_EXEMPT": ("complete", 37075)}
    store = open_store(tmp_path / "store")
    assert isinstance(store.find(TAXONOMY, "207K00000X", date(2024, 3, 1)), Known)
    assert isinstance(store.find(TAXONOMY, "207K99999X", date(2024, 3, 1)), Unknown)
    (telehealth,) = import_files([place / "telehealth"], tmp_path / "store").releases
    assert telehealth.completeness == "partial"
