"""Importing any official file: recognised by content, all or nothing, refused in one clear sentence."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cleanclaim.codesets import MUE_PRACTITIONER, Known, NotCovered, coverage, open_store
from cleanclaim.primitives import ConfigurationError, InvalidValue, UnreadableFile
from cleanclaim.reference import Asked, bytes_to_read, import_files
from tests.reference.official import MUE_ROWS, mue, order, ptp, rvu, write, zipped
from tests.reference.test_list_imports import NUCC

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 3)


def units(store: Path, on: date = DAY, code: str = "99213") -> int:
    answer = open_store(store).find(MUE_PRACTITIONER, code, on)
    assert isinstance(answer, Known)
    return answer.value[0].units


def test_one_zip_with_many_tables_makes_a_release_of_each_and_passes_over_the_rest(tmp_path: Path) -> None:
    readme = write(tmp_path / "readme.txt", "nothing of ours")
    everything = zipped(
        tmp_path / "all.zip",
        mue(tmp_path),
        ptp(tmp_path),
        rvu(tmp_path / "PPRRVU2025_Oct.csv"),
        readme,
    )
    done = import_files([everything], tmp_path / "store", imported_at=NOON)
    assert {release.kind for release in done.releases} == {"MUE_PRACTITIONER", "PTP_PRACTITIONER", "MPFS"}
    assert [name.rpartition(" ")[2] for name in done.ignored] == ["readme.txt"]
    assert all(release.imported_at == NOON for release in done.releases)


def test_a_zip_within_a_zip_and_a_folder_in_it_are_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", mue(tmp_path), folder="508 Version/")
    outer = zipped(tmp_path / "outer.zip", inner)
    import_files([zipped(tmp_path / "all.zip", outer)], tmp_path / "store")
    assert units(tmp_path / "store") == 2


def test_a_directory_is_imported_whole(tmp_path: Path) -> None:
    mue(tmp_path / "files")
    order(tmp_path / "files" / "icd10cm_order_2027.txt")
    kinds = {release.kind for release in import_files([tmp_path / "files"], tmp_path / "store").releases}
    assert kinds == {"MUE_PRACTITIONER", "ICD10CM"}


def test_the_same_file_again_changes_nothing_and_is_said_to_be_there(tmp_path: Path) -> None:
    first = import_files([mue(tmp_path)], tmp_path / "store", imported_at=NOON)
    again = import_files([mue(tmp_path)], tmp_path / "store", imported_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert again.releases == first.releases
    assert again.already_there == ("NCCI MUE practitioner 2026 Q4",)


def test_a_file_cut_again_under_its_label_answers_and_is_noticed(tmp_path: Path) -> None:
    import_files([mue(tmp_path)], tmp_path / "store", imported_at=NOON)
    again = mue(tmp_path / "again", rows=MUE_ROWS.replace("99213,2", "99213,3"))
    import_files([again], tmp_path / "store", imported_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert units(tmp_path / "store") == 3
    (overlap,) = coverage(open_store(tmp_path / "store").releases("MUE_PRACTITIONER")).overlaps
    assert overlap.recut


@pytest.mark.parametrize("name", ["ccioph-v323r0-f1.txt", "ccipra-v322r0-f1.txt"])
def test_an_excerpt_of_the_very_rows_that_another_one_has_is_taken_with_a_remark(
    tmp_path: Path, name: str
) -> None:
    store = tmp_path / "store"
    import_files([ptp(tmp_path)], store)
    (release,) = import_files([ptp(tmp_path, name)], store).releases
    assert any("very same file is known as NCCI PTP practitioner v32.3r0" in one for one in release.remarks)
    assert len(open_store(store).releases()) == 2


@pytest.mark.shared
def test_anesthesia_factors_of_2025_named_2026_are_refused_and_with_from_are_believed(
    tmp_path: Path, shared_dir: Path
) -> None:
    renamed = tmp_path / "ANES2026.csv"
    renamed.write_bytes((shared_dir / "reference" / "mpfs" / "ANES2025.csv").read_bytes())
    with pytest.raises(UnreadableFile, match="anesthesia conversion factors 2025"):
        import_files([renamed], tmp_path / "store")
    asked = Asked(date(2026, 1, 1))
    (release,) = import_files([renamed], tmp_path / "store", asked=asked).releases
    assert release.effective_from == date(2026, 1, 1)


def test_each_quarter_answers_for_its_own_days_and_a_quarter_between_is_not_covered(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_files([mue(tmp_path)], store)
    import_files(
        [
            mue(
                tmp_path,
                "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
                MUE_ROWS.replace("99213,2", "99213,1"),
            )
        ],
        store,
    )
    assert (units(store, date(2026, 4, 1)), units(store, date(2026, 6, 30)), units(store)) == (1, 1, 2)
    answer = open_store(store).find(MUE_PRACTITIONER, "99213", date(2026, 8, 1))
    assert isinstance(answer, NotCovered)
    (gap,) = coverage(open_store(store).releases("MUE_PRACTITIONER")).gaps
    assert (gap.start, gap.end) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    "content", ["", "hello", "<html>not found</html>", "a,b,c\n1,2,3\n", "\x00\x01" * 100]
)
def test_what_is_no_official_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = write(tmp_path / "download.txt", content)
    with pytest.raises(UnreadableFile) as caught:
        import_files([file], tmp_path / "store")
    assert "download.txt: this is none of the official files" in str(caught.value)
    assert "NCCI MUE" in str(caught.value)
    assert not (tmp_path / "store").exists()


def test_a_missing_file_and_an_empty_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file"):
        import_files([tmp_path / "none"], tmp_path / "store")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableFile, match="there is no file in this directory"):
        import_files([tmp_path / "empty"], tmp_path / "store")


@pytest.mark.parametrize("where", [0.3, 0.6, 0.98])
def test_a_cut_or_damaged_zip_is_refused_and_nothing_imported(tmp_path: Path, where: float) -> None:
    whole = zipped(
        tmp_path / "mue.zip",
        mue(tmp_path, rows=MUE_ROWS + "".join(f"{n:05},1,1 Line Edit,x\n" for n in range(2000))),
    )
    content = whole.read_bytes()
    place = int(len(content) * where)
    for name, damaged in (
        ("cut.zip", content[:place]),
        ("bad.zip", content[:place] + bytes(16) + content[place + 16 :]),
    ):
        (tmp_path / name).write_bytes(damaged)
        with pytest.raises(UnreadableFile, match=name):
            import_files([tmp_path / name], tmp_path / "store")
    assert open_store(tmp_path / "store").releases() == ()


def test_one_bad_file_among_good_ones_imports_none_of_them(tmp_path: Path) -> None:
    bad = mue(
        tmp_path,
        "MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv",
        MUE_ROWS + "1,2\n",
        "DME Supplier Services",
    )
    with pytest.raises(UnreadableFile):
        import_files([ptp(tmp_path), bad], tmp_path / "store")
    assert open_store(tmp_path / "store").releases() == ()


def test_days_that_run_backwards_are_refused(tmp_path: Path) -> None:
    asked = Asked(effective_to=date(2026, 1, 1))
    with pytest.raises(UnreadableFile, match="before it begins"):
        import_files([mue(tmp_path)], tmp_path / "store", asked=asked)


def test_a_store_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    in_the_way = write(tmp_path / "store", "a file")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        import_files([mue(tmp_path)], in_the_way)


def test_progress_tells_every_byte_that_is_read(tmp_path: Path) -> None:
    told: list[int] = []
    files = [mue(tmp_path), ptp(tmp_path)]
    import_files(files, tmp_path / "store", progress=told.append)
    assert sum(told) == bytes_to_read(files) == sum(file.stat().st_size for file in files)


_KILLED = """
import sys
from pathlib import Path
import cleanclaim.reference.publish as publish
from cleanclaim.reference import import_files
stop = int(sys.argv[3])
steps = 0
def wait():
    global steps
    steps += 1
    if steps == stop:
        print("here", flush=True)
        sys.stdin.read()
