"""Cut anywhere, or with bytes changed, an official file is refused or partial: never a crash, never whole."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.codesets import ICD10CM_KIND, KINDS, MUE_PRACTITIONER, open_store
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.primitives import ConfigurationError, UnreadableFile
from cleanclaim.reference import Asked, import_files
from tests.reference.index_files import INDEX_FILES
from tests.reference.mcd import article_tables, download, lcd_tables, ncd_tables
from tests.reference.official import hcpcs, hcpcs_record, hcpcs_row, mue, order, ptp, rvu, write, zipped
from tests.reference.pcs_files import PCS_FILES
from tests.reference.test_anesthesia_base import TEXT as BASE_UNITS
from tests.reference.test_drg_definitions import APPENDIX_A, APPENDIX_C, APPENDIX_F
from tests.reference.test_fee_imports import ANES_TEXT, GPCI_TEXT, zip_line
from tests.reference.test_fee_table_imports import FILES
from tests.reference.test_licensed_files import CDT_TEXT, CONSUMER, LONG, SHORT
from tests.reference.test_list_imports import MCE_TEXT, NUCC, POA, TELEHEALTH_LIST
from tests.reference.test_ncci_imports import ADD_ON_ROWS
from tests.reference.test_outpatient_imports import ADDENDUM_A, CAPS, NAME_A
from tests.reference.test_provider_imports import FULL, FULL_NAME, LEIE
from tests.reference.test_supplied_lists import CARC, CATEGORY, HCC_CMS, HCC_PACKAGED, POS, RARC, STATUS

ASKED = Asked(licensed=True)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One small file of every format."""
    place = tmp_path_factory.mktemp("samples")
    texts = {
        **FILES,
        "GPCI2026.csv": GPCI_TEXT,
        "ANES2026.csv": ANES_TEXT,
        "2026 anesthesia base units.csv": BASE_UNITS,
        "ZIP5_OCT2026.txt": zip_line("35004") + zip_line("35005"),
        "nucc_taxonomy_261.csv": NUCC,
        "telehealth.txt": TELEHEALTH_LIST,
        "mce_v44.txt": MCE_TEXT,
        "POAexempt2027.txt": POA,
        "AOC_V2026Q4-F-MCR.txt": ADD_ON_ROWS,
        NAME_A: ADDENDUM_A,
        "OPPSCAP_Oct2026.csv": CAPS,
        "UPDATED.csv": LEIE,
        "carc.csv": CARC,
        "rarc.txt": RARC,
        "status.txt": STATUS,
        "categories.csv": CATEGORY,
        "pos.csv": POS,
        "2027 Initial ICD-10-CM Mappings.csv": HCC_CMS,
        "ra_dx_to_cc_2026.csv": HCC_PACKAGED,
        "LONGULT.txt": LONG,
        "SHORTU.txt": SHORT,
        "Consumer descriptors 2026.txt": CONSUMER,
        "cdt.csv": CDT_TEXT,
        FULL_NAME: FULL,
    }
    files = [write(place / name, text, "cp1252") for name, text in texts.items()]
    files += [write(place / name, text, "utf-8") for name, text in (INDEX_FILES | PCS_FILES).items()]
    return [
        *files,
        ptp(place),
        mue(place),
        order(place / "icd10cm_order_2027.txt"),
        order(place / "icd10pcs_order_2027.txt", (("001", 0, "Heading"), ("0016070", 1, "Bypass"))),
        rvu(place / "PPRRVU2025_Oct.csv"),
        hcpcs(place / "HCPC2026_OCT_ANWEB.csv", hcpcs_row("A4550", "3", "Surgical trays")),
        write(place / "HCPC2026_JUL_ANWEB.txt", hcpcs_record("A4550", "3", "Surgical trays")),
        zipped(place / "some.zip", files[0], files[1]),
        download(place, "current_article", article_tables()),
        download(place, "current_lcd", lcd_tables()),
        download(place, "ncd", ncd_tables()),
        zipped(
            place / "msdrg-v43.1.zip",
            write(place / "appendix_A.txt", APPENDIX_A),
            write(place / "appendix_C.txt", APPENDIX_C),
            write(place / "appendix_F_J.txt", APPENDIX_F),
        ),
        write(place / "ncd_trkg.csv", ncd_tables()["ncd_trkg.csv"]),
    ]


def test_every_sample_is_taken_when_it_is_whole(samples: list[Path], tmp_path: Path) -> None:
    kinds = {
        release.kind
        for file in samples
        for release in import_files([file], tmp_path / "s", asked=ASKED).releases
    }
    untried = {kind.name for kind in KINDS} | {ICD10CM_KIND}
    untried -= kinds | {kind.name for kind in SHIPPED_LISTS}
    assert untried == {
        "PTP_HOSPITAL", "MUE_OUTPATIENT", "MUE_DME", "MPFS_QPP", "ANESTHESIA_QPP",
        "LOCALITY",
    }  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_refused_or_partial(
    samples: list[Path], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(samples))
    content = bytearray(whole.read_bytes())
    cut = data.draw(st.integers(0, len(content)))
    if data.draw(st.booleans()):
        del content[cut:]
    else:
        content[cut : cut + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    place = tmp_path_factory.mktemp("damaged")
    (place / whole.name).write_bytes(content)
    try:
        imported = {
            one.completeness
            for one in import_files([place / whole.name], place / "store", asked=ASKED).releases
        }
        said = ""
    except UnreadableFile as error:
        imported, said = set(), str(error)
    assert imported == {"partial"} or (whole.name in said and open_store(place / "store").releases() == ())
    shutil.rmtree(place)


@pytest.mark.parametrize("kept", [0, 100, 5000])
def test_a_cut_table_of_a_release_is_one_clear_error(tmp_path: Path, kept: int) -> None:
    import_files([mue(tmp_path)], tmp_path / "store")
    (path,) = (tmp_path / "store").rglob("table.sqlite")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ConfigurationError, match="import the release again"):
        open_store(tmp_path / "store").find(MUE_PRACTITIONER, "99213", date(2026, 11, 1))


def test_a_missing_table_of_a_release_is_one_clear_error(tmp_path: Path) -> None:
    import_files([mue(tmp_path)], tmp_path / "store")
    (path,) = (tmp_path / "store").rglob("table.sqlite")
    path.unlink()
    with pytest.raises(ConfigurationError, match="import the release again"):
        open_store(tmp_path / "store").find(MUE_PRACTITIONER, "99213", date(2026, 11, 1))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "mpfs/PPRRVU2025_Oct.csv",
        "mpfs/ANES2025.csv",
        "zip_locality/ZIP5_OCT2025.txt",
        "nucc/nucc_taxonomy_240.csv",
        "mce/POAexemptCodes2020.txt",
    ],
)
def test_a_real_file_that_ends_between_two_lines_two_percent_early_is_partial(
    tmp_path: Path, shared_dir: Path, name: str
) -> None:
    lines = (shared_dir / "reference" / name).read_bytes().splitlines(keepends=True)
    cut = tmp_path / Path(name).name
    cut.write_bytes(b"".join(lines[: len(lines) * 98 // 100]))
    (release,) = import_files([cut], tmp_path / "store").releases
    assert release.completeness == "partial"
    assert any("missing" in remark for remark in release.remarks)
