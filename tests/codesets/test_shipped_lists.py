"""The short lists that ship: own words, a source on each row, and the same as the files they name."""

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pyx12

from cleanclaim.codesets import (
    ADJUSTMENT_REASON,
    BILL_FREQUENCY,
    BILL_TYPE,
    CLAIM_LISTS,
    CLAIM_STATUS,
    CLAIM_STATUS_CATEGORY,
    CONDITION,
    FEE_INDICATOR,
    MAC,
    MAC_JURISDICTION,
    MODIFIER,
    OCCURRENCE,
    PATIENT_STATUS,
    PLACE_OF_SERVICE,
    REMARK,
    REVENUE,
    SPECIALTY,
    STATE,
    Checked,
    Kind,
    Known,
    ListedCode,
    NotCovered,
    Release,
    Store,
    Unknown,
    fee_indicator_key,
    shipped_codes,
    shipped_lists,
    shipped_rows,
)
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.reference.short_lists import compile_short_lists
from cleanclaim.reference.starter import starter_rows
from cleanclaim.remittance.reasons import listed_carcs, plain_reason

IN_FORCE = date(2026, 11, 22)
OWN_WORDS = tuple(kind for kind in CLAIM_LISTS if kind not in (SPECIALTY, STATE, MODIFIER))


def value_set(path: Path) -> dict[str, str]:
    """The codes and texts of a FHIR value set as CMS writes it."""
    return dict(re.findall(r'^\* #(\S+) "(.*)"\s*$', path.read_text(encoding="utf-8"), re.M))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    directory = tmp_path_factory.mktemp("lists")
    assert len(list(compile_short_lists(directory, None))) == len(SHIPPED_LISTS)
    return Store(directory)


@pytest.mark.parametrize("kind", SHIPPED_LISTS, ids=lambda kind: kind.name)
def test_every_row_names_its_source_and_is_found_under_its_code(kind: Kind[ListedCode], store: Store) -> None:
    rows = shipped_rows(kind)
    assert rows
    for code, row in rows.items():
        assert row.source, code
        assert store.find(kind, code, IN_FORCE) == Known((row,), store_release(store, kind))


def store_release(store: Store, kind: Kind[ListedCode]) -> Release:
    (release,) = store.releases(kind.name)
    return release


@pytest.mark.parametrize("kind", SHIPPED_LISTS, ids=lambda kind: kind.name)
def test_absent_from_a_partial_list_is_not_checked_and_after_its_last_day_neither(
    kind: Kind[ListedCode], store: Store
) -> None:
    told = shipped_lists()[kind.name]
    absent = store.find(kind, "nonsense", IN_FORCE)
    assert isinstance(absent, Unknown if told.completeness == "complete" else NotCovered)
    known = next(iter(shipped_rows(kind)))
    assert isinstance(store.find(kind, known, told.effective_to + timedelta(1)), NotCovered)


def test_a_list_that_was_imported_goes_before_the_one_that_ships(store: Store) -> None:
    shipped = store_release(store, REVENUE)
    imported = Release("REVENUE", "own", date(1990, 1, 1), date(2030, 1, 1), "", "", {}, "partial")
    assert max(shipped, imported, key=lambda release: release.precedence) is imported


def test_lists_are_found_by_words(store: Store) -> None:
    hits = store.search(REVENUE, "observation", IN_FORCE)
    assert isinstance(hits, Known)
    assert "0762" in [hit.code for hit in hits.value]


def test_a_hospital_s_numbers_mean_what_they_mean() -> None:
    assert shipped_rows(BILL_TYPE)["13"].label == "hospital, outpatient"
    assert shipped_rows(PATIENT_STATUS)["20"].label == "died"
    assert "01" in shipped_codes(OCCURRENCE)
    assert shipped_rows(PATIENT_STATUS)["71"].ended
    assert "71" not in shipped_codes(PATIENT_STATUS, ended=False)


def test_where_the_facility_amount_is_paid_is_said_or_left_open() -> None:
    places = shipped_rows(PLACE_OF_SERVICE)
    assert [places[code].facility for code in ("11", "22", "27")] == [False, True, None]


