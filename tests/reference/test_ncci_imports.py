"""NCCI's units and add-on codes: whose, of which quarter, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    ADD_ON,
    MUE_DME,
    MUE_OUTPATIENT,
    MUE_PRACTITIONER,
    Known,
    NotCovered,
    Unknown,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, import_files
from cleanclaim.reference.importers import mue as mue_importer
from tests.reference.official import MUE_HEADING, MUE_ROWS, mue, write

DAY = date(2026, 11, 3)
ADD_ON_ROWS = (
    "1"
    "11045"
    "       "
    "11042"
    "       "
    "2013091"
    "       " + " " * 58 + "\r\n"
    "1"
    "11045"
    "       "
    "97597"
    "2024366"
    "2013091"
    "2024366" + "a note".ljust(58) + "\r\n"
    "2"
    "0054T"
    "0000000"
    "CCCCC"
    "0000000"
    "2013091"
    "0000000" + " " * 58 + "\r\n"
    "3"
    "96361"
    "       "
    "96360"
    "       "
    "2020001"
    "       " + " " * 58 + "\r\n"
)


@pytest.mark.parametrize(
    ("file", "service", "kind"),
    [
        ("PractitionerServices", "Practitioner Services", MUE_PRACTITIONER),
        ("OutpatientHospitalServices", "Outpatient Hospital Services", MUE_OUTPATIENT),
        ("DMESupplierServices", "DME Supplier Services", MUE_DME),
    ],
)
def test_each_of_the_three_tables_answers_for_its_own_claims(
    tmp_path: Path, file: str, service: str, kind: object
) -> None:
    import_files([mue(tmp_path, f"MCR_MUE_{file}_Eff_10-01-2026.csv", service=service)], tmp_path / "store")
    store = open_store(tmp_path / "store")
    for each in (MUE_PRACTITIONER, MUE_OUTPATIENT, MUE_DME):
        answer = store.find(each, "11000", DAY)
        assert isinstance(answer, Known if each is kind else NotCovered)
    answer = store.find(kind, "0001U", DAY)  # type: ignore[arg-type, var-annotated]
    assert (answer.value[0].units, answer.value[0].adjudication) == (0, 2)  # type: ignore[union-attr]


def test_absent_from_a_whole_table_is_no_limit_and_from_a_short_one_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files([mue(tmp_path)], tmp_path / "short")
    assert isinstance(open_store(tmp_path / "short").find(MUE_PRACTITIONER, "99499", DAY), NotCovered)
    monkeypatch.setattr(mue_importer, "_BOUNDS", {MUE_PRACTITIONER.name: (5, 5)})
    monkeypatch.setattr(mue_importer, "_CANARIES", {})
    import_files([mue(tmp_path)], tmp_path / "whole")
    assert isinstance(open_store(tmp_path / "whole").find(MUE_PRACTITIONER, "99499", DAY), Unknown)


def test_a_renamed_mue_file_needs_its_day(tmp_path: Path) -> None:
    renamed = mue(tmp_path, "mue.csv")
    with pytest.raises(UnreadableFile, match="--from DATE"):
        import_files([renamed], tmp_path / "store")
    (release,) = import_files([renamed], tmp_path / "store", asked=Asked(date(2026, 7, 1))).releases
    assert (str(release.effective_from), str(release.effective_to)) == ("2026-07-01", "2026-09-30")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
            MUE_HEADING.format(service="DME Supplier Services"),
            "mislabelled",
        ),
        (
            "MCR_MUE_PractitionerServices_Eff_13-01-2026.csv",
            MUE_HEADING.format(service="Practitioner Services") + MUE_ROWS,
            "no date",
        ),
        (
            "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
            MUE_HEADING.format(service="Other"),
            "none of the official",
        ),
        (
            "m.csv",
            MUE_HEADING.format(service="Practitioner Services") + "99213,two,3 x,y\n",
            "'two' is not a number",
        ),
        ("m.csv", MUE_HEADING.format(service="Practitioner Services") + "99213,2,4 x,y\n", "adjudication"),
        ("m.csv", MUE_HEADING.format(service="Practitioner Services") + "99213,2,3 x,y\n" * 2, "two rows"),
        ("m.csv", MUE_HEADING.format(service="Practitioner Services") + "9921,2,3 x,y\n", "'9921'"),
    ],
)
def test_a_damaged_or_mislabelled_mue_table_is_refused(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    if says == "none of the official":
        content = content.replace(" MUE Values", "")
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, content)], tmp_path / "store")
    assert says in str(caught.value)


def test_a_day_that_contradicts_the_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="the name says 2026-10-01"):
        import_files([mue(tmp_path)], tmp_path / "store", asked=Asked(date(2026, 7, 1)))


def test_add_on_edits_hold_on_their_own_days(tmp_path: Path) -> None:
    (release,) = import_files(
        [write(tmp_path / "AOC_V2026Q4-F-MCR.txt", ADD_ON_ROWS)], tmp_path / "store"
    ).releases
    assert release.counts == {"rows": 4, "type 1": 2, "type 2": 1, "type 3": 1}
    assert (str(release.effective_from), str(release.effective_to)) == ("2013-04-01", "2026-12-31")
    store = open_store(tmp_path / "store")

    def primaries(code: str, on: date) -> list[str]:
        answer = store.find(ADD_ON, code, on)
        return [row.primary for row in answer.value] if isinstance(answer, Known) else []

    assert primaries("11045", date(2024, 12, 31)) == ["11042", "97597"]
    assert primaries("11045", date(2025, 1, 1)) == ["11042"]
    assert primaries("0054T", DAY) == ["CCCCC"]
    assert primaries("96361", date(2019, 12, 31)) == []
    assert primaries("96361", date(2020, 1, 1)) == ["96360"]
    every = store.every(ADD_ON, "96361", date(2019, 12, 31))
    assert isinstance(every, Known)
    assert every.value[0].effective_from == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("AOC.txt", ("", ""), "published name"),
        ("AOC_V2026Q4-F-MCR.txt", ("2020001", "2020367"), "row 4: '2020367' is not a date"),
        ("AOC_V2026Q4-F-MCR.txt", ("2020001", "       "), "no first day"),
        ("AOC_V2019Q4-F-MCR.txt", ("", ""), "after this release ends"),
        ("AOC_V2026Q4-F-MCR.txt", ("396361", "496361"), "type of add-on edit"),
    ],
)
def test_a_damaged_or_mislabelled_add_on_table_is_refused(
    tmp_path: Path, name: str, change: tuple[str, str], says: str
) -> None:
    file = write(tmp_path / name, ADD_ON_ROWS.replace(*change) if change[0] else ADD_ON_ROWS)
    with pytest.raises(UnreadableFile) as caught:
        import_files([file], tmp_path / "store")
    assert says in str(caught.value)


@pytest.mark.shared
def test_the_excerpts_of_the_real_files_are_read(tmp_path: Path, shared_dir: Path) -> None:
    place = shared_dir / "reference"
    done = import_files([place / "ncci_ptp", place / "ncci_mue"], tmp_path / "store")
    assert {release.completeness for release in done.releases} == {"partial"}
    assert {release.label for release in done.releases} == {
        "NCCI PTP practitioner v32.2r0 (2026 Q3)",
        "NCCI MUE practitioner 2026 Q3",
    }


@pytest.mark.shared
def test_all_units_of_2026_q2_come_back_as_published(tmp_path: Path, shared_dir: Path) -> None:
    """The derived list has no rows of its own layout, so they are written in the official one."""
    published = json.loads((shared_dir / "reference/ncci_mue/mue_practitioner.json").read_text())
    rows = "".join(
        f'{one["code"]},{one["mue_value"]},"{one["description"].split("|")[0]}","{one["description"].split("|")[1]}"\n'
        for one in published
    )
    file = mue(tmp_path, "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", rows)
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.completeness, release.counts["codes"]) == ("complete", 15095)
    table = open_store(tmp_path / "store").table(MUE_PRACTITIONER, date(2026, 5, 1))
    assert isinstance(table, Known)
    codes = table.value.keys()
    assert {code: table.value.every(code)[0].units for code in codes} == {
        one["code"]: one["mue_value"] for one in published
    }
    adjudications = [table.value.every(code)[0].adjudication for code in codes]
    assert [adjudications.count(number) for number in (1, 2, 3)] == [41, 5417, 9637]


@pytest.mark.shared
def test_all_add_on_rows_of_2026_q3_come_back_as_published(tmp_path: Path, shared_dir: Path) -> None:
    published = json.loads((shared_dir / "reference/ncci_aoc/ncci_aoc_edits.json").read_text())
    rows = "".join(
        f"{one['modifier']}{one['code1']}{'':7}{one['code2']}{'':7}"
        f"{date.fromisoformat(one['effective_date']):%Y%j}{'':7}{'':58}\r\n"
        for one in published
    )
    file = write(tmp_path / "AOC_V2026Q3-F-MCR.txt", rows)
    (release,) = import_files([file], tmp_path / "store").releases
    assert release.completeness == "complete"
    assert release.counts == {"rows": 7743, "type 1": 7130, "type 2": 42, "type 3": 571}
    table = open_store(tmp_path / "store").table(ADD_ON, date(2026, 9, 1))
    assert isinstance(table, Known)
    codes = table.value.keys()
    found = {(row.add_on, row.primary) for code in codes for row in table.value.every(code)}
    assert found == {(one["code1"], one["code2"]) for one in published}
