"""``scrub --since``: what changes for claims when releases come."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.codesets import NotCovered, Store, open_store
from cleanclaim.codesets.without import StoreWithout, releases_since
from cleanclaim.edits import Rules, Severity, scrub
from cleanclaim.edits.since import differences, is_to_work_on
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import InvalidValue
from tests.edits.test_commands import write

ICD = "ICD-10-CM FY2026"


@pytest.fixture
def rules(store: Store, parameters: Parameters) -> Rules:
    return Rules(store, parameters, date(2025, 11, 21))


@pytest.fixture
def run(store: Store) -> Any:
    def scrub(*arguments: object) -> Result:
        words = ["--reference", str(store.directory), *map(str, arguments)]
        return CliRunner().invoke(scrub_command, words, standalone_mode=False)

    return scrub


def test_a_release_is_named_by_a_part_of_its_label_a_quarter_or_a_date(store: Store) -> None:
    assert {one.kind for one in releases_since(store, ICD.lower())} == {"ICD10CM"}
    (mue,) = (one for one in releases_since(store, "2026 Q3") if one.kind == "MUE_PRACTITIONER")
    assert "2026 Q3" in mue.label
    later = releases_since(store, "2026-07-01")
    assert all(one.effective_from >= date(2026, 7, 1) for one in later)
    assert {one.kind for one in later} >= {"MUE_PRACTITIONER", "MPFS"}
    assert releases_since(store, "2026Q3") == later
    assert releases_since(store, "2025 q4") == releases_since(store, "2025 Q4")
    assert releases_since(store, "2025Q4") == releases_since(store, "2025-10-01") != later
    for nobody in ("No such release", "2031-01-01", ""):
        with pytest.raises(InvalidValue):
            releases_since(store, nobody)


def test_a_store_without_a_release_answers_as_before_it_came(store: Store) -> None:
    without = StoreWithout(store, releases_since(store, ICD))
    assert isinstance(without.icd10cm("I10", date(2025, 11, 18)), NotCovered)
    assert not isinstance(store.icd10cm("I10", date(2025, 11, 18)), NotCovered)
    assert len(without.releases()) == len(store.releases()) - 1


def test_findings_that_a_release_brings_and_takes_away(rules: Rules) -> None:
    claim = claim_from("dx E11").claim
    found = differences(claim, rules, releases_since(rules.store, ICD))
    appeared = {one.finding.edit: one for one in found if one.appears}
    gone = [one for one in found if not one.appears]
    assert appeared["DXC003"].finding.severity is Severity.REJECT
    assert all(ICD in label for one in found for label in one.releases)
    assert [one.finding.severity for one in gone] == [Severity.NOT_CHECKED]
    assert gone[0].finding.missing == "ICD10CM"


def test_the_release_that_makes_the_difference_is_told_from_others_that_do_not(rules: Rules) -> None:
    both = (*releases_since(rules.store, ICD), *releases_since(rules.store, "places of service"))
    found = differences(claim_from("dx E11").claim, rules, both)
    (divided,) = (one for one in found if one.finding.edit == "DXC003")
    assert [ICD in label for label in divided.releases] == [True]


def test_a_claim_on_which_the_releases_say_nothing_does_not_change(rules: Rules) -> None:
    claim = claim_from("").claim
    assert differences(claim, rules, releases_since(rules.store, "2026 Q2")) == ()


def test_with_and_without_are_two_plain_runs(rules: Rules) -> None:
    since = releases_since(rules.store, ICD)
    without = Rules(StoreWithout(rules.store, since), rules.parameters, rules.received)
    for notation in ("", "dx E11", "dx I10, E11.9, E10.9"):
        claim = claim_from(notation).claim
        found = differences(claim, rules, since)
        new, old = scrub(claim, rules), scrub(claim, without)
        lacking = {f.missing for f in old} - {f.missing for f in new}
        assert [one.finding for one in found if one.appears] == [
            f for f in new if f not in old and f.severity is not Severity.NOT_CHECKED
        ]
        assert {one.finding.missing for one in found if not one.appears} == lacking == {"ICD10CM"}


def test_a_biller_sees_what_changes_claim_by_claim(run: Any, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.837",
        claim_from("dx E11; set patient_control_number A").claim,
        claim_from("set patient_control_number B; dos 2024-03-04").claim,
    )
    result = run(path, "--since", ICD)
    assert result.return_value == 1
    assert "+ reject      DXC003" in result.stdout
    assert "- not_checked" in result.stdout
    assert "claim B" not in result.stdout
    assert "1 claim of 2 changed; 1 new finding to work on, 1 gone." in result.stdout
    records = [json.loads(line) for line in run(path, "--since", ICD, "--json").stdout.splitlines()]
    assert {(one["change"], one["claim_id"]) for one in records} == {("appears", "A"), ("disappears", "A")}
    assert all("FY2026" in one["releases"][0] for one in records)


def test_what_cannot_be_compared_is_refused_in_one_sentence(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_from("").claim)
    assert isinstance(run(path, "--since", "Q9").exception, InvalidValue)
    assert isinstance(run(path, "--since", ICD, "--fix").exception, InvalidValue)


def test_when_either_of_two_editions_would_do_both_are_named(rules: Rules, tmp_path: Path) -> None:
    two_editions = tmp_path / "store"
    (release,) = [path for path in rules.store.directory.glob("ICD10CM/*") if path.is_dir()]
    for label in ("First edition", "Second edition"):
        place = two_editions / "ICD10CM" / label.split()[0].lower()
        place.mkdir(parents=True)
        for file in release.iterdir():
            (place / file.name).symlink_to(file)
        record = json.loads((release / "release.json").read_text())
        (place / "release.json").unlink()
        (place / "release.json").write_text(json.dumps({**record, "label": label}))
    twice = Rules(open_store(two_editions), rules.parameters, rules.received)
    found = differences(claim_from("dx E11").claim, twice, releases_since(twice.store, "edition"))
    (divided,) = (one for one in found if one.finding.edit == "DXC003")
    assert divided.releases == ("First edition", "Second edition")
    assert differences(claim_from("dx E11").claim, twice, releases_since(twice.store, "First edition")) == ()


def test_only_new_findings_are_work(rules: Rules) -> None:
    found = differences(claim_from("dx E11").claim, rules, releases_since(rules.store, ICD))
    (divided,) = (one for one in found if one.finding.edit == "DXC003")
    (unchecked,) = (one for one in found if not one.appears)
    assert is_to_work_on(divided)
    assert not is_to_work_on(msgspec.structs.replace(divided, appears=False))
    assert not is_to_work_on(msgspec.structs.replace(unchecked, appears=True))