def test_reason_notes_are_those_of_the_remittance_room() -> None:
    rows = shipped_rows(ADJUSTMENT_REASON)
    assert {code: rows[code].label for code in listed_carcs()} == {
        code: plain_reason(code) for code in listed_carcs()
    }


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        (REMARK, "remark_code"),
        (CLAIM_STATUS, "claim_status"),
        (CLAIM_STATUS_CATEGORY, "claim_status_cat"),
    ],
    ids=lambda one: getattr(one, "name", one),
)
def test_remittance_numbers_are_those_of_pyx12(kind: Kind[ListedCode], listed: str) -> None:
    tree = ElementTree.parse(Path(pyx12.__file__).parent / "map" / "codes.xml")
    codes = next(node for node in tree.getroot() if node.findtext("id") == listed)
    of_pyx12 = {code.text for code in codes.iter("code")}
    # Some that came after those of pyx12 are from other tables, as their rows say.
    later = {code for code, row in shipped_rows(kind).items() if "pyx12" not in row.source}
    assert set(shipped_rows(kind)) - later == of_pyx12
    after = {"CLAIM_STATUS": 771, "REMARK": 734}.get(kind.name, 0)
    assert all(after and int(code.lstrip("N")) > after for code in later)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "file", "left_out"),
    [
        (BILL_TYPE, "nubc/CodeSystem-CLM-BILL-CLSFCTN-CD.fsh", r"RESERVED|^NO DESC"),
        (REVENUE, "nubc/CodeSystem-CLM-REV-CNTR-CD.fsh", r"^NO DESC"),
        (PATIENT_STATUS, "nubc/CodeSystem-BENE-PTNT-STUS-CD.fsh", r"RESERVED|^NO DESC|^UNKNOWN"),
        (CONDITION, "nubc/CodeSystem-CLM-RLT-COND-CD.fsh", r"RESERVED|^NO DESC"),
        (ADJUSTMENT_REASON, "carc/CodeSystem-ANSI-RSN-CD.fsh", r"^NO DESC"),
        (PLACE_OF_SERVICE, "pos/CodeSystem-CLM-POS-CD.fsh", r"^UNASSIGNED|^NO DESC"),
        (SPECIALTY, "specialty/CodeSystem-CLM-PRVDR-SPCLTY-CD.fsh", r"(?i)RESERVED|UNASSIGNED|^NO DESC"),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_numbers_are_all_of_those_that_cms_publishes(
    shared_dir: Path, kind: Kind[ListedCode], file: str, left_out: str
) -> None:
    published = value_set(shared_dir / "reference" / file)
    expected = {code for code, text in published.items() if not re.search(left_out, text)}
    assert shipped_codes(kind) == expected
    for code, row in shipped_rows(kind).items():
        if kind in OWN_WORDS and len(row.label.split()) > 3:  # shorter names can hardly differ
            assert row.label.casefold() != published[code].casefold(), f"{code}: not our words"


@pytest.mark.shared
def test_claim_frequencies_are_third_digits_of_bill_types(shared_dir: Path) -> None:
    published = value_set(shared_dir / "reference/nubc/CodeSystem-CLM-BILL-FREQ-CD.fsh")
    # X stands for any frequency, the letter O for a nought that was typed so.
    digits = {code[2:] for code in published if len(code) == 3} - {"X", "O", "~"}
    assert shipped_codes(BILL_FREQUENCY) == digits


@pytest.mark.shared
def test_payment_settings_are_those_of_the_place_file(shared_dir: Path) -> None:
    codes = json.loads((shared_dir / "reference/pos/pos_codes.json").read_text())["codes"]
    for code, place in shipped_rows(PLACE_OF_SERVICE).items():
        listed = codes.get(code)
        assert place.facility == ({"F": True, "N": False}[listed["facility"]] if listed else None)


@pytest.mark.shared
def test_contractors_are_those_of_the_localities_and_jurisdictions(shared_dir: Path) -> None:
    published = json.loads((shared_dir / "reference/mac/mac_jurisdictions.json").read_text())
    jurisdictions = {
        row["jurisdiction"].replace(" ", ""): (row["contractor"], sorted(row["states"]))
        for row in published["ab_mac_jurisdictions"] + published["dme_mac_jurisdictions"]
    }
    assert jurisdictions == {
        code: (row.contractor, sorted(row.states)) for code, row in shipped_rows(MAC_JURISDICTION).items()
    }
    numbers = value_set(shared_dir / "reference/mac/CodeSystem-CLM-CNTRCTR-NUM.fsh")
    localities: dict[str, list[str]] = {}
    with (shared_dir / "reference/mpfs/GPCI2026.csv").open(encoding="latin-1", newline="") as file:
        for cells in csv.reader(file):
            if cells[0].strip().isdigit():
                localities.setdefault(cells[0].strip().zfill(5), []).append(cells[2].strip().zfill(2))
    for number, row in shipped_rows(MAC).items():
        assert number in numbers
        assert row.contractor == jurisdictions[row.jurisdiction][0]
        assert set(row.states) <= set(jurisdictions[row.jurisdiction][1])
        assert sorted(row.localities) == sorted(localities.get(number, []))
    assert set(localities) == {row.number for row in shipped_rows(MAC).values() if row.part == "B"}


def test_what_could_not_be_checked_says_so() -> None:
    unverified = {
        kind.name: sum(row.checked is Checked.NOTHING for row in shipped_rows(kind).values())
        for kind in CLAIM_LISTS
    }
    assert {name for name, number in unverified.items() if number} == {"MODIFIER"}
    for kind in CLAIM_LISTS:
        for code, row in shipped_rows(kind).items():
            assert row.label or row.checked is Checked.NUMBER, f"{kind.name} {code}"


def test_every_indicator_of_the_starter_pack_has_a_meaning() -> None:
    meanings = shipped_rows(FEE_INDICATOR)
    fields = {row.field for row in meanings.values()}
    for _, row in starter_rows("mpfs-2025q4.csv"):
        for field in fields:
            value = getattr(row, field)
            assert fee_indicator_key(field, value) in meanings, f"{field} {value!r}"


@pytest.mark.shared
def test_indicators_are_those_of_the_layout_document_and_of_the_whole_file(shared_dir: Path) -> None:
    text = (shared_dir / "reference/mpfs/RVU25D.pdf.txt").read_text(encoding="utf-8")
    for row in shipped_rows(FEE_INDICATOR).values():
        assert re.search(rf"(?m)(^|\s|[.]){re.escape(row.value)}\s*=", text), row.code
        if len(row.label.split()) > 4:
            assert row.label not in text, f"{row.code}: not our words"
    columns = {"status": 3, "pc_tc": 13, "global_days": 14, "multiple_procedure": 18, "bilateral": 19}
    columns |= {"assistant": 20, "co_surgeons": 21, "team": 22, "supervision": 25, "imaging_family": 27}
    with (shared_dir / "reference/mpfs/PPRRVU2025_Oct.csv").open(encoding="latin-1", newline="") as file:
        rows = [cells for cells in csv.reader(file) if len(cells) > 27 and re.fullmatch(r"\w{5}", cells[0])]
    assert len(rows) > 19_000
    for field, column in columns.items():
        values = {cells[column].strip() for cells in rows[1:]} - {""}
        assert values <= {row.value for row in shipped_rows(FEE_INDICATOR).values() if row.field == field}
