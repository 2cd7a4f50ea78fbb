"""Defects and near-misses as files, through ``reference import --store`` and ``scrub --reference --json``."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from cleanclaim.claim import Contact
from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.reference import command as reference_command
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.exchange import Submission, write_837
from tests.edits.examination.official_files import EXCLUDED, SOMEBODY, official_files

DAYS = "dos 2026-11-17; received 2026-11-20; "
TO_WORK_ON = {"reject", "deny", "review"}

# family, line, severity, claim; after a bar the patient's earlier claims.
DEFECTS = {
    "a pair that is never paid together": (
        "ncci_ptp", 2, "deny", "payer medicare; dx M17.11; place 22; lines 29881-RT $900 | 29877-RT-59 $300"),
    "a pair without a modifier": (
        "ncci_ptp", 2, "deny", "payer medicare; dx K63.5; place 22; lines 45385 $900 | 45380 $500"),
    "column two on the first line": (
        "ncci_ptp", 1, "deny", "payer medicare; dx K63.5; place 22; lines 45380 $500 | 45385 $900"),
    "a pair to a plan that may not use it": (
        "ncci_ptp", 2, "review", "dx K63.5; place 22; lines 45385 $900 | 45380 $500"),
    "a pair that began this quarter": (
        "ncci_ptp", 2, "deny", "payer medicare; dx K63.5; place 22; lines 47562 $900 | 44180 $500"),
    "a pair of the hospital's table": (
        "ncci_ptp", 2, "deny",
        "type institutional; payer medicare; bill 0131; lines 71260 $500 rev 0350 | 71046 $100 rev 0324"),
    "more units than medically likely": (
        "mue", 1, "deny", "payer medicare; lines 97110-GP x9 $450"),
    "more units than on a line": ("mue", 1, "deny", "payer medicare; lines 93000 x4 $200"),
    "units over a hospital's lines": (
        "mue", 1, "deny", "type institutional; payer medicare; bill 0131; lines 96374 x2 $300 rev 0260"),
    "units of the quarter of the service": (
        "mue", 1, "deny", "payer medicare; dos 2026-09-15; lines J1885 x5 $50"),
    "an addition without its primary code": (
        "procedures", 1, "deny", "payer medicare; lines 11045 $100"),
    "a code that ended in June, in July": (
        "procedures", 1, "reject", "payer medicare; dos 2026-07-15; lines G2010 $30"),
    "a code that is yet to come": ("procedures", 1, "reject", "payer medicare; lines G9999 $30"),
    "a service that is not covered": ("procedures", 1, "deny", "payer medicare; lines 92015 $30"),
    "26 on a visit": ("modifiers", 1, "deny", "payer medicare; lines 99213-26 $100"),
    "50 on what has no sides": ("modifiers", 1, "deny", "payer medicare; lines 11721-50 $100"),
    "a visit on the day of a procedure": (
        "global_surgery", 2, "deny", "payer medicare; dx M17.11; lines 20610-RT $200 | 99213 $100"),
    "a heading instead of a code": ("diagnosis", None, "reject", "dx I50"),
    "a heading of which the part of the list has only what is under it": (
        "diagnosis", None, "reject", "dx S52.5"),
    "a 7th character is missing, in a part of the list": ("diagnosis", None, "reject", "dx S52.501"),
    "and its placeholder": ("diagnosis", None, "reject", "dx S01.81"),
    "an excluded provider": (
        "compliance", None, "deny", f"payer medicare; set billing_provider.npi {EXCLUDED}"),
    "a total that is no sum": ("charges", None, "reject", "total 130.00"),
    "the same line twice": ("duplicates", 2, "deny", "payer medicare; lines 99213 $100 | 99213 $100"),
}  # fmt: skip
NEAR_MISSES = {
    "59 on column two": "payer medicare; dx K63.5; place 22; lines 45385 $900 | 45380-59 $500",
    "XS on column one": "payer medicare; dx K63.5; place 22; lines 45385-XS $900 | 45380 $500",
    "another day": "payer medicare; dx K63.5; place 22; lines 45385 $900 | 45380 $500 on 2026-11-16",
    "a pair that has ended": "payer medicare; dx M17.11; lines 20610-RT $100 | 20605-RT $90",
    "a pair that had not begun": "payer medicare; dos 2026-09-30; place 22; lines 47562 $900 | 44180 $500",
    "a pair that never was": "payer medicare; lines 99214 $150 | 36415 $10",
    "units on two lines": "payer medicare; lines 93000 x3 $150 | 93000-76 $50",
    "units of the next quarter": "payer medicare; lines J1885 x5 $50",
    "the primary code beside it": "payer medicare; dx L60.0; lines 11042 $150 | 11045 $100",
    "a code on its last day": "payer medicare; dos 2026-06-30; lines G2010 $30",
    "a visit with 25": "payer medicare; dx M17.11; lines 20610-RT $200 | 99213-25 $100",
    "a code with its last character": "dx I50.9",
    "a code with its 7th character": "dx S52.501D",
    "a code of which a part of the list says nothing": "dx S52.601A",
    "a provider who is not excluded": f"payer medicare; set billing_provider.npi {SOMEBODY}",
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that one import of all files makes."""
    place = tmp_path_factory.mktemp("examination")
    words = ["import", "--store", str(place / "store"), *map(str, official_files(place / "files"))]
    result = CliRunner().invoke(reference_command, words, standalone_mode=False)
    assert result.exception is None
    assert result.return_value in (0, None)
    return place / "store"


