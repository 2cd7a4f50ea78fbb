"""MS-DRG definitions: groups, what counts as CC or MCC beside a principal diagnosis, grouping a stay."""

from datetime import date
from pathlib import Path

import pytest
from drgpy.msdrg import DRGEngine

from cleanclaim.codesets import (
    CC_LEVEL,
    DRG_DEFINITION,
    GroupedStay,
    Known,
    NotCovered,
    Store,
    complication_level,
    group_stay,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import write, zipped

DAY = date(2026, 5, 3)
APPENDIX_A = (
    "|     Appendix A List of MS-DRGs Version 43.1     |\r\n\r\nWords.\r\n\r\nDRG MDC MS Description\r\n"
    "001     P  INVENTED HATS WITH MCC\r\n020 01  P  INVENTED BRUSHES\r\n999        UNGROUPABLE\r\n"
)
APPENDIX_C = (
    "Appendix C Complications or Comorbidities Exclusion list\r\nAppendix C Part 1: List of CC and MCC\r\n"
    " I10 Dx  Lev PDX Exclusions   ICD-10-CM Description\r\n"
    " A000    CC  0002:3 codes     Text\r\n"
    " A021    MCC 0005:60 codes    Text\r\n"
    " T81500A CC  01  0002:3 codes Text\r\n"
    " I462    MCC 0002:3 codes     Text\r\n\r\n"
    "PDX collection 0002\r\n A000 Text\r\n A001 Text\r\n A009 Text\r\n"
    "PDX collection 0005\r\n A021 Text\r\n"
    "Appendix C Part 2: Codes that are Major CC only if patient discharged alive\r\n I462  Text\r\n"
    "Appendix C Part 3: Severity exclusions\r\nDRGs 020-022\r\n A021 Text\r\n"
)
APPENDIX_F = (
    "|   Appendix F Unrelated Operating Room Procedures (MS-DRGs 981-989)   |\r\n\r\n  00BF0ZZ Text\r\n"
    "|    Appendix G Diagnoses Defined as Complications or Comorbidities    |\r\n\r\n"
    "  A000    Text\r\n  T81500A Text\r\n"
    "| Appendix H Diagnoses Defined as Major Complications or Comorbidities |\r\n\r\n  A021    Text\r\n"
    "Appendix H Part 2: Codes that are Major CC only if patient discharged alive\r\n\r\n  I462  Text\r\n"
    "|         Appendix I Hospital Acquired Conditions (HACS) List          |\r\n\r\n  T81501A CC  Text\r\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("drg")
    files = [
        write(place / "appendix_A.txt", APPENDIX_A),
        write(place / "appendix_C.txt", APPENDIX_C),
        write(place / "appendix_F_J.txt", APPENDIX_F),
    ]
    import_files([zipped(place / "msdrg-v43.1-definitions-manual-text.zip", *files)], place / "store")
    return open_store(place / "store")


def level(store: Store, diagnosis: str, **given: object) -> str:
    answer = complication_level(store, diagnosis, DAY, **given)  # type: ignore[arg-type]
    assert isinstance(answer, Known)
    return answer.value


def test_a_version_of_april_begins_in_april(store: Store) -> None:
    spans = {
        (release.label, str(release.effective_from), str(release.effective_to))
        for release in store.releases()
    }
    assert spans == {
        ("MS-DRG v43.1 groups", "2026-04-01", "2026-09-30"),
        ("MS-DRG v43.1 CC and MCC", "2026-04-01", "2026-09-30"),
        ("MS-DRG v43.1 CC exclusions", "2026-04-01", "2026-09-30"),
    }


def test_a_group_has_its_category_and_whether_it_is_surgical(store: Store) -> None:
    answer = store.find(DRG_DEFINITION, "020", DAY)
    assert isinstance(answer, Known)
    assert (answer.value[0].mdc, answer.value[0].kind, answer.value[0].title) == (
        "01",
        "P",
        "INVENTED BRUSHES",
    )


def test_a_secondary_diagnosis_counts_unless_the_principal_one_excludes_it(store: Store) -> None:
    assert level(store, "A00.0", principal="J18.9") == "CC"
    assert level(store, "A00.0", principal="A00.1") == ""
    assert level(store, "A02.1", principal="A00.1") == "MCC"


def test_some_count_only_for_the_living_some_only_when_brought_along_some_not_in_a_group(
    store: Store,
) -> None:
    assert (level(store, "I46.2"), level(store, "I46.2", alive=False)) == ("MCC", "")
    assert (level(store, "T81.500A"), level(store, "T81.500A", present_on_admission=False)) == ("CC", "")
    assert (level(store, "A02.1", drg="23"), level(store, "A02.1", drg="21")) == ("MCC", "")


def test_without_the_exclusions_the_lists_alone_cannot_say_what_counts_beside_a_principal_diagnosis(
    tmp_path: Path,
) -> None:
    file = zipped(tmp_path / "msdrg_v43.zip", write(tmp_path / "appendix_F_J.txt", APPENDIX_F))
    import_files([file], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert level(store, "A021") == "MCC"
    assert isinstance(complication_level(store, "A021", DAY, principal="A001"), NotCovered)
    assert isinstance(complication_level(store, "E119", DAY), NotCovered)


def test_lists_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "appendix_C.txt", APPENDIX_C),
        write(tmp_path / "appendix_F_J.txt", APPENDIX_F.replace("A000", "A001")),
    ]
    done = import_files([zipped(tmp_path / "msdrg_v43.zip", *files)], tmp_path / "store")
    remarks = [remark for release in done.releases for remark in release.remarks]
    assert "Appendix C and the lists of G and H differ: A000, A001." in remarks


@pytest.mark.parametrize(
    ("archive", "name", "text", "says"),
    [
        ("definitions.zip", "appendix_C.txt", APPENDIX_C, "--from DATE"),
        ("v42.zip", "appendix_A.txt", APPENDIX_A, "the name says version 42, the content 43"),
        ("v43.zip", "appendix_A.txt", APPENDIX_A.replace("020 01", "02x 01"), "no group of appendix A"),
        ("v43.zip", "appendix_C.txt", APPENDIX_C.replace("A021    MCC", "A021    XCC"), "no CC or MCC"),
        (
            "v43.zip",
            "appendix_C.txt",
            APPENDIX_C.replace("collection 0005", "collection 0002"),
            "there twice",
        ),
    ],
)
def test_a_damaged_or_mislabelled_appendix_is_refused(
    tmp_path: Path, archive: str, name: str, text: str, says: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([zipped(tmp_path / archive, write(tmp_path / name, text))], tmp_path / "store")
    assert says in str(caught.value)


def test_a_stay_is_grouped_by_the_version_of_its_discharge(store: Store) -> None:
    grouped = group_stay(["I21.09", "N17.9"], [], DAY, sex="M")
    assert isinstance(grouped, GroupedStay)
    assert (grouped.drg, grouped.version) == ("281", "v43.1")
    october = group_stay(["I21.09", "N17.9"], [], date(2025, 10, 1), sex="M")
    assert isinstance(october, GroupedStay)
    assert october.version == "v43"


def test_a_discharge_after_the_last_version_is_not_grouped_with_an_old_one() -> None:
    assert isinstance(group_stay(["J18.9"], [], date(2026, 9, 30), sex="F"), GroupedStay)
    answer = group_stay(["J18.9"], [], date(2026, 10, 1), sex="F")
    assert isinstance(answer, NotCovered)
    assert "to 2026-09-30" in answer.reason


def test_a_stay_that_no_group_takes_is_ungroupable() -> None:
    grouped = group_stay(["ZZZ"], [], DAY, sex="F")
    assert isinstance(grouped, GroupedStay)
    assert grouped.drg == "999"


@pytest.mark.shared
def test_the_real_appendices_of_version_40_are_whole(tmp_path: Path, shared_dir: Path) -> None:
    done = import_files([shared_dir / "reference" / "msdrg"], tmp_path / "store")
    assert {release.kind: (release.completeness, release.counts) for release in done.releases} == {
        "DRG_DEFINITION": ("complete", {"groups": 767}),
        "CC_LEVEL": ("complete", {"CC": 14814, "MCC": 3315}),
    }
    table = open_store(tmp_path / "store").table(CC_LEVEL, date(2023, 1, 1))
    assert isinstance(table, Known)
    keys = table.value.keys()
    ours = {key: (row.level, row.alive_only) for key in keys for row in table.value.every(key)}
    theirs = DRGEngine("v40").ccmap  # read by others from appendix C, which is not at hand
    assert ours == {code: (row["level"], row["aowa"]) for code, row in theirs.items()}
