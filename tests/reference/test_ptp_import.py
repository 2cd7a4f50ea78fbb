"""NCCI PTP edits: what is in force on a day, for whom, and which files are refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.codesets import (
    PTP_HOSPITAL,
    PTP_PRACTITIONER,
    Known,
    NotCovered,
    PTPTable,
    Unknown,
    open_store,
)
from cleanclaim.primitives import ConfigurationError, UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import PTP_HEADING, PTP_ROWS, ptp, write, zipped

DAY = date(2026, 11, 3)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> PTPTable:
    place = tmp_path_factory.mktemp("ptp")
    import_files([ptp(place)], place / "store")
    answer = open_store(place / "store").pairs(PTP_PRACTITIONER, DAY)
    assert isinstance(answer, Known)
    return answer.value


@pytest.mark.parametrize(
    ("column1", "column2", "on", "indicator"),
    [
        ("11000", "11042", date(2019, 12, 31), None),
        ("11000", "11042", date(2020, 1, 1), 1),
        ("11000", "11042", date(2023, 12, 31), 1),
        ("11000", "11042", date(2024, 6, 1), None),
        ("11000", "11042", date(2025, 1, 1), 0),
        ("11042", "11000", date(2025, 1, 1), None),
        ("11000", "G0008", date(1996, 1, 1), 1),
        ("11000", "g0008", DAY, 1),
        ("20610", "20605", date(2026, 6, 30), 1),
        ("20610", "20605", date(2026, 7, 1), None),
    ],
)
def test_the_row_of_the_date_of_service_answers(
    table: PTPTable, column1: str, column2: str, on: date, indicator: int | None
) -> None:
    edit = table.find(column1, column2, on)
    assert (edit and edit.modifier_indicator) == indicator


def test_indicator_9_is_no_edit_even_on_its_day_but_is_in_the_history(table: PTPTable) -> None:
    assert table.find("11000", "J1100", date(2022, 1, 1)) is None
    (row,) = table.history("11000", "J1100")
    assert (row.modifier_indicator, row.rationale) == (9, "Mutually exclusive procedures")


def test_all_edits_between_the_codes_of_a_claim_are_found_either_way_round(table: PTPTable) -> None:
    found = table.among(["G0008", "11042", "99213", "11000", "11000"], DAY)
    assert {(edit.column1, edit.column2) for edit in found} == {("11000", "G0008"), ("11000", "11042")}


def test_the_rows_of_a_column_one_code_are_listed_with_what_they_say(table: PTPTable) -> None:
    rows = list(table.of_column1("11000"))
    assert [row.column2 for row in rows] == ["11042", "11042", "G0008", "J1100"]
    assert [row.before_1996 for row in rows] == [False, False, True, False]
    assert list(table.of_column1("99999")) == []


@pytest.mark.parametrize("odd", ["", "9921", "992133", "99 13", "1_000", "٩٩٢١٣", "-1234", "ZZZZZ"])
def test_what_is_no_code_has_no_edit(table: PTPTable, odd: str) -> None:
    assert table.find(odd, "11042", DAY) is None
    assert table.find("11000", odd, DAY) is None
    assert table.history(odd, odd) == ()


def test_a_short_file_is_partial_so_that_a_missing_pair_is_not_checked(tmp_path: Path) -> None:
    (release,) = import_files([ptp(tmp_path)], tmp_path / "store").releases
    assert release.completeness == "partial"
    assert "5 rows" in release.remarks[0]
    store = open_store(tmp_path / "store")
    assert isinstance(store.pair(PTP_PRACTITIONER, "11000", "11042", DAY), Known)
    assert isinstance(store.pair(PTP_PRACTITIONER, "11000", "99213", DAY), NotCovered)
    assert isinstance(store.pair(PTP_HOSPITAL, "11000", "11042", DAY), NotCovered)


def test_a_complete_file_makes_a_missing_pair_no_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleanclaim.reference.importers import ptp as importer

    monkeypatch.setattr(importer, "_BOUNDS", {PTP_HOSPITAL.name: (5, 5)})
    rows = PTP_ROWS.replace("20610\t20605\t\t20240701\t20260630", "G0105\t20605\t\t20270101\t*")
    (release,) = import_files([ptp(tmp_path, "ccioph-v330r0-f1.txt", rows)], tmp_path / "store").releases
    assert (release.completeness, release.remarks) == ("complete", ())
    assert isinstance(open_store(tmp_path / "store").pair(PTP_HOSPITAL, "11000", "99213", DAY), Unknown)


def test_the_parts_of_a_quarter_make_one_release_from_zips_too(tmp_path: Path) -> None:
    lines = PTP_ROWS.splitlines(keepends=True)
    parts = [
        ptp(tmp_path, f"ccipra-v323r0-f{number}.txt", "".join(rows))
        for number, rows in enumerate((lines[:2], lines[2:4], lines[4:]), 1)
    ]
    zips = [zipped(tmp_path / f"f{number}.zip", part) for number, part in enumerate(parts)]
    (release,) = import_files(zips, tmp_path / "store").releases
    assert release.counts == {"rows": 5, "parts": 3}
    assert release.label == "NCCI PTP practitioner v32.3r0 (2026 Q4)"
    assert (str(release.effective_from), str(release.effective_to)) == ("1996-01-01", "2026-12-31")


def test_a_missing_part_makes_it_partial_and_is_named(tmp_path: Path) -> None:
    (release,) = import_files([ptp(tmp_path, "ccipra-v323r0-f2.txt")], tmp_path / "store").releases
    assert "Part 1 missing; import all parts together." in release.remarks


def test_a_day_after_the_quarter_is_not_covered(tmp_path: Path) -> None:
    import_files([ptp(tmp_path)], tmp_path / "store")
    answer = open_store(tmp_path / "store").pairs(PTP_PRACTITIONER, date(2027, 1, 1))
    assert isinstance(answer, NotCovered)
    assert "2026-12-31" in answer.reason


def test_of_two_quarters_the_newer_answers_for_old_dates_too(tmp_path: Path) -> None:
    """The newer file says that the edit was deleted after the fact."""
    new = PTP_ROWS.replace("20250101\t*", "20250101\t20250101")
    import_files([ptp(tmp_path, "ccipra-v323r0-f1.txt", new)], tmp_path / "store")
    import_files([ptp(tmp_path, "ccipra-v320r0-f1.txt")], tmp_path / "store")
    answer = open_store(tmp_path / "store").pairs(PTP_PRACTITIONER, date(2026, 2, 1))
    assert isinstance(answer, Known)
    assert answer.value.find("11000", "11042", date(2026, 2, 1)) is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("edits.txt", PTP_HEADING + PTP_ROWS, "published name"),
        ("ccipra-v324r0-f1.txt", PTP_HEADING + PTP_ROWS, "there is no quarter 5"),
        ("ccipra-v323r0-f1.txt", PTP_HEADING, "there is no edit"),
        ("ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS + "20610\t206", "line 12 is no PTP edit"),
        ("ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS.replace("\t1\t", "\t7\t"), "modifier indicator"),
        ("ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS.replace("20240701", "20241301"), "line 11"),
        ("ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS.replace("20605", "2O6 5"), "not a procedure code"),
    ],
)
def test_a_damaged_or_mislabelled_file_is_refused_and_nothing_imported(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    file = write(tmp_path / name, content)
    with pytest.raises(UnreadableFile) as caught:
        import_files([file], tmp_path / "store")
    assert says in str(caught.value)
    assert name in str(caught.value)
    assert open_store(tmp_path / "store").releases() == ()


def test_an_excerpt_with_an_edit_to_come_is_taken_and_the_edit_waits_for_its_day(tmp_path: Path) -> None:
    rows = PTP_ROWS + "11042\t97597\t\t20261001\t*\t1\tMore extensive procedure\r\n"
    (release,) = import_files([ptp(tmp_path, "ccipra-v322r0-f1.txt", rows)], tmp_path / "store").releases
    assert any("begins on 2026-10-01, after the quarter" in remark for remark in release.remarks)
    store = open_store(tmp_path / "store")
    answer = store.pairs(PTP_PRACTITIONER, date(2026, 9, 30))
    assert isinstance(answer, Known)
    assert answer.value.find("11042", "97597", date(2026, 9, 30)) is None


def test_a_part_given_twice_is_refused(tmp_path: Path) -> None:
    again = ptp(tmp_path / "again")
    with pytest.raises(UnreadableFile, match="given twice"):
        import_files([ptp(tmp_path), again], tmp_path / "store")


@pytest.mark.parametrize("kept", [0, 40, 100, -1])
def test_a_cut_table_is_refused_when_it_is_opened(tmp_path: Path, kept: int) -> None:
    import_files([ptp(tmp_path)], tmp_path / "store")
    (path,) = (tmp_path / "store").rglob("pairs.bin")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ConfigurationError, match="import the release again"):
        open_store(tmp_path / "store").pairs(PTP_PRACTITIONER, DAY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_answers_as_a_walk_through_its_rows(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    codes = ("00100", "99213", "G0008", "0001U", "ZZZZZ")
    days = st.dates(date(1996, 1, 1), date(2026, 10, 1))
    row = st.tuples(
        st.sampled_from(codes), st.sampled_from(codes), days, st.none() | days, st.sampled_from("019")
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=30))
    text = "".join(
        f"{one}\t{two}\t\t{first:%Y%m%d}\t{f'{last:%Y%m%d}' if last else '*'}\t{indicator}\tx\r\n"
        for one, two, first, last, indicator in rows
    )
    place = tmp_path_factory.mktemp("any")
    import_files([ptp(place, rows=text)], place / "store")
    on = data.draw(days | st.sampled_from([row[2] for row in rows]))
    on += timedelta(data.draw(st.integers(-1, 1)))
    answer = open_store(place / "store").pairs(PTP_PRACTITIONER, max(on, min(row[2] for row in rows)))
    assert isinstance(answer, Known)
    for one in codes:
        for two in codes:
            expected = any(
                (one, two) == row[:2] and row[2] <= on and (row[3] is None or on <= row[3]) and row[4] != "9"
                for row in rows
            )
            assert (answer.value.find(one, two, on) is not None) == expected
