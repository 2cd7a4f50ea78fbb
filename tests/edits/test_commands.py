"""``cleanclaim scrub`` and ``cleanclaim edits``, as a biller types them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleanclaim.claim import Claim, Contact
from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.edits import command as edits_command
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.codesets import Store
from cleanclaim.edits import EDITS
from cleanclaim.exchange import Submission, write_837p

FIELDS = {
    *("file", "claim_id", "line", "edit", "name", "family", "severity", "path"),
    *("codes", "message", "fix", "sources", "release"),
}


def write(path: Path, *claims: Claim, day: tuple[int, int, int] = (2025, 11, 21)) -> Path:
    submission = Submission(
        submitter_name="Cedar Hollow Billing",
        submitter_id="CEDAR01",
        receiver_name="Specimen Clearinghouse",
        receiver_id="CLEAR01",
        contact=Contact("Billing Office", (("TE", "2175550100"),)),
        control_number=7,
        at=datetime(*day, 9, 30, tzinfo=UTC),
    )
    path.write_bytes(write_837p(claims, submission=submission))
    return path


@pytest.fixture
def run(store: Store) -> Any:
    def scrub(*arguments: object) -> Result:
        words = ["--reference", str(store.directory), *map(str, arguments)]
        return CliRunner().invoke(scrub_command, words, standalone_mode=False)

    return scrub


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_clean_claim_leaves_status_0_and_says_what_was_not_checked(run: Any, tmp_path: Path) -> None:
    result = run(write(tmp_path / "a.837", claim_from("").claim), "--json")
    assert result.exception is None
    assert result.return_value == 0
    assert {line["severity"] for line in lines(result)} == {"not_checked"}
    assert {"TFL003", "UNJ001", "DUP002"} <= {line["edit"] for line in lines(result)}


def test_a_wrong_claim_leaves_status_1_and_one_line_a_finding(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_from("dx I10, E11; set billing_provider.npi 1234567890").claim)
    result = run(path, "--json")
    assert result.return_value == 1
    found = [line for line in lines(result) if line["severity"] == "reject"]
    assert [line["edit"] for line in found] == ["IDN002", "DXC003"]
    assert found[0]["file"] == str(path)
    assert found[0]["claim_id"] == "SPECIMEN1"
    assert all(line.keys() >= FIELDS for line in lines(result))


def test_not_checked_is_said_once_for_each_claim_and_table(run: Any, tmp_path: Path) -> None:
    old = claim_from("dx I10, E11.9; dos 2024-03-04; set patient_control_number OLD").claim
    result = run(write(tmp_path / "a.837", claim_from("").claim, old), "--json")
    of_old = [line["message"] for line in lines(result) if line["claim_id"] == "OLD"]
    assert len([message for message in of_old if "ICD-10-CM diagnosis codes" in message]) == 1
    assert not [line for line in lines(result) if line["claim_id"] != "OLD" and "ICD10CM" in line["message"]]


def test_receipt_is_the_files_own_date_unless_it_is_given(run: Any, tmp_path: Path) -> None:
    claim = claim_from("payer medicare; dos 2024-03-04").claim
    in_time = write(tmp_path / "a.837", claim, day=(2025, 3, 4))
    late = write(tmp_path / "b.837", claim, day=(2025, 3, 5))
    assert run(in_time, "--json").return_value == 0
    assert [line["edit"] for line in lines(run(late, "--json")) if line["severity"] == "deny"] == ["TFL001"]
    assert run(in_time, "--json", "--received", "2025-03-05").return_value == 1


def test_a_late_claim_is_silent_for_no_kind_of_payer(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_from("dos 2024-03-04").claim)
    said = {}
    for kind in ("medicaid", "commercial"):
        result = run(path, "--json", "--payer-kind", kind, "--received", "2030-01-01")
        said[kind] = {(line["edit"], line["severity"]) for line in lines(result)}
    assert ("TFL002", "review") in said["medicaid"]
    assert ("TFL003", "not_checked") in said["medicaid"] & said["commercial"]


def test_the_kind_of_payer_can_be_given(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_from("dos 2024-03-04").claim, day=(2025, 6, 1))
    assert run(path, "--json").return_value == 0
    assert run(path, "--json", "--payer-kind", "medicare").return_value == 1


def test_people_read_what_is_wrong_and_what_to_do(run: Any, tmp_path: Path) -> None:
    result = run(write(tmp_path / "a.837", claim_from("dx E11").claim))
    assert "claim SPECIMEN1" in result.stdout
    assert "reject      DXC003  E11 is divided further and is not valid by itself." in result.stdout
    assert "1 claim, 1 finding to work on." in result.stdout


def test_one_unreadable_file_does_not_keep_the_others_back(run: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.837"
    bad.write_text("not X12")
    good = write(tmp_path / "good.837", claim_from("dx E11").claim)
    result = run(bad, tmp_path / "absent.837", good, "--json")
    assert result.return_value == 2
    assert [line["edit"] for line in lines(result) if line["severity"] == "reject"] == ["DXC003"]
    assert result.stderr.count("cleanclaim: ") == 2
    assert "Traceback" not in result.output


def test_earlier_claims_are_read_as_history(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_from("").claim)
    earlier = write(tmp_path / "b.837", claim_from("dos 2025-10-02").claim)
    assert run(path, "--history", earlier, "--json").return_value == 0
    again = run(path, "--history", path, "--json")
    assert [line["edit"] for line in lines(again) if line["severity"] == "deny"] == ["DUP002"]
    assert run(path, "--history", tmp_path / "absent.837").exception is not None


def test_the_catalogue_is_listed() -> None:
    result = CliRunner().invoke(edits_command, ["list", "--json"], standalone_mode=False)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(EDITS)
    some = CliRunner().invoke(edits_command, ["list", "--family", "charges"], standalone_mode=False)
    listed = [line.split()[0] for line in some.stdout.splitlines()]
    assert listed == [identifier for identifier in EDITS if identifier.startswith("CHG")]
    assert len(listed) > 7


def test_an_edit_explains_itself() -> None:
    result = CliRunner().invoke(edits_command, ["explain", "TFL001"], standalone_mode=False)
    for heading in (
        "# TFL001 received-after-filing-limit",
        "## Why it matters",
        "## What to do",
        "## Examples",
    ):
        assert heading in result.stdout
    assert "CMS FAQ 10562" in result.stdout
    assert "42 CFR 424.44(a)(1) [unverified]" in result.stdout


def test_an_unknown_edit_is_refused_in_one_sentence() -> None:
    result = CliRunner().invoke(edits_command, ["explain", "NOPE"], standalone_mode=False)
    assert "there is no edit 'NOPE'" in str(result.exception)


@pytest.mark.shared
def test_planted_defects_of_the_shared_files_are_found_and_the_base_is_clean(
    run: Any, shared_dir: Path
) -> None:
    folder = shared_dir / "x12" / "files" / "defects"
    expected = {
        "837P_base.x12": set[str](),
        "837P_accident_no_date.x12": {"ACC002"},
        "837P_auto_no_state.x12": {"ACC001"},
        "837P_bad_date.x12": {"CMP006"},
        "837P_bad_icd10.x12": {"DXC002"},
        "837P_bad_npi_luhn.x12": {"IDN002"},
        "837P_bad_pos.x12": {"POS002"},
        "837P_clm02_ne_sum.x12": {"CHG001"},
        "837P_dx_pointer_oob.x12": {"DXC010"},
        "837P_freq7_no_REF_F8.x12": {"FRQ001"},
        "837P_missing_HI.x12": {"CMP001"},
        "837P_missing_svc_date.x12": {"CMP006"},
        "837P_pos21_no_admit.x12": {"DTE005", "EVM007"},  # an office code for an inpatient, too
        "837P_self_no_DMG.x12": {"IDN008", "IDN009"},
    }
    for name, edits in expected.items():
        result = run(folder / name, "--json")
        assert {f["edit"] for f in lines(result) if f["severity"] in ("reject", "deny", "review")} == edits, (
            name
        )