def _file(path: Path, *texts: str) -> Path:
    claims = [
        msgspec.structs.replace(
            claim_from(DAYS + text).claim, patient_control_number=f"{path.stem}-{n}".upper()
        )
        for n, text in enumerate(texts, 1)
    ]
    submission = Submission(
        submitter_name="Invented Billing",
        submitter_id="SUB1",
        contact=Contact("Desk", (("TE", "2175550100"),)),
        receiver_name="Invented Payer",
        receiver_id="99003",
        control_number=1,
        at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    )
    path.write_bytes(write_837(claims, submission=submission))
    return path


@pytest.fixture(scope="module")
def findings(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """All claims, scrubbed in one run: the lines of each by the words that describe it."""
    place = tmp_path_factory.mktemp("claims")
    texts = {name: text for name, (*_, text) in DEFECTS.items()} | NEAR_MISSES
    files = {str(_file(place / f"c{n}.837", text)): name for n, (name, text) in enumerate(texts.items())}
    result = CliRunner().invoke(
        scrub_command,
        ["--json", "--reference", str(reference), "--received", "2026-11-20", *files],
        standalone_mode=False,
    )
    assert result.exception is None
    assert result.return_value == 1
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in texts}
    for line in result.stdout.splitlines():
        said = json.loads(line)
        found[files[said["file"]]].append(said)
    return found


@pytest.mark.parametrize("name", DEFECTS)
def test_the_defect_is_found_in_its_family_on_its_line(
    name: str, findings: dict[str, list[dict[str, Any]]]
) -> None:
    family, line, severity, _ = DEFECTS[name]
    said = [(one["family"], one["line"], one["severity"]) for one in findings[name]]
    assert (family, line, severity) in said


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_the_near_miss_is_left_alone(name: str, findings: dict[str, list[dict[str, Any]]]) -> None:
    said = [one for one in findings[name] if one["severity"] in TO_WORK_ON]
    assert [(one["edit"], one["message"]) for one in said] == []


def test_what_an_excerpt_lacks_is_said_not_to_be_checked(findings: dict[str, list[dict[str, Any]]]) -> None:
    said = [one for one in findings["a pair without a modifier"] if one["severity"] == "not_checked"]
    assert any(
        "45385 is not in MPFS relative values 2026 Q4, which is partial" in one["message"] for one in said
    )


@pytest.mark.parametrize(
    ("first", "second", "family"),
    [
        ("payer medicare", "payer medicare", "duplicates"),
        ("payer medicare; lines 97110-GP x5 $250", "payer medicare; lines 97110-GP-59 x5 $250", "mue"),
        (
            "payer medicare; dx K63.5; place 22; lines 45385 $900",
            "payer medicare; dx K63.5; place 22; lines 45380 $500",
            "ncci_ptp",
        ),
    ],
)
def test_claims_of_one_patient_in_one_file_see_those_before_them(
    first: str, second: str, family: str, reference: Path, tmp_path: Path
) -> None:
    file = _file(tmp_path / "two.837", first, second)
    result = CliRunner().invoke(
        scrub_command, ["--json", "--reference", str(reference), str(file)], standalone_mode=False
    )
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert {one["claim_id"] for one in said if one["family"] == family and one["severity"] == "deny"} == {
        "TWO-2"
    }
    assert any("want of earlier claims" in one["message"] for one in said if one["claim_id"] == "TWO-2")
