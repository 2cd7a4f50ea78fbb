"""The physician fee schedule's tables, by their headings: 31 columns in 2025, 32 in 2026."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.codesets import (
    ANESTHESIA,
    ANESTHESIA_QPP,
    GPCI,
    LOCALITY,
    MPFS,
    MPFS_QPP,
    ZIP_LOCALITY,
    Kind,
    Known,
    NotCovered,
    RelativeValue,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import RVU_TITLE, rvu, write

TITLE_2026 = "2026 National Physician Fee Schedule Relative Value File July Release"
GPCI_TEXT = (
    "ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE,,,,,,\n,,,,,,\n"
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
    "2026 PW GPCI (with 1.0 Floor)***,2026 PE GPCI,2026 MP GPCI\n"
    "10112,AL,00,ALABAMA,1.000,0.875,0.566\n02102,AK,01,ALASKA*,1.500***,1.065,0.551\n,,,,,,\n"
    '"MAC Assignments as of November 22, 2023",,,,,,\n99999,XX,00,NOT A ROW,1,1,1\n'
)
ANES_TEXT = (
    "Contractor,Locality,Locality Name,National Anes CF of 20.5000\n"
    "10112 ,00 ,ALABAMA,19.31 \n02102 ,01 ,ALASKA*,27.86 \n"
)


def zip_line(zip_code: str, plus_four: str = "0") -> str:
    """Return a line of 80 characters of the ZIP code file."""
    return f"AL{zip_code}1011200R".ljust(15) + "Z9".ljust(5) + f"{plus_four} A".ljust(55) + "20264" + "\r\n"


def values(store: Path, code: str, on: date, kind: Kind[RelativeValue] = MPFS) -> tuple[RelativeValue, ...]:
    answer = open_store(store).find(kind, code, on)
    assert isinstance(answer, Known)
    return answer.value


def test_a_file_of_31_columns_is_read_by_its_headings(tmp_path: Path) -> None:
    import_files([rvu(tmp_path / "PPRRVU2025_Oct.csv", factor="32.3465")], tmp_path / "store")
    (visit,) = values(tmp_path / "store", "99213", date(2025, 11, 4))
    assert (visit.work, visit.nonfacility_pe, visit.facility_pe) == (
        Decimal("1.00"),
        Decimal("1.20"),
        Decimal("0.50"),
    )
    assert (visit.conversion_factor, visit.price_indicator) == (Decimal("32.3465"), "")
    assert (visit.nonfacility_na, visit.facility_na) == (True, False)


def test_a_file_of_32_columns_is_read_by_its_headings_and_the_two_factors_are_kept_apart(
    tmp_path: Path,
) -> None:
    import_files(
        [
            rvu(tmp_path / "PPRRVU2026_Jul_nonQPP.csv", TITLE_2026, "9", factor="33.4009"),
            rvu(tmp_path / "PPRRVU2026_Jul_QPP.csv", TITLE_2026, "1", factor="33.5675"),
        ],
        tmp_path / "store",
    )
    day = date(2026, 8, 1)
    for kind, factor in ((MPFS, "33.4009"), (MPFS_QPP, "33.5675")):
        whole, component = sorted(
            values(tmp_path / "store", "71046", day, kind), key=lambda value: value.modifier
        )
        assert (whole.modifier, component.modifier) == ("", "26")
        assert whole.conversion_factor == component.conversion_factor == Decimal(factor)
        assert component.opps_nonfacility_pe == Decimal("1.50")
        assert component.facility_na


def test_no_descriptor_of_the_ama_is_kept(tmp_path: Path) -> None:
    file = rvu(tmp_path / "PPRRVU2025_Oct.csv")
    file.write_text(file.read_text().replace(",Text,", ",Xyzzy of the AMA,"))
    import_files([file], tmp_path / "store")
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or b"Xyzzy" not in path.read_bytes()


def test_values_that_do_not_add_up_make_it_partial(tmp_path: Path) -> None:
    file = rvu(tmp_path / "PPRRVU2025_Oct.csv")
    file.write_text(file.read_text().replace("2.30,1.60", "2.31,1.60"))
    (release,) = import_files([file], tmp_path / "store").releases
    assert "Work, practice expense and malpractice do not add up to the total: 99213." in release.remarks


@pytest.mark.parametrize(
    ("name", "title", "price", "says"),
    [
        ("PPRRVU2026_Oct.csv", RVU_TITLE, "", "the name says 2026, the title 2025"),
        ("PPRRVU2026_Jul_QPP.csv", TITLE_2026, "9", "price indicators differ"),
        ("PPRRVU2026_Jul_nonQPP.csv", TITLE_2026, "1", "price indicators differ"),
        ("PPRRVU2025.csv", RVU_TITLE.replace("October", "Fourth"), "", "nothing says from when"),
    ],
)
def test_a_mislabelled_relative_value_file_is_refused(
    tmp_path: Path, name: str, title: str, price: str, says: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([rvu(tmp_path / name, title, price)], tmp_path / "store")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("99213,,", "9921,,", "'9921' is not a procedure code"),
        ("1.20,NA", "one,NA", "'one' is not a number"),
        ("71046,26,", "71046,,", "71046  is there twice"),
        ("71046,26,", "71046,2X,", "'2X' is not a component"),
        ("GLOB,", "OTHER,", "the column GLOB DAYS is missing"),
    ],
)
def test_a_damaged_relative_value_file_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = rvu(tmp_path / "PPRRVU2025_Oct.csv")
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(UnreadableFile) as caught:
        import_files([file], tmp_path / "store")
    assert says in str(caught.value)


def test_price_indices_stop_at_the_footnotes_and_lose_their_stars(tmp_path: Path) -> None:
    (release,) = import_files([write(tmp_path / "GPCI2026.csv", GPCI_TEXT)], tmp_path / "store").releases
    assert (release.counts, release.effective_to) == ({"rows": 2}, date(2026, 12, 31))
    answer = open_store(tmp_path / "store").find(GPCI, "02102-01", date(2026, 6, 1))
    assert isinstance(answer, Known)
    alaska = answer.value[0]
    assert (alaska.name, alaska.work, alaska.practice_expense) == (
        "ALASKA",
        Decimal("1.500"),
        Decimal("1.065"),
    )


def test_a_mislabelled_table_of_indices_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="the name says 2025, the content 2026"):
        import_files([write(tmp_path / "GPCI2025.csv", GPCI_TEXT)], tmp_path / "store")


def test_of_two_national_factors_in_one_heading_the_higher_is_that_of_qpp(tmp_path: Path) -> None:
    lines = ANES_TEXT.replace("CF of 20.5000", "CF of 20.6000,National Anes CF of 20.5000").splitlines()
    rows = [
        line if "National" in line or not line.strip() else f"{line.rstrip().rstrip(',')},{18 + at}.25"
        for at, line in enumerate(lines)
    ]
    import_files([write(tmp_path / "ANES2026.csv", "\n".join(rows))], tmp_path / "store")
    store = open_store(tmp_path / "store")
    day = date(2026, 6, 1)
    key = next(iter(known(store.table(ANESTHESIA, day)).keys()))
    (with_qpp,), (without,) = (
        known(store.find(ANESTHESIA_QPP, key, day)),
        known(store.find(ANESTHESIA, key, day)),
    )
    assert (with_qpp.national, without.national) == (Decimal("20.6000"), Decimal("20.5000"))
    assert with_qpp.factor != without.factor


def known(answer: object) -> Any:
    assert isinstance(answer, Known)
    return answer.value


def test_anesthesia_factors_with_and_without_qpp_are_kept_apart(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "ANES2026_nonQPP.csv", ANES_TEXT),
        write(tmp_path / "ANES2026_QPP.csv", ANES_TEXT.replace("19.31", "19.41").replace("20.5", "20.6")),
    ]
    import_files(files, tmp_path / "store")
    store = open_store(tmp_path / "store")
    for kind, factor, national in ((ANESTHESIA, "19.31", "20.5000"), (ANESTHESIA_QPP, "19.41", "20.6000")):
        answer = store.find(kind, "10112-00", date(2026, 6, 1))
        assert isinstance(answer, Known)
        assert (answer.value[0].factor, answer.value[0].national) == (Decimal(factor), Decimal(national))


def test_zip_codes_lead_to_a_locality_and_say_when_four_more_digits_decide(tmp_path: Path) -> None:
    file = write(tmp_path / "ZIP5_OCT2026.txt", zip_line("35004") + zip_line("35005", "1"))
    (release,) = import_files([file], tmp_path / "store").releases
    assert (str(release.effective_from), release.completeness) == ("2026-10-01", "partial")
    store = open_store(tmp_path / "store")
    for code, plus_four in (("35004", False), ("35005", True)):
        answer = store.find(ZIP_LOCALITY, code, date(2026, 10, 1))
        assert isinstance(answer, Known)
        row = answer.value[0]
        assert (row.mac, row.locality, row.rural, row.plus_four) == ("10112", "00", "R", plus_four)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (zip_line("35004") + zip_line("35005").replace("20264", "20263"), "2 quarters"),
        (zip_line("35004") + zip_line("35005")[10:], "row 2"),
    ],
)
def test_a_damaged_zip_code_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / "ZIP5_OCT2026.txt", text)], tmp_path / "store")
    assert says in str(caught.value)


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Path:
    """A store of all the real fee files at hand."""
    store = tmp_path_factory.mktemp("official")
    done = import_files(
        [shared_dir / "reference/mpfs", shared_dir / "reference/zip_locality/ZIP5_OCT2025.txt"], store
    )
    partial = [release.label for release in done.releases if release.completeness == "partial"]
    assert partial == ["MPFS relative values 2026 Q3"], "an excerpt of three rows"
    return store


@pytest.mark.shared
def test_the_real_files_are_whole(official: Path) -> None:
    counts = {release.label: release.counts for release in open_store(official).releases()}
    assert counts["MPFS relative values 2025 Q4"] == {"rows": 19090, "codes": 16852}
    assert counts["GPCI 2025"] == counts["GPCI 2026"] == {"rows": 109}
    assert counts["Anesthesia conversion factors 2025"] == {"rows": 109}
    assert counts["ZIP codes to localities 2025 Q4"] == {"rows": 42956}


@pytest.mark.shared
def test_real_values_are_those_of_the_files(official: Path) -> None:
    day = date(2025, 11, 4)
    (visit,) = values(official, "99213", day)
    assert (visit.work, visit.nonfacility_total, visit.status) == (Decimal("1.30"), Decimal("2.75"), "A")
    assert [value.modifier for value in values(official, "71046", day)] == ["", "26", "TC"]
    store = open_store(official)
    alaska = store.find(GPCI, "02102-01", day)
    assert isinstance(alaska, Known)
    assert alaska.value[0].work == Decimal("1.5")
    anchorage = store.find(ZIP_LOCALITY, "99501", day)
    assert isinstance(anchorage, Known)
    assert (anchorage.value[0].mac, anchorage.value[0].locality) == ("02102", "01")
    assert isinstance(store.find(LOCALITY, "01112-05", day), Known)
    assert isinstance(store.find(MPFS, "99213", date(2025, 9, 30)), NotCovered)


@pytest.mark.shared
def test_the_two_factors_of_2026(official: Path) -> None:
    (row,) = values(official, "0001F", date(2026, 8, 1))
    assert (row.conversion_factor, row.price_indicator) == (Decimal("33.4009"), "9")
