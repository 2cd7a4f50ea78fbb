"""Public sample files (../shared, never copied here): the right ones pass, the wrong ones are named."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim.primitives import UnsupportedVersion
from cleanclaim.x12 import Severity, read_transactions, validate
from cleanclaim.x12.guides import guide_for
from cleanclaim.x12.tree import from_json_lines, to_json_lines

pytestmark = pytest.mark.shared

REFUSED = {
    # LinuxForHealth fixtures that carry 4010 content or contradict their own ISA
    "demo-file/demo.835": {"segment-missing", "element-not-used"},
    "medicare-part-a.835": {"segment-missing", "element-not-used"},
    "managed-care.835": {"segment-missing", "invalid-date"},
    "demo.ambulance.example5.837": {"element-missing"},
    "demo.cob.example3.A.837": {"loop-missing"},
    "demo.cob.example4.837": {"segment-unexpected"},
    # X12's institutional examples as LinuxForHealth and stupidedi carry them: CLM06 is not used in
    # X223, and the statement dates (DTP*434) are a range, RD8
    "demo-file/demo.837i": {"element-not-used", "code-not-allowed"},
    "837_005010X223A3/institutional-claim.837i": {"element-not-used", "code-not-allowed"},
    "two-claims-single-provider.837i": {"element-not-used"},
    "pass/837-institutional-claim.edi": {"invalid-date"},
    "x12sdk_generated/837i_seed1.x12": {"element-not-used", "code-not-allowed"},
    "x12sdk_generated/837i_seed2.x12": {"element-not-used", "code-not-allowed"},
    "x12sdk_generated/837i_seed3.x12": {"element-not-used", "code-not-allowed"},
    # x12sdk's generator leaves out BPR16 and the PER*BL that X221A1 requires
    "x12sdk_generated/835_seed1.x12": {"element-missing", "segment-missing"},
    "x12sdk_generated/835_seed2.x12": {"element-missing", "segment-missing"},
    "x12sdk_generated/835_seed3.x12": {"element-missing", "segment-missing"},
}
"""Files said to be valid that break a rule of the guide; reasons in docs/algorithms/x12-samples.md."""


def manifest(root: Path) -> Iterator[dict[str, str]]:
    with (root / "x12" / "manifest.csv").open(newline="") as rows:
        yield from csv.DictReader(rows)


def presumed_valid(root: Path) -> Iterator[tuple[str, bytes, str]]:
    for row in manifest(root):
        known = all(guide_for(version) for version in row["gs08"].split("/"))
        if row["validity"].startswith("valid") and "wrong" not in row["validity"] and known:
            yield row["file"], (root / "x12" / "files" / row["file"]).read_bytes(), row["note"]


def test_files_presumed_valid_pass_levels_1_to_3_or_are_refused_for_a_named_rule(shared_dir: Path) -> None:
    checked = 0
    for name, data, note in presumed_valid(shared_dir):
        found = {problem.id for problem in validate(data) if problem.severity is Severity.ERROR}
        expected = next((ids for end, ids in REFUSED.items() if name.endswith(end)), set())
        if "ISA16 declares" in note:
            assert found, f"{name}: its data contradict its ISA16"
        else:
            assert found == expected, name
        checked += 1
    assert checked > 40


def test_every_guide_example_of_stupidedi_is_accepted(shared_dir: Path) -> None:
    examples = [case for case in presumed_valid(shared_dir) if case[0].startswith("kputnam")]
    assert len(examples) > 20
    for name, data, _ in examples:
        if any(name.endswith(end) for end in REFUSED):
            continue
        assert [problem for problem in validate(data) if problem.severity is not Severity.REPAIR] == [], name


def test_single_defects_of_levels_1_to_3_are_caught_at_their_level_and_nothing_else(shared_dir: Path) -> None:
    checked = 0
    for row in manifest(shared_dir):
        level = row["note"].removeprefix("snip=")
        if not row["file"].startswith("defects/") or level not in ("0", "1", "2", "3"):
            continue
        found = validate((shared_dir / "x12" / "files" / row["file"]).read_bytes())
        assert {problem.level for problem in found} == ({int(level)} - {0}), row["file"]
        if level in ("1", "2"):
            assert len(found) == 1, row["file"]
        checked += 1
    assert checked >= 14


def test_every_5010_file_is_read_and_every_4010_file_refused_by_name(shared_dir: Path) -> None:
    for row in manifest(shared_dir):
        data = (shared_dir / "x12" / "files" / row["file"]).read_bytes()
        if row["gs08"].startswith("004"):
            with pytest.raises(UnsupportedVersion, match="004010"):
                list(read_transactions(data))
        elif row["gs08"].startswith("005"):
            assert list(read_transactions(data)), row["file"]


def test_every_file_survives_json_and_back_byte_for_byte(shared_dir: Path) -> None:
    for row in manifest(shared_dir):
        data = (shared_dir / "x12" / "files" / row["file"]).read_bytes()
        assert b"".join(from_json_lines(to_json_lines(data))) == data, row["file"]
