"""Laboratory, drug, equipment, outpatient, ASC and DRG tables, in the layouts as described."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from cleanclaim.codesets import (
    ASC,
    ASP,
    ASP_NDC,
    CLFS,
    DMEPOS,
    MS_DRG,
    OPPS,
    Kind,
    Known,
    NotCovered,
    open_store,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference import Asked, import_files
from tests.reference.official import write

T = TypeVar("T", bound=msgspec.Struct)

CLFS_TEXT = (
    "Clinical Laboratory Fee Schedule\n\nnotice\n\n"
    "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,EXTENDEDLONGDESC\n"
    "2026,80053,,20260101,N,10.56,Descriptor,Descriptor,Descriptor\n"
    "2026,80053,QW,20260101,N,10.57,Descriptor,Descriptor,Descriptor\n"
)
ASP_TEXT = (
    "Payment Allowance Limits for Medicare Part B Drugs\n"
    '"Effective October\xa01, 2026 through December 31, 2026",,,,\n,,\n'
    "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,"
    "Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes\n"
    'J0131,Descriptor,10 MG,0.123,20.0%,,,,,,a note\nJ9999,Descriptor,1 MG,"1,234.567",,,,,,,\n'
)
NDC_TEXT = (
    "ASP NDC-HCPCS crosswalk\nEffective October 1, 2026 - December 31, 2026\n"
    "_2026_CODE,Short Description,LABELER NAME,NDC,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,"
    "BILLUNITSPKG\n"
    "J0131,Descriptor,Invented Labs,99999-0001-01,Inventium,10 MG,100,1,100,100\n"
)
DME_TEXT = (
    "DMEPOS fee schedule\n\n\n\n"
    "HCPCS,Mod,Mod2,JURIS,CATG,Ceiling,Floor,AL (NR),AL (R),AK (NR),Description\n"
    'E0601,RR,,D,CR,$0.00,$0.00,"$1,050.25",$60.50,,Text\n'
)
OPPS_TEXT = (
    "Addendum B\n\n\n\n\n\n"
    "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,"
    "Minimum Unadjusted Copayment,Note:,Pass-Through Expiration during Calendar Year,* Indicates a Change\n"
    "71046,Descriptor,S,5521,0.9726,$88.91 ,, $17.79 ,,,\n99213,Descriptor,B,,,,,,,,\n"
)
ASC_TEXT = (
    '"Addendum AA -- ASC Covered Surgical Procedures for CY 2026"\nnotice\n\n'
    "HCPCS Code,,Short Descriptor,Subject to Multiple Procedure Discounting,"
    "October CY 2026 Payment Indicator,October CY 2026 Payment Weight,October CY 2026 Payment Rate\n"
    "10005,*,Descriptor,Y,P3,,75.069999999999993\n10004,,Descriptor,N,N1,,\n"
)
DRG_TEXT = (
    '"TABLE 5.- LIST OF MS-DRGS\nFY 2025"\t\t\n'
    "MS-DRG \tFY 2025 Final Post-Acute DRG\tFY 2025 Final Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\t"
    "Weights - Before Cap\tWeights - 10% Cap Applied \tGeometric mean LOS\tArithmetic mean LOS\n"
    "470\tYes\tNo\t08\tSURG\tMAJOR HIP AND KNEE REPLACEMENT\t1.8855\t1.8856\t1.7\t2.1\n"
    "1\tNo\tNo\tPRE\tSURG\tHEART TRANSPLANT\t20.1\t20.2\t30\t40\n998\tNo\tNo\t**\t**\tPRINCIPAL\t\t\t\t\n"
)
DAY = date(2026, 11, 3)
FILES = {
    "PUF_CLFS_CY2026_Q4V1.csv": CLFS_TEXT,
    "October 2026 ASP Payment Limit File.csv": ASP_TEXT,
    "October 2026 NDC-HCPCS crosswalk.csv": NDC_TEXT,
    "DMEPOS_Oct_2026.csv": DME_TEXT,
    "2026 October Web Addendum B.09.23.26.csv": OPPS_TEXT,
    "October 2026 ASC Addendum AA.csv": ASC_TEXT,
    "CMS-1808-F Table 5.txt": DRG_TEXT,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("fees")
    for name, text in FILES.items():
        write(place / "files" / name, text, "cp1252")
    done = import_files([place / "files"], place / "store")
    assert len(done.releases) == len(FILES)
    assert not done.ignored
    return place / "store"


def one(store: Path, kind: Kind[T], key: str, on: date = DAY, at: int = 0) -> T:
    answer = open_store(store).find(kind, key, on)
    assert isinstance(answer, Known)
    return answer.value[at]


def test_laboratory_fees_by_modifier(store: Path) -> None:
    assert [one(store, CLFS, "80053", at=at).rate for at in (0, 1)] == [
        Decimal("10.56"),
        Decimal("10.57"),
    ]
    assert one(store, CLFS, "80053", at=1).modifier == "QW"


def test_drug_limits_hold_on_the_days_that_the_file_states(store: Path) -> None:
    assert one(store, ASP, "J9999").limit == Decimal("1234.567")
    drug = one(store, ASP, "J0131", date(2026, 12, 31))
    assert (drug.dose, drug.coinsurance_percent) == ("10 MG", Decimal("20.0"))
    assert isinstance(open_store(store).find(ASP, "J0131", date(2027, 1, 1)), NotCovered)


def test_a_product_is_found_by_its_code_and_by_its_ndc(store: Path) -> None:
    for key in ("J0131", "99999000101"):
        assert one(store, ASP_NDC, key).billing_units_package == Decimal(100)


def test_equipment_fees_by_state_rural_and_not(store: Path) -> None:
    assert one(store, DMEPOS, "E0601").fees == (
        ("AL", Decimal("1050.25"), Decimal("60.50")),
        ("AK", None, None),
    )


def test_outpatient_rates_and_lines_without_a_rate(store: Path) -> None:
    chest = one(store, OPPS, "71046")
    assert (chest.rate, chest.weight, chest.minimum_copayment) == (
        Decimal("88.91"),
        Decimal("0.9726"),
        Decimal("17.79"),
    )
    assert one(store, OPPS, "99213").rate is None


def test_surgical_center_rates_are_those_printed(store: Path) -> None:
    found = one(store, ASC, "10005")
    assert (found.rate, found.discounted, found.addendum) == (
        Decimal("75.07"),
        True,
        "AA",
    )


def test_drg_weights_by_three_digits(store: Path) -> None:
    hip = one(store, MS_DRG, "470", date(2025, 9, 30))
    assert (hip.weight, hip.weight_before_cap) == (
        Decimal("1.8856"),
        Decimal("1.8855"),
    )
    assert (hip.post_acute, hip.geometric_days) == (True, Decimal("1.7"))
    assert one(store, MS_DRG, "001", date(2024, 10, 1)).title == "HEART TRANSPLANT"
    assert isinstance(open_store(store).find(MS_DRG, "998", date(2025, 1, 1)), NotCovered)


def test_the_corrected_table_goes_before_the_one_it_corrects(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "CMS-1808-FR Table 5.txt", DRG_TEXT, "cp1252"),
        write(tmp_path / "CMS-1808-CN Table 5.txt", DRG_TEXT.replace("1.8856", "1.8850"), "cp1252"),
    ]
    (release,) = import_files(files, tmp_path / "store").releases
    assert release.label == "MS-DRG Table 5 FY2025 corrected"
    assert one(tmp_path / "store", MS_DRG, "470", date(2025, 1, 1)).weight == Decimal("1.8850")


def test_no_descriptor_is_kept_but_of_drgs(store: Path) -> None:
    for path in store.rglob("*"):
        assert not path.is_file() or b"Descriptor" not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("PUF_CLFS_CY2025_Q4V1.csv", CLFS_TEXT, "the name says 2025, the rows 2026"),
        ("clfs.csv", CLFS_TEXT, "nothing says from when"),
        ("PUF_CLFS_CY2026_Q4V1.csv", CLFS_TEXT.replace("10.57", "ten"), "row 7: 'ten' is not a number"),
        ("PUF_CLFS_CY2026_Q4V1.csv", CLFS_TEXT.replace(",QW,", ",,"), "there twice"),
        ("July 2026 ASP.csv", ASP_TEXT, "the name and the content"),
        ("October 2025 ASP.csv", ASP_TEXT, "the name and the content"),
        ("October 2026 crosswalk.csv", NDC_TEXT.replace("-0001-", "-001-"), "not an NDC"),
        ("dmepos.csv", DME_TEXT, "nothing says from when"),
        ("Addendum B.csv", OPPS_TEXT, "nothing says from when"),
        ("2026 October Web Addendum B.csv", OPPS_TEXT.partition("71046")[0], "no row under the heading"),
        ("FY 2026 Table 5.txt", DRG_TEXT, "the name says 2026, the heading 2025"),
        ("Table 5.txt", DRG_TEXT.replace("1\tNo", "470\tNo"), "there twice"),
        ("ASC.csv", ASC_TEXT.partition("10005")[0], "no addendum AA or BB"),
    ],
)
def test_a_damaged_or_mislabelled_fee_table_is_refused(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        import_files([write(tmp_path / name, text, "cp1252")], tmp_path / "store")
    assert says in str(caught.value)


def test_a_person_can_say_the_days_that_a_file_does_not(tmp_path: Path) -> None:
    file = write(tmp_path / "dmepos.csv", DME_TEXT, "cp1252")
    (release,) = import_files([file], tmp_path / "store", asked=Asked(date(2026, 10, 1))).releases
    assert (release.label, release.effective_to) == ("DMEPOS 2026 Q4", date(2026, 12, 31))


def test_equipment_fees_under_the_published_name_of_two_digits(tmp_path: Path) -> None:
    file = write(tmp_path / "DMEPOS26_OCT.csv", DME_TEXT, "cp1252")
    (release,) = import_files([file], tmp_path / "store").releases
    assert (release.label, release.effective_from) == ("DMEPOS 2026 Q4", date(2026, 10, 1))


@pytest.mark.shared
def test_the_real_asc_workbook_is_whole(tmp_path: Path, shared_dir: Path) -> None:
    (release,) = import_files(
        [shared_dir / "reference/asc/asc_addenda_2020_07.xlsx"], tmp_path / "store"
    ).releases
    assert (release.label, release.completeness, release.counts["rows"]) == ("ASC 2020 Q3", "complete", 5800)
    assert one(tmp_path / "store", ASC, "10005", date(2020, 8, 1)).rate == Decimal("75.07")
    assert one(tmp_path / "store", ASC, "70010", date(2020, 8, 1)).addendum == "BB"
