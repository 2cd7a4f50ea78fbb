"""OPPS Addendum A and the OPPS caps of the physician fee schedule, in the layouts as described."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.codesets import APC, OPPS_CAP, Known, NotCovered, open_store
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import import_files
from tests.reference.official import write, zipped

DAY = date(2026, 11, 3)
ADDENDUM_A = (
    ",Addendum A,,,,,,\n,Notice,,,,,,\n"
    "APC,Group Title ,SI,Relative Weight,Payment Rate,National Unadjusted Copayment,"
    "Minimum Unadjusted Copayment,Note\n"
    "5012,Invented visits of two hats,V,1.4879,$136.02 ,,$27.21 ,\n"
    '5521,Invented views,S,0.9726,"$1,088.91 ",,,\n'
    "Footnote,,,,,,,\n"
)
CAPS = (
    "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\n"
    "71046,TC,A,01112,05,12.34,23.45\n"
    "71046,TC,A,10112,00,11.11,22.22\n"
    "76700,TC,C,1112,5,1.00,2.00\n"
    "76700,TC,C,10112,00,1.00,2.00\n"
    "\x1a\n"
)
NAME_A = "2026 October Web Addendum A.09.23.26.csv"


def test_a_classification_is_known_by_its_number_and_found_by_its_words(tmp_path: Path) -> None:
    (release,) = import_files([write(tmp_path / NAME_A, ADDENDUM_A)], tmp_path / "s").releases
    assert (release.label, str(release.effective_from), str(release.effective_to)) == (
        "OPPS Addendum A 2026 Q4", "2026-10-01", "2026-12-31",
    )  # fmt: skip
    store = open_store(tmp_path / "s")
    answer = store.find(APC, "5012", DAY)
    assert isinstance(answer, Known)
    row = answer.value[0]
    assert (row.status, row.weight, row.rate, row.copayment) == (
        "V",
        Decimal("1.4879"),
        Decimal("136.02"),
        None,
    )
    hits = store.search(APC, "views", DAY)
    assert isinstance(hits, Known)
    assert [hit.code for hit in hits.value] == ["5521"]


def test_the_lone_points_of_the_published_addendum_are_empty_cells(tmp_path: Path) -> None:
    """The heading and two rows as CMS printed them in January 2025, without their titles."""
    text = (
        ",Addendum A.- OPPS APCs for CY 2025,,,,,,,,,,\n"
        "APC,Group Title,SI,Relative Weight,Payment Rate,National Unadjusted Copayment,"
        "Minimum Unadjusted Copayment,IRA Coinsurance percentage,Adjusted Beneficiary Copayment,"
        "Drug and Device Pass-Through Expiration during Calendar Year,Note,\n"
        '0701,,K,,"$4,146.335",.,$829.27,,$829.27,,,\n'
        "1491,,S,,$5.000,.,$1.00,,,,,\n"
    )
    name = "Section 508 version of January 2025 Web Addendum A.12.31.24.csv"
    import_files([write(tmp_path / name, text)], tmp_path / "s")
    answer = open_store(tmp_path / "s").find(APC, "0701", date(2025, 2, 1))
    assert isinstance(answer, Known)
    row = answer.value[0]
    assert (row.rate, row.copayment, row.minimum_copayment) == (Decimal("4146.335"), None, Decimal("829.27"))


def test_caps_are_given_for_each_locality_and_dated_by_the_release_that_they_came_in(tmp_path: Path) -> None:
    release_file = zipped(
        tmp_path / "rvu26d-updated-08-26-2026.zip", write(tmp_path / "OPPSCAP_Oct.csv", CAPS)
    )
    (release,) = import_files([release_file], tmp_path / "store").releases
    assert (release.label, release.completeness) == ("OPPS caps 2026 Q4", "partial")
    answer = open_store(tmp_path / "store").find(OPPS_CAP, "71046", DAY)
    assert isinstance(answer, Known)
    assert [(row.mac, row.locality, row.facility, row.nonfacility) for row in answer.value] == [
        ("01112", "05", Decimal("12.34"), Decimal("23.45")),
        ("10112", "00", Decimal("11.11"), Decimal("22.22")),
    ]
    assert isinstance(open_store(tmp_path / "store").find(OPPS_CAP, "99213", DAY), NotCovered)


def test_a_code_that_lacks_a_locality_is_told(tmp_path: Path) -> None:
    cut = CAPS.replace("76700,TC,C,10112,00,1.00,2.00\n", "")
    (release,) = import_files([write(tmp_path / "OPPSCAP_Oct2026.csv", cut)], tmp_path / "s").releases
    assert "Not in every locality: 76700 TC." in release.remarks


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("Addendum A.csv", ADDENDUM_A, "--from DATE"),
        (NAME_A, ADDENDUM_A.replace("5521,", "5012,"), "5012 is there twice"),
        (NAME_A, ADDENDUM_A.replace("1.4879", "1.4x"), "row 4: '1.4x' is not a number"),
        ("OPPSCAP_Oct.csv", CAPS, "--from DATE"),
        ("OPPSCAP_Oct2026.csv", CAPS + "76700,TC,C,10112,00,1.00,2.00\n", "76700 TC 10112-00 is there twice"),
        ("OPPSCAP_Oct2026.csv", CAPS.replace("12.34", "x"), "'x' is not a number"),
        (
            "OPPSCAP_Oct2026.csv",
            CAPS.replace("NON-FACILTY PRICE", "OTHER"),
            "the column NON … FAC is missing",
        ),
    ],
)
def test_a_damaged_or_undated_table_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)


def test_caps_of_another_quarter_than_their_release_are_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "rvu26d.zip", write(tmp_path / "OPPSCAP_Jul.csv", CAPS))
    with pytest.raises(UnreadableFile, match="rvu26d is of quarter 4"):
        import_files([file], tmp_path / "store")