# Every step that touches the disk is a place where the process may be killed.
for module, name in ((publish.Path, "rename"), (publish.Path, "write_bytes"), (publish, "_sync")):
    def wrap(call):
        def step(*arguments, **options):
            wait()
            result = call(*arguments, **options)
            wait()
            return result
        return step
    setattr(module, name, wrap(getattr(module, name)))
import_files([Path(sys.argv[1])], Path(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.parametrize("stop", [1, 2, 3, 5, 8])
def test_killed_anywhere_the_old_release_stays_in_force(tmp_path: Path, stop: int) -> None:
    store = tmp_path / "store"
    import_files([mue(tmp_path)], store)
    again = mue(tmp_path / "again", rows=MUE_ROWS.replace("99213,2", "99213,3"))
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(again), str(store), str(stop)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "here"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert units(store) == 2
    assert len(open_store(store).releases()) == 1
    import_files([again], store, imported_at=NOON)
    assert units(store) == 3


def test_a_release_is_there_after_the_rename_even_when_killed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(mue(tmp_path)), str(store), "12"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "here"
    process.kill()
    process.communicate()
    assert units(store) == 2


def test_a_store_opened_before_a_fork_answers_in_both(tmp_path: Path) -> None:
    import_files([mue(tmp_path), ptp(tmp_path)], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert isinstance(store.find(MUE_PRACTITIONER, "99213", DAY), Known)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer = store.find(MUE_PRACTITIONER, "71046", DAY)
        os.write(writing, b"yes" if isinstance(answer, Known) else b"no")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 3) == b"yes"
    assert isinstance(store.find(MUE_PRACTITIONER, "11000", DAY), Known)


def test_a_count_of_records_that_the_publisher_states_is_compared(tmp_path: Path) -> None:
    file = mue(tmp_path)
    (right,) = import_files([file], tmp_path / "a", asked=Asked(records=5)).releases
    (wrong,) = import_files([file], tmp_path / "b", asked=Asked(records=7)).releases
    assert "The publisher states 5 records, and all are here." in right.remarks
    assert ("5 records, where the publisher states 7." in wrong.remarks, wrong.completeness) == (
        True,
        "partial",
    )


def test_a_count_for_several_tables_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="for one table"):
        import_files([mue(tmp_path), ptp(tmp_path)], tmp_path / "store", asked=Asked(records=5))
    assert open_store(tmp_path / "store").releases() == ()


def test_when_one_of_several_releases_cannot_be_written_none_of_them_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [mue(tmp_path), ptp(tmp_path), rvu(tmp_path / "PPRRVU2025_Oct.csv")]
    renamed: list[Path] = []
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        renamed.append(self)
        if len(renamed) == 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ConfigurationError, match="No space left"):
        import_files(files, tmp_path / "store", imported_at=NOON)
    monkeypatch.undo()
    assert open_store(tmp_path / "store").releases() == ()
    assert [path for path in (tmp_path / "store").iterdir() if path.name.startswith(".building")] == []
    assert len(import_files(files, tmp_path / "store", imported_at=NOON).releases) == 3


def test_a_count_that_contradicts_a_complete_release_that_is_there_already_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleanclaim.reference.importers.mue.in_bounds", lambda *_: [])
    monkeypatch.setattr("cleanclaim.reference.importers.mue.has_canaries", lambda *_: [])
    (whole,) = import_files([mue(tmp_path)], tmp_path / "store").releases
    assert whole.completeness == "complete"
    with pytest.raises(UnreadableFile, match="the publisher states 7"):
        import_files([mue(tmp_path)], tmp_path / "store", asked=Asked(records=7))


def test_a_table_that_is_given_alone_and_within_an_archive_makes_one_release(tmp_path: Path) -> None:
    alone = write(tmp_path / "nucc_taxonomy_261.csv", NUCC)
    done = import_files([alone, zipped(tmp_path / "a.zip", alone)], tmp_path / "store")
    assert [release.kind for release in done.releases] == ["TAXONOMY"]
