"""The catalogue holds together: ids, names, families, sources, predicted codes, places."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cleanclaim.edits import EDITS, FAMILIES, RETIRED, Edit, Severity, all_edits, edit_of
from cleanclaim.edits.authorities import PYX12
from cleanclaim.edits.diagnosis.too_many_diagnoses import MOST
from cleanclaim.edits.place_of_service.places import PLACES
from cleanclaim.edits.values import CLAIM_TYPES, PAYER_KINDS
from cleanclaim.primitives import InvalidValue

ALL = [pytest.param(edit, id=edit.id) for edit in all_edits()]
MAPS = {"005010X222A1": "837.5010.X222.A1.xml", "005010X223A2": "837Q3.I.5010.X223.A1.v2.xml"}


@pytest.mark.parametrize("edit", ALL)
def test_an_edit_is_a_complete_document(edit: Edit) -> None:
    page = type(edit).__doc__ or ""
    offence, _, why = page.partition("## Why it matters")
    assert offence.strip()
    assert why.strip()
    assert edit.fix.endswith(".")
    assert edit.sources
    assert edit.applies_to.payer_kinds | edit.applies_to.review_for <= PAYER_KINDS
    assert edit.applies_to.claim_types
    assert edit.applies_to.claim_types <= CLAIM_TYPES
    assert (
        not edit.applies_to.payer_kinds & edit.applies_to.review_for
        or edit.applies_to.payer_kinds == PAYER_KINDS
    )


@pytest.mark.parametrize("edit", ALL)
def test_id_name_family_file_and_registry_agree(edit: Edit) -> None:
    module, _, class_name = EDITS[edit.id].partition(":")
    family, _, stem = module.partition(".")
    assert edit.family == family
    assert edit.name == stem.replace("_", "-")
    assert type(edit).__name__ == class_name
    assert re.fullmatch(FAMILIES[edit.family].prefix + r"[0-9]{3}", edit.id)


def test_ids_and_names_are_unique_and_retired_ids_stay_out() -> None:
    edits = all_edits()
    assert len({edit.id for edit in edits}) == len(edits) == len(EDITS)
    assert len({(edit.family, edit.name) for edit in edits}) == len(edits)
    assert not set(RETIRED) & set(EDITS)
    assert {edit.family for edit in edits} <= set(FAMILIES)
    assert len({family.prefix for family in FAMILIES.values()}) == len(FAMILIES)


def test_every_edit_file_is_in_the_registry(repository: Path) -> None:
    root = repository / "src" / "cleanclaim" / "edits"
    with_edits = {
        f"{path.parent.name}.{path.stem}"
        for path in root.glob("*/*.py")
        if re.search(r"^class \w+\(Edit\)", path.read_text(), re.MULTILINE)
    }
    assert with_edits == {target.partition(":")[0] for target in EDITS.values()}


@pytest.mark.parametrize("edit", ALL)
def test_without_an_opened_source_an_edit_is_at_most_a_review(edit: Edit) -> None:
    if edit.severity < Severity.REVIEW:
        assert any(source.verified for source in edit.sources)


def test_an_unknown_id_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidValue, match="there is no edit 'XYZ999'"):
        edit_of("XYZ999")


def required_positions(name: str) -> set[tuple[str, str]]:
    """Return (loop, element) of all that pyx12's map of a guide marks as required."""
    import pyx12

    root = ET.parse(Path(pyx12.__file__).parent / "map" / name).getroot()

    def usage(node: ET.Element) -> str | None:
        return node.get("usage") or node.findtext("usage")

    found: set[tuple[str, str]] = set()

    def walk(node: ET.Element, loop: str) -> None:
        for child in node:
            if child.tag == "loop":
                walk(child, child.get("xid", ""))
            elif child.tag == "segment":
                segment = child.get("xid", "")
                for element in child:
                    if element.tag not in ("element", "composite"):
                        continue
                    seq = element.get("seq") or element.findtext("seq") or ""
                    if usage(element) == "R":
                        found.add((loop, f"{segment}{seq}"))
                    for part in element.findall("element"):
                        part_seq = part.get("seq") or part.findtext("seq") or ""
                        if usage(element) == "R" and usage(part) == "R":
                            found.add((loop, f"{segment}{seq}-{part_seq}"))

    walk(root, "")
    return found


@pytest.mark.parametrize("guide", MAPS)
def test_what_is_cited_as_required_is_required_in_the_map_that_was_read(guide: str) -> None:
    cited = {
        tuple(source.source.rpartition(", ")[2].split(" ", 1))
        for edit in all_edits()
        for source in edit.sources
        if guide in source.source and source.edition == PYX12
    }
    assert len(cited) > 5
    assert cited <= required_positions(MAPS[guide])


def test_a_professional_claim_has_as_many_places_for_diagnoses_as_the_map_that_was_read() -> None:
    import pyx12

    root = ET.parse(Path(pyx12.__file__).parent / "map" / MAPS["005010X222A1"]).getroot()
    loops = [loop for loop in root.iter("loop") if loop.get("xid") == "2300"]  # subscriber's, patient's
    segments = [
        segment
        for loop in loops
        for segment in loop.findall("segment")
        if segment.get("xid") == "HI" and segment.findtext("name") == "Health Care Diagnosis Code"
    ]
    assert len(segments) == len(loops)
    assert {segment.findtext("max_use") for segment in segments} == {"1"}
    assert {len(segment.findall("composite")) for segment in segments} == {MOST}


@pytest.mark.shared
def test_predicted_codes_are_in_the_reason_code_list(shared_dir: Path) -> None:
    text = (shared_dir / "reference" / "carc" / "CodeSystem-ANSI-RSN-CD.fsh").read_text()
    listed = set(re.findall(r"^\* #(\S+) ", text, re.MULTILINE))
    predicted = {code.value for edit in all_edits() for code in edit.predicts}
    cited = {
        source.source.rpartition(" ")[2]
        for edit in all_edits()
        for source in edit.sources
        if source.source.startswith("Claim adjustment reason code")
    }
    assert predicted
    assert predicted | cited <= listed


@pytest.mark.shared
def test_places_of_service_are_those_that_cms_lists(shared_dir: Path) -> None:
    folder = shared_dir / "reference" / "pos"
    rows = re.findall(
        r'^\* #(\d\d) "([^"]*)"', (folder / "CodeSystem-CLM-POS-CD.fsh").read_text(), re.MULTILINE
    )
    assigned = {code for code, text in rows if not text.startswith("UNASSIGNED")}
    assert assigned == PLACES
    assert set(json.loads((folder / "pos_codes.json").read_text())["codes"]) <= PLACES


@pytest.mark.shared
def test_cited_sections_of_the_guidelines_say_what_the_edits_rest_on(shared_dir: Path) -> None:
    text = " ".join((shared_dir / "reference" / "manuals" / "icd10cm_guidelines.txt").read_text().split())
    for sentence in (
        "FY 2026 -- UPDATED October 1, 2025",
        "The applicable 7th character is required for all codes within the category",
        "codes are never permitted to be used as first listed or principal diagnosis codes",
        "should never be sequenced as the first-listed or principal diagnosis",
        "may be reported only once for an encounter",
        "A code is invalid if it has not been coded to the full number of characters required",
        "An exception to the Excludes1 definition is the circumstance when the two conditions are unrelated",
    ):
        assert sentence in text
