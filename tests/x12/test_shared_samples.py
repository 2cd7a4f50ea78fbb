"""Public sample files (../shared, never copied here): the right ones pass, the wrong ones are named."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cleanclaim.primitives import UnsupportedVersion
from cleanclaim.x12 import Severity, acknowledge, read_segments, read_transactions, validate
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
    "X223A2 HC837 Health Care Claim Institutional/pass/837-institutional-claim.edi": {"invalid-date"},
    # a member date (DTP*358) that X220A1 does not have
    "834_005010X220A1/enroll-employee-managed-care.834": {"code-not-allowed"},
    # an item of 250 that must be 2500 to make the payment
    "Premium Payment for Insurance Products/pass/summary-bill-payment.edi": {"premium-payment-unbalanced"},
    # x12sdk's generators: required fields left out, ST03 other than GS08, elements not used
    "x12sdk_generated/835_seed1.x12": {"element-missing", "segment-missing"},
    "x12sdk_generated/835_seed2.x12": {"element-missing", "segment-missing"},
    "x12sdk_generated/835_seed3.x12": {"element-missing", "segment-missing"},
    "x12sdk_generated/837i_seed1.x12": {"element-not-used", "code-not-allowed"},
    "x12sdk_generated/837i_seed2.x12": {"element-not-used", "code-not-allowed"},
    "x12sdk_generated/837i_seed3.x12": {"element-not-used", "code-not-allowed"},
    "x12sdk_generated/270_seed1.x12": {"guide-contradicted"},
    "x12sdk_generated/270_seed2.x12": {"guide-contradicted"},
    "x12sdk_generated/270_seed3.x12": {"guide-contradicted"},
    "x12sdk_generated/271_seed1.x12": {"guide-contradicted"},
    "x12sdk_generated/271_seed2.x12": {"guide-contradicted"},
    "x12sdk_generated/271_seed3.x12": {"guide-contradicted"},
    "x12sdk_generated/277_seed1.x12": {"element-missing"},
    "x12sdk_generated/277_seed2.x12": {"element-missing"},
    "x12sdk_generated/277_seed3.x12": {"element-missing"},
    "x12sdk_generated/834_seed1.x12": {"guide-contradicted", "element-not-used"},
    "x12sdk_generated/834_seed2.x12": {"guide-contradicted", "element-not-used"},
    "x12sdk_generated/834_seed3.x12": {"guide-contradicted", "element-not-used"},
}
"""Files said to be valid that break a rule of levels 1 to 3; reasons in docs/algorithms/x12-samples.md."""

IN_NO_SITUATION = {
    # HL04 promises lower levels that do not come; LinuxForHealth's copy has it right
    "not-eligible-for-inquiries-with-payer.edi": {"level-without-children"},
    # INS*Y*19; stupidedi's copy has 18
    "834_005010X220A1/terminate-subscriber-eligibility.834": {"subscriber-with-dependent-relationship"},
    # REF*EI*10-1234567: the guide wants nine digits without separators
    "demo.drug.example10.2.837": {"billing-tax-id-not-nine-digits"},
    "demo.drug.example10.3.837": {"billing-tax-id-not-nine-digits"},
    "home-infusion-therapy-pharmacy-(adjudicated-with-HCPCS-in-loop-2400-or-NDC-in-loop-2410).edi": {
        "billing-tax-id-not-nine-digits"
    },
    "home-infusion-therapy-pharmacy-(adjudicated-with-NDC-in-loop-2410).edi": {
        "billing-tax-id-not-nine-digits"
    },
    # subscribers who are the patients without DMG
    "x12sdk_generated/276_seed1.x12": {"status-question-without-birth-date"},
    "x12sdk_generated/276_seed2.x12": {"status-question-without-birth-date"},
    "x12sdk_generated/276_seed3.x12": {"status-question-without-birth-date"},
}
"""Files said to be valid, right to levels 1 to 3, that break a situational rule at severity error."""

WRONG_COUNTS = {
    "subscriber-health-benefit-check-error.271": {"control-number-mismatch"},
    "Information Status Notification/pass/1.era": {"control-number-mismatch"},
    "pass/admission-request-for-review.edi": {"segment-count-wrong"},
    "request-for-home-health-care.edi": {"segment-count-wrong"},
}
"""Files whose body is said to be valid and whose envelope counts wrong: exactly that is told."""


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
    assert checked > 150


def test_files_presumed_valid_pass_level_4_or_break_a_named_situational_rule(shared_dir: Path) -> None:
    checked = 0
    for name, data, note in presumed_valid(shared_dir):
        if "ISA16 declares" in note or any(name.endswith(end) for end in REFUSED):
            continue
        found = {problem.id for problem in validate(data, levels=(4,)) if problem.severity is Severity.ERROR}
        assert found == next((ids for end, ids in IN_NO_SITUATION.items() if name.endswith(end)), set()), name
        checked += 1
    assert checked > 100


def test_files_with_a_valid_body_and_wrong_counts_are_told_of_the_counts_alone(shared_dir: Path) -> None:
    checked = 0
    for row in manifest(shared_dir):
        expected = next((ids for end, ids in WRONG_COUNTS.items() if row["file"].endswith(end)), None)
        if expected is not None:
            data = (shared_dir / "x12" / "files" / row["file"]).read_bytes()
            assert {problem.id for problem in validate(data)} == expected, row["file"]
            checked += 1
    assert checked == len(WRONG_COUNTS)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("pyx12/tests/834_ls_le_ls.txt", "pyx12/tests/834_ls_le_ls_5010.999.txt"),
        ("testdata/834_lui_id_5010.x12", "pyx12/tests/834_lui_id_5010.999.txt"),
    ],
)
def test_our_999_means_what_pyx12_expects(shared_dir: Path, file: str, expected: str) -> None:
    """The 4010 files with an expected 997 are refused by their version: see the docs."""
    root = shared_dir / "x12" / "files" / "azoner+pyx12"
    answer = acknowledge(
        (root / file).read_bytes(),
        now=datetime(2025, 12, 2, 8, 30),  # noqa: DTZ001 - the wire carries no zone
        control_number=1,
    )
    assert meanings(answer) == meanings((root / expected).read_bytes())


def meanings(acknowledgement: bytes) -> set[tuple[str, ...]]:
    """What is said of the transactions: their version and kind, IK501, and AK901 to AK904."""
    found: list[list[str]] = []
    version = ""
    for segment in read_segments(acknowledgement):
        if segment.id == "AK1":
            version = segment.get(3)
        elif segment.id == "AK2":
            found.append([version, segment.get(1)])
        elif segment.id == "IK5":
            found[-1].append(segment.get(1))
        elif segment.id == "AK9":
            found[-1].extend(segment.get(number) for number in (1, 2, 3, 4))
    return {tuple(one) for one in found}


def test_every_guide_example_of_stupidedi_is_accepted(shared_dir: Path) -> None:
    examples = [case for case in presumed_valid(shared_dir) if case[0].startswith("kputnam")]
    assert len(examples) > 20
    for name, data, _ in examples:
        if any(name.endswith(end) for end in REFUSED):
            continue
        assert [problem for problem in validate(data) if problem.severity is not Severity.REPAIR] == [], name


def test_single_defects_of_levels_1_to_4_are_caught_at_their_level_and_nothing_else(shared_dir: Path) -> None:
    checked = 0
    for row in manifest(shared_dir):
        level = row["note"].removeprefix("snip=")
        if not row["file"].startswith("defects/") or level not in ("0", "1", "2", "3", "4"):
            continue
        data = (shared_dir / "x12" / "files" / row["file"]).read_bytes()
        found = validate(data, levels=(1, 2, 3, 4))
        assert {problem.level for problem in found} == ({int(level)} - {0}), row["file"]
        if level in ("1", "2", "4"):
            assert len(found) == 1, row["file"]
        checked += 1
    assert checked >= 20


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
