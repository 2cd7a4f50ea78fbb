"""Providers and exclusions: NPPES extracts and updates, and the OIG's list, with made-up people."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    EXCLUSION,
    Known,
    NotCovered,
    Provider,
    Store,
    Unknown,
    open_store,
    person_key,
    provider,
)
from cleanclaim.primitives import NPI, UnreadableFile
from cleanclaim.reference import import_files
from cleanclaim.reference.importers import nppes as importer
from tests.reference.official import write, zipped

DAY = date(2026, 11, 20)
ONE, TWO, THREE, NEW = (
    str(NPI.from_nine(nine)) for nine in ("100000001", "129999999", "199999999", "100000055")
)
COLUMNS = [
    "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
    "Provider First Name", "Provider Middle Name", "Provider Credential Text",
    "Provider First Line Business Mailing Address", "Provider Business Mailing Address Telephone Number",
    "Provider Business Practice Location Address State Name", "Provider Enumeration Date", "Last Update Date",
    "NPI Deactivation Reason Code", "NPI Deactivation Date", "NPI Reactivation Date", "Provider Sex Code",
    *(f"Healthcare Provider Taxonomy Code_{number}" for number in range(1, 16)),
    *(f"Healthcare Provider Primary Taxonomy Switch_{number}" for number in range(1, 16)),
    "Certification Date",
]  # fmt: skip
FULL_NAME = "npidata_pfile_20050523-20261108.csv"
WEEK_NAME = "npidata_pfile_20261109-20261115.csv"


def extract(*rows: dict[str, str]) -> str:
    """Return an extract: every cell quoted, as published."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in COLUMNS} for row in rows)
    return out.getvalue()


PERSON = {
    "NPI": ONE, "Entity Type Code": "1", "Provider Last Name (Legal Name)": "Hatmaker",
    "Provider First Name": "Ida", "Provider Business Mailing Address Telephone Number": "5550100",
    "Provider First Line Business Mailing Address": "1 Home Street",
    "Provider Business Practice Location Address State Name": "TX", "Provider Enumeration Date": "05/23/2006",
    "Healthcare Provider Taxonomy Code_1": "207Q00000X", "Healthcare Provider Primary Taxonomy Switch_1": "N",
    "Healthcare Provider Taxonomy Code_2": "207R00000X", "Healthcare Provider Primary Taxonomy Switch_2": "Y",
}  # fmt: skip
PRACTICE = {
    "NPI": TWO, "Entity Type Code": "2",
    "Provider Organization Name (Legal Business Name)": "Invented Hats, LLC",
    "Provider Enumeration Date": "01/02/2010", "NPI Deactivation Date": "03/01/2020",
    "NPI Reactivation Date": "06/01/2020", "Healthcare Provider Taxonomy Code_1": "261QP2300X",
    "Healthcare Provider Primary Taxonomy Switch_1": "Y",
}  # fmt: skip
GONE = {"NPI": THREE, "NPI Deactivation Date": "02/03/2024"}
FULL = extract(GONE, PERSON, PRACTICE)
WEEK = extract(
    PERSON | {"Provider Last Name (Legal Name)": "Hatter"},
    PERSON | {"NPI": NEW, "Provider Enumeration Date": "11/10/2026"},
)
LEIE_HEADING = (
    "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,EXCLTYPE,EXCLDATE,"
    "REINDATE,WAIVERDATE,WVRSTATE\r\n"
)
LEIE = (
    LEIE_HEADING + f'"O\'HATTER","IDA","Q","","PHYSICIAN","FAMILY PRACTICE","","{ONE}","19600101",'
    '"1 HOME ST","TOWN","TX","75001","1128a1","20200119","00000000","00000000",""\r\n'
    '"","","","FELT, INC.","DME COMPANY","","","0000000000","","2 ROAD","TOWN","NM","87001",'
    '"1128b7","20261020","00000000","20261101","NM"\r\n'
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    week = zipped(
        tmp_path / "NPPES_Data_Dissemination_110926_111526_Weekly_V2.zip",
        write(tmp_path / WEEK_NAME, WEEK),
        write(tmp_path / WEEK_NAME.replace(".csv", "_fileheader.csv"), extract()),
    )
    import_files([write(tmp_path / FULL_NAME, FULL)], tmp_path / "store")
    import_files([week], tmp_path / "store")
    return open_store(tmp_path / "store")


def known(store: Store, npi: str, on: date = DAY) -> Provider:
    answer = provider(store, npi, on)
    assert isinstance(answer, Known)
    return answer.value


def test_a_provider_is_known_by_npi_with_names_taxonomies_and_the_state_of_the_practice(store: Store) -> None:
    one = known(store, ONE, date(2026, 11, 1))
    assert (one.entity, one.last_name, one.first_name, one.state) == (1, "Hatmaker", "Ida", "TX")
    assert [(taxonomy.code, taxonomy.primary) for taxonomy in one.taxonomies] == [
        ("207Q00000X", False), ("207R00000X", True),
    ]  # fmt: skip
    assert one.primary_taxonomy == "207R00000X"
    assert known(store, TWO).organization == "Invented Hats, LLC"


def test_an_update_of_a_week_goes_before_the_whole_extract_for_those_that_it_has(store: Store) -> None:
    assert known(store, ONE).last_name == "Hatter"
    assert known(store, NEW).enumerated == date(2026, 11, 10)
    assert known(store, TWO).entity == 2
    weekly = [release for release in store.releases() if "update" in release.label]
    assert [release.completeness for release in weekly] == ["partial"]


def test_an_npi_is_inactive_between_its_deactivation_and_its_reactivation(store: Store) -> None:
    two, three = known(store, TWO), known(store, THREE)
    days = (date(2009, 1, 1), date(2020, 2, 29), date(2020, 3, 1), date(2020, 6, 1))
    assert [two.active_on(day) for day in days] == [False, True, False, True]
    assert (three.active_on(date(2024, 2, 2)), three.active_on(date(2024, 2, 3)), three.entity) == (
        True,
        False,
        0,
    )


def test_neither_address_nor_telephone_is_kept(store: Store) -> None:
    for path in store.directory.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"Home Street" not in content
        assert b"5550100" not in content


def test_an_npi_that_no_extract_has_is_unknown_only_when_a_whole_extract_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = str(NPI.from_nine("155555555"))
    import_files([write(tmp_path / WEEK_NAME, WEEK)], tmp_path / "store")
    assert isinstance(provider(open_store(tmp_path / "store"), absent, DAY), NotCovered)
    import_files([write(tmp_path / FULL_NAME, FULL)], tmp_path / "store")
    assert isinstance(provider(open_store(tmp_path / "store"), absent, DAY), NotCovered)
    monkeypatch.setattr(importer, "in_bounds", lambda *_: [])
    import_files([write(tmp_path / "whole" / FULL_NAME, FULL + "\n")], tmp_path / "store")
    assert isinstance(provider(open_store(tmp_path / "store"), absent, DAY), Unknown)
    assert isinstance(provider(open_store(tmp_path / "store"), absent, date(2027, 2, 1)), NotCovered)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("npi.csv", FULL, "--from DATE"),
        (FULL_NAME, FULL.replace(ONE, ONE[:-1] + str((int(ONE[-1]) + 1) % 10)), "its check digit is wrong"),
        (FULL_NAME, FULL.replace(TWO, ONE), f"{ONE} is there twice"),
        (FULL_NAME, FULL.replace("207Q00000X", "207Q"), "provider 2: '207Q' is not a taxonomy code"),
        (FULL_NAME, FULL.replace('"05/23/2006",', ""), "cells instead of"),
        (FULL_NAME.replace("20261108", "20060101"), FULL, "after the last day in the name"),
        (FULL_NAME, FULL.replace("Primary Taxonomy Switch_3", "Switch_3"), "is missing"),
    ],
)
def test_a_damaged_or_mislabelled_extract_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)


