"""The starter pack: every row as the official file has it, never mistaken for a production release."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    ADD_ON,
    ANESTHESIA,
    GPCI,
    MCE,
    MPFS,
    MUE_PRACTITIONER,
    PTP_PRACTITIONER,
    ZIP_LOCALITY,
    Known,
    NotCovered,
    RelativeValue,
    Store,
    Unknown,
    open_store,
)
from cleanclaim.reference import ensure_store, import_files
from cleanclaim.reference.starter import STARTER_TABLES, StarterTable, compile_starter, starter_rows
from cleanclaim.reference.starter.build import build
from cleanclaim.reference.starter.official import wanted_codes
from cleanclaim.reference.starter.releases import DATA
from tests.reference.official import rvu

ON = date(2025, 11, 4)
TABLES = tuple(STARTER_TABLES.values())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    directory = tmp_path_factory.mktemp("starter")
    list(compile_starter(directory, None))
    return Store(directory)


def test_every_release_says_that_it_is_the_starter_pack(store: Store) -> None:
    releases = store.releases()
    assert {release.label for release in releases} == {table.label for table in TABLES}
    for release in releases:
        assert release.starter
        assert release.stand_in
        assert release.label.startswith("Starter pack: ")
        assert "not a production release" in release.remarks[0]
        assert len(release.sha256) == 64


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_row_has_its_place_in_the_official_file(table: StarterTable, store: Store) -> None:
    rows = list(starter_rows(table.file))
    assert all(place for place, _ in rows)
    (release,) = (one for one in store.releases(table.kind) if one.label == table.label)
    assert release.counts == {"rows": len(rows)}


def test_what_the_issue_prices_is_there(store: Store) -> None:
    found = store.find(MPFS, "99213", ON)
    assert isinstance(found, Known)
    (value,) = found.value
    assert (value.work, value.nonfacility_total, value.facility_total) == (
        Decimal("1.30"),
        Decimal("2.75"),
        Decimal("1.97"),
    )
    assert isinstance(store.find(GPCI, "01112-05", ON), Known)
    assert isinstance(store.find(ANESTHESIA, "10112-00", ON), Known)
    columbus = store.find(ZIP_LOCALITY, "43215", ON)
    assert isinstance(columbus, Known)
    assert (columbus.value[0].mac, columbus.value[0].locality) == ("15202", "00")


@pytest.mark.parametrize(
    ("kind", "absent", "on"),
    [
        (MPFS, "33999", ON),
        (MUE_PRACTITIONER, "33999", date(2026, 5, 1)),
        (ADD_ON, "33999", ON),
        (MCE, "I10", date(2026, 5, 1)),
        (ZIP_LOCALITY, "10001", ON),
    ],
)
def test_absent_from_the_pack_is_not_checked(store: Store, kind: object, absent: str, on: date) -> None:
    assert isinstance(store.find(kind, absent, on), NotCovered)  # type: ignore[arg-type]


def test_a_pair_that_the_pack_lacks_is_not_checked(store: Store) -> None:
    on = date(2026, 8, 1)
    assert isinstance(store.pair(PTP_PRACTITIONER, "0001U", "0030U", on), Known)
    assert isinstance(store.pair(PTP_PRACTITIONER, "11042", "97597", on), NotCovered)
    assert isinstance(store.pair(PTP_PRACTITIONER, "0001U", "0030U", date(2026, 11, 22)), NotCovered)


def test_a_day_after_the_official_files_is_not_answered(store: Store) -> None:
    for kind in (MPFS, MUE_PRACTITIONER, ADD_ON, MCE):
        assert isinstance(store.release_on(kind.name, date(2026, 11, 22)), NotCovered)


def test_an_import_of_the_same_days_goes_before_the_pack_even_if_it_is_partial(tmp_path: Path) -> None:
    list(compile_starter(tmp_path / "store", None))
    import_files([rvu(tmp_path / "PPRRVU2025_Oct.csv")], tmp_path / "store")
    store = Store(tmp_path / "store")
    found = store.find(MPFS, "99213", ON)
    assert isinstance(found, Known)
    assert not found.release.starter
    assert found.value[0].work == Decimal("1.00"), "that of the invented file"
    assert isinstance(store.find(MPFS, "99214", ON), NotCovered), "the pack does not fill gaps of an import"


def test_an_add_on_code_has_all_of_its_primary_codes(store: Store) -> None:
    found = store.find(ADD_ON, "96361", ON)
    assert isinstance(found, Known)
    assert {edit.primary for edit in found.value} >= {"96360", "96365", "96374"}


def test_no_dental_code_and_no_descriptor_is_in_the_pack() -> None:
    for table in TABLES:
        for _, row in starter_rows(table.file):
            code = getattr(row, "code", "") or getattr(row, "add_on", "")
            if table.kind != MCE.name:
                assert not code.startswith("D"), f"{table.file} {code}"
            if isinstance(row, RelativeValue):
                texts = [getattr(row, name) for name in row.__struct_fields__]
                assert all(len(text) <= 5 for text in texts if isinstance(text, str)), code


def test_endoscopies_have_their_base(store: Store) -> None:
    rows = [row for _, row in starter_rows("mpfs-2025q4.csv") if isinstance(row, RelativeValue)]
    codes = {row.code for row in rows}
    assert {row.endoscopic_base for row in rows} - {""} <= codes


def test_ranges_of_the_list_of_codes_are_read_and_dental_codes_refused() -> None:
    assert wanted_codes("# 99999\n97161-97163 G0104-G0105 0054T\n") == {
        "97161",
        "97162",
        "97163",
        "G0104",
        "G0105",
        "0054T",
    }
    with pytest.raises(Exception, match="CDT"):
        wanted_codes("D0120")


def test_the_complete_tables_say_that_a_locality_does_not_exist(store: Store) -> None:
    assert isinstance(store.find(GPCI, "99999-99", ON), Unknown)


@pytest.mark.shared
def test_built_again_from_the_official_files_it_is_the_same(tmp_path: Path, shared_dir: Path) -> None:
    (tmp_path / "codes.txt").write_text((DATA / "codes.txt").read_text())
    tables = build(shared_dir / "reference", tmp_path)
    assert tables == list(TABLES)
    for table in tables:
        assert (tmp_path / table.file).read_text() == (DATA / table.file).read_text(), table.file


@pytest.mark.shared
def test_rows_stand_where_they_say_in_the_official_file(shared_dir: Path) -> None:
    lines = (shared_dir / "reference/mpfs/PPRRVU2025_Oct.csv").read_text(encoding="latin-1").splitlines()
    for place, row in starter_rows("mpfs-2025q4.csv"):
        assert isinstance(row, RelativeValue)
        cells = lines[int(place.removeprefix("line ")) - 1].split(",")
        assert cells[:2] == [row.code, row.modifier]
        assert f",{row.conversion_factor}," in lines[int(place.removeprefix("line ")) - 1]


def test_what_another_version_shipped_is_left_out(tmp_path: Path) -> None:
    ensure_store(tmp_path)
    ours = next(tmp_path.glob("GPCI/starter-*"))
    shutil.copytree(ours, ours.with_name("starter-0123456789ab-v1"))
    assert len(open_store(tmp_path).releases("GPCI")) == 3
    assert len(ensure_store(tmp_path).releases("GPCI")) == 2
