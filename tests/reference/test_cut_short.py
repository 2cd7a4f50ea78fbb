"""A table that was cut between two lines is whole in every line: beside its neighbour it is doubted."""

from pathlib import Path

import msgspec

from cleanclaim.codesets import Release
from cleanclaim.reference import import_files
from tests.reference.official import write
from tests.reference.test_fee_imports import GPCI_TEXT


def test_a_table_that_has_lost_a_tenth_of_its_neighbours_rows_is_partial(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (first,) = import_files([write(tmp_path / "GPCI2026.csv", GPCI_TEXT)], store).releases
    made_complete(store, first, rows=1000)
    (second,) = import_files(
        [write(tmp_path / "GPCI2027.csv", GPCI_TEXT.replace("2026", "2027"))], store
    ).releases
    assert second.completeness == "partial"
    assert any("may have been cut short" in remark and "1,000" in remark for remark in second.remarks)


def made_complete(store: Path, release: Release, *, rows: int) -> None:
    """Let the record of an invented table say that it is whole and large."""
    (record,) = (store / release.kind).glob("*/release.json")
    changed = msgspec.structs.replace(release, completeness="complete", counts={"rows": rows})
    record.write_bytes(msgspec.json.encode(changed))