def test_an_excluded_provider_is_found_by_npi_and_by_name_from_the_first_day_of_the_exclusion(
    tmp_path: Path,
) -> None:
    (release,) = import_files([write(tmp_path / "UPDATED.csv", LEIE)], tmp_path / "store").releases
    assert (release.label, str(release.effective_to)) == ("OIG exclusions to 2026-10-20", "2036-12-31")
    store = open_store(tmp_path / "store")
    answer = store.find(EXCLUSION, ONE, DAY)
    assert isinstance(answer, Known)
    assert (answer.value[0].basis, answer.value[0].effective_from) == ("1128a1", date(2020, 1, 19))
    assert isinstance(store.find(EXCLUSION, person_key("O'Hatter", "Ida"), DAY), Known)
    business = store.find(EXCLUSION, "Felt Inc", DAY)
    assert isinstance(business, Known)
    assert (business.value[0].waived_from, business.value[0].waiver_state) == (date(2026, 11, 1), "NM")
    assert isinstance(store.find(EXCLUSION, "FELT INC", date(2026, 10, 19)), Unknown)


def test_neither_the_birth_nor_the_address_of_an_excluded_person_is_kept(tmp_path: Path) -> None:
    import_files([write(tmp_path / "UPDATED.csv", LEIE)], tmp_path / "store")
    for path in (tmp_path / "store").rglob("*.sqlite"):
        assert b"1960" not in path.read_bytes()
        assert b"HOME ST" not in path.read_bytes()


def test_an_npi_that_is_none_is_told_and_the_name_still_found(tmp_path: Path) -> None:
    text = LEIE.replace(ONE, "1234567890")
    (release,) = import_files([write(tmp_path / "UPDATED.csv", text)], tmp_path / "store").releases
    assert "An NPI that is none: row 2." in release.remarks
    store = open_store(tmp_path / "store")
    assert isinstance(store.find(EXCLUSION, person_key("O'HATTER", "IDA"), DAY), Known)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("2610excl.csv", LEIE, "UPDATED.csv"),
        ("UPDATED.csv", LEIE_HEADING, "there is no exclusion"),
        ("UPDATED.csv", LEIE.replace("20200119", "20201319"), "row 2"),
        ("UPDATED.csv", LEIE.replace("20200119", ""), "the exclusion has no first day"),
        ("UPDATED.csv", LEIE.replace('"FELT, INC."', '""'), "the exclusion has no name"),
        ("UPDATED.csv", LEIE.replace(',"NM"\r\n', "\r\n"), "there are 17 cells instead of 18"),
    ],
)
def test_a_damaged_list_of_exclusions_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)
