"""CPT and CDT files: kept only for who says to hold a licence. Every text here is made up."""

import json
from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import CDT, CPT, Known, NotCovered, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, import_files
from tests.reference.official import write
from tests.reference.test_reference_command import run

DAY = date(2026, 11, 20)
LICENSED = Asked(licensed=True)
LONG = (
    "Made-up notice for CPT 2026\r\n\r\nMore of the notice, 12345 words.\r\n\r\n"
    "99213\tInvented visit of a hat for twenty made-up minutes\r\n"
    "99214\tInvented visit of a larger hat\r\n0001U\tInvented test of felt\r\n"
)
SHORT = (
    "Made-up notice for CPT 2026\r\n\r\n99213 INV VISIT HAT\r\n"
    "99214 INV VISIT LARGE HAT\r\n0001U INV TEST FELT\r\n"
)
CONSUMER = (
    "Concept Id\tCPT Code\tConsumer Friendly Descriptor\r\n1000001\t99213\tA chat about a hat\r\n"
    "1000002\t99214\tA long chat about a hat\r\n"
)
CDT_TEXT = (
    "CDT 2026 made-up notice,,\nProcedure Code,Nomenclature,Descriptor\nD0120,invented look,Words about it\n"
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        write(tmp_path / "LONGULT.txt", LONG),
        write(tmp_path / "SHORTU.txt", SHORT),
        write(tmp_path / "ConsumerDescriptor.txt", CONSUMER),
    ]


def test_without_a_licence_the_file_is_refused_and_nothing_is_kept(tmp_path: Path, files: list[Path]) -> None:
    with pytest.raises(
        UnreadableFile, match="If you hold the AMA's licence for it, import it with --licensed"
    ):
        import_files(files, tmp_path / "store")
    assert open_store(tmp_path / "store").releases() == ()


def test_descriptors_of_all_files_stand_under_their_code_and_the_release_records_the_licence(
    tmp_path: Path, files: list[Path]
) -> None:
    (release,) = import_files(files, tmp_path / "store", asked=LICENSED).releases
    assert (release.label, str(release.effective_from)) == ("CPT descriptors 2026", "2026-01-01")
    assert "Imported under a licence of the AMA that the user said to hold (--licensed)." in release.remarks
    assert "Without one of the descriptors" not in " ".join(release.remarks)
    answer = open_store(tmp_path / "store").find(CPT, "99213", DAY)
    assert isinstance(answer, Known)
    row = answer.value[0]
    assert (row.long, row.short) == ("Invented visit of a hat for twenty made-up minutes", "INV VISIT HAT")
    assert (row.consumer, row.concept) == ("A chat about a hat", "1000001")
    assert isinstance(open_store(tmp_path / "store").find(CPT, "99213", date(2027, 1, 1)), NotCovered)


def test_cpt_is_searched_by_the_words_of_any_descriptor(tmp_path: Path, files: list[Path]) -> None:
    import_files(files, tmp_path / "store", asked=LICENSED)
    hits = open_store(tmp_path / "store").search(CPT, "chat hat", DAY)
    assert isinstance(hits, Known)
    assert {hit.code for hit in hits.value} == {"99213", "99214"}


def test_the_command_shows_and_finds_descriptors_once_a_licence_was_said(
    tmp_path: Path, files: list[Path]
) -> None:
    store, names = str(tmp_path / "store"), [str(file) for file in files]
    refused = run(tmp_path, "import", *names, "--store", store)
    assert (refused.returncode, "--licensed" in refused.stderr) == (2, True)
    assert run(tmp_path, "import", *names, "--store", store, "--licensed").returncode == 0
    shown = run(tmp_path, "--reference", store, "show", "99213", "--date", "2026-11-20", "--json")
    row = json.loads(shown.stdout.splitlines()[0])["rows"][0]
    assert row["long"] == "Invented visit of a hat for twenty made-up minutes"
    found = run(tmp_path, "--reference", store, "search", "felt", "--date", "2026-11-20", "--json")
    assert json.loads(found.stdout.splitlines()[0])["code"] == "0001U"


def test_a_code_that_one_of_the_files_lacks_is_told(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "LONGUF.txt", LONG),
        write(tmp_path / "SHORTU.txt", SHORT.replace("0001U INV TEST FELT\r\n", "")),
    ]
    (release,) = import_files(files, tmp_path / "store", asked=LICENSED).releases
    assert "Without one of the descriptors: 0001U." in release.remarks


def test_dental_codes_are_kept_with_a_licence_and_refused_without(tmp_path: Path) -> None:
    file = write(tmp_path / "codes.csv", CDT_TEXT)
    with pytest.raises(UnreadableFile, match="the ADA's licence"):
        import_files([file], tmp_path / "store")
    (release,) = import_files([file], tmp_path / "store", asked=LICENSED).releases
    answer = open_store(tmp_path / "store").find(CDT, "D0120", DAY)
    assert isinstance(answer, Known)
    assert (release.label, answer.value[0].nomenclature, answer.value[0].descriptor) == (
        "CDT descriptors 2026", "invented look", "Words about it",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("LONGULT.txt", LONG.replace("CPT 2026", "CPT"), "--from DATE"),
        ("LONGULT 2025.txt", LONG, "the name says 2025, the content 2026"),
        ("LONGULT.txt", LONG + "99213\tSomething else\r\n", "99213 is there twice"),
        ("LONGULT.txt", LONG.replace("0001U\t", "0001U"), "this is no code with its descriptor"),
        ("consumer.txt", CONSUMER.replace("99214", "9921"), "'9921' is not a CPT code"),
        ("cdt.csv", CDT_TEXT.replace("D0120", "E0120"), "'E0120' is not a CDT code"),
        ("cdt.csv", CDT_TEXT + "D0120,again,x\n", "D0120 is there twice"),
    ],
)
def test_a_damaged_or_undated_file_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store", asked=LICENSED)
    assert says in str(caught.value)
