"""Claims of one patient in one run: what one of them says of another, wherever it stands."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings, strategies as st

from cleanclaim.claim import Claim, Coverage, Name, Person
from cleanclaim.claim.notation import claim_from
from cleanclaim.cli import bulk_linking
from cleanclaim.cli.bulk import command as bulk_command
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.codesets import Store
from cleanclaim.edits import linking
from cleanclaim.edits.linking import Placed, linked
from tests.edits.test_commands import write

ADD_ON, PRIMARY = "payer medicare; lines 11045 $90 @1", "payer medicare; lines 11042 $200 @1"


def named(number: str, notation: str = "") -> Claim:
    return claim_from(f"{notation}; set patient_control_number {number}").claim


def edits(result: Result, claim_id: str) -> list[str]:
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [
        one["edit"] for one in found if one["claim_id"] == claim_id and one.get("severity") != "not_checked"
    ]


@pytest.fixture
def scrub(store: Store) -> Any:
    def run(*arguments: object) -> Result:
        words = ["--reference", str(store.directory), "--json", *map(str, arguments)]
        return CliRunner().invoke(scrub_command, words, standalone_mode=False)

    return run


@pytest.fixture
def bulk(store: Store) -> Any:
    def run(*arguments: object) -> Result:
        words = ["scrub", "--reference", str(store.directory), "--json", "--workers", "1"]
        return CliRunner().invoke(bulk_command, [*words, *map(str, arguments)], standalone_mode=False)

    return run


@pytest.mark.parametrize("order", [("ADDON", "FIRST"), ("FIRST", "ADDON")])
def test_an_add_on_finds_its_primary_code_in_a_claim_before_or_behind_it(
    scrub: Any, tmp_path: Path, order: Sequence[str]
) -> None:
    claims = {"ADDON": named("ADDON", ADD_ON), "FIRST": named("FIRST", PRIMARY)}
    alone = scrub(write(tmp_path / "alone.837", claims["ADDON"]))
    both = scrub(write(tmp_path / "both.837", *(claims[one] for one in order)))
    assert "PRC002" in edits(alone, "ADDON")
    assert "PRC002" not in edits(both, "ADDON")


def test_a_claim_behind_it_that_is_void_or_of_somebody_else_is_no_primary_code(
    scrub: Any, tmp_path: Path
) -> None:
    void = msgspec.structs.replace(named("VOID", PRIMARY), claim_frequency_code="8")
    other = named("OTHER", f"{PRIMARY}; patient self born 1950-01-01; set coverages[0].member_id 1EG4TE5MK73")
    for beside in (void, other):
        result = scrub(write(tmp_path / "a.837", named("ADDON", ADD_ON), beside))
        assert "PRC002" in edits(result, "ADDON"), beside.patient_control_number


def test_a_visit_sees_the_minor_procedure_that_stands_behind_it_in_the_file(
    scrub: Any, tmp_path: Path
) -> None:
    """The finding is the visit's, whichever of the claims comes first."""
    visit, procedure = named("VISIT", "payer medicare; lines 99213 $125"), named("PROC", PRIMARY)
    for claims in ((visit, procedure), (procedure, visit)):
        result = scrub(write(tmp_path / "a.837", *claims))
        assert "GLB001" in edits(result, "VISIT")
        assert "GLB001" not in edits(result, "PROC")


def test_of_two_equal_claims_the_later_one_is_the_duplicate(scrub: Any, tmp_path: Path) -> None:
    result = scrub(write(tmp_path / "a.837", named("ONE"), named("TWO")))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    said = [(one["claim_id"], one["severity"]) for one in found if one["edit"] == "DUP002"]
    assert said == [("ONE", "not_checked"), ("TWO", "deny"), ("TWO", "not_checked")]


def test_files_are_linked_only_when_they_are_sent_together(scrub: Any, tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.837", named(name)) for name in ("ONE", "TWO")]
    assert "DUP002" not in edits(scrub(*paths), "TWO")
    together = [json.loads(line) for line in scrub("--together", *paths).stdout.splitlines()]
    told = [one for one in together if one["edit"] == "DUP002" and one["severity"] == "deny"]
    assert [(one["claim_id"], Path(one["file"]).name) for one in told] == [("TWO", "TWO.837")]


def test_a_corrected_file_and_a_comparison_know_the_claims_beside_too(scrub: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", named("ADDON", ADD_ON), named("FIRST", PRIMARY), named("AGAIN", PRIMARY))
    fixed = scrub("--fix", path)
    assert "PRC002" not in edits(fixed, "ADDON")
    assert "DUP002" in edits(fixed, "AGAIN")
    since = scrub("--since", "NCCI add-on codes", path)
    assert "PRC002" not in edits(since, "ADDON")
    alone = scrub("--since", "NCCI add-on codes", write(tmp_path / "b.837", named("ADDON", ADD_ON)))
    assert "PRC002" in edits(alone, "ADDON")


def test_a_file_that_breaks_off_is_judged_to_there_and_the_next_one_whole(scrub: Any, tmp_path: Path) -> None:
    broken, whole = (
        write(tmp_path / name, named(name[:3]), named("THEN"), named("LATE"))
        for name in ("one.837", "two.837")
    )
    content = broken.read_bytes()
    broken.write_bytes(content[: content.index(b"LATE")])
    for options in ([], ["--together"]):
        result = scrub(*options, broken, tmp_path / "none.837", whole)
        assert result.return_value == 2
        claims = {json.loads(line)["claim_id"] for line in result.stdout.splitlines()}
        assert claims == {"one", "two", "THEN", "LATE"}
        assert "one.837" in result.stderr
        assert "none.837: there is no such file" in result.stderr


@pytest.mark.parametrize("options", [(), ("--together",)])
def test_in_bulk_the_findings_are_those_of_the_single_command_in_the_same_order(
    scrub: Any, bulk: Any, tmp_path: Path, options: tuple[str, ...]
) -> None:
    kinds = ("", ADD_ON, PRIMARY, "dx E11; lines 99213-25-25 $125", "payer medicare; lines 99213 $125")
    claims = [named(f"C{number:02}", kinds[number * 7 % 5]) for number in range(20)]
    paths = [write(tmp_path / f"{at}.837", *claims[at * 5 : at * 5 + 5]) for at in range(4)]
    history = write(tmp_path / "earlier", named("OLD", PRIMARY))
    for known in ((), ("--history", str(history))):
        one, many = scrub(*options, *known, *paths), bulk(*options, *known, *paths)
        assert many.exception is None
        assert many.stdout == one.stdout
        assert many.return_value == one.return_value == 1


def of(patient: int) -> Claim:
    person = Person(name=Name(last="Alder", first=f"No{patient}"))
    return Claim(patient=person, coverages=(Coverage(member_id=f"M{patient}", relationship="18"),))


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=14), st.lists(st.integers(0, 14), max_size=3), st.integers(1, 5))
def test_a_run_is_linked_alike_whole_and_in_parts(patients: list[int], cuts: list[int], window: int) -> None:
    claims = [
        msgspec.structs.replace(of(one), patient_control_number=str(at)) for at, one in enumerate(patients)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "WINDOW", window)
        patch.setattr(bulk_linking, "WINDOW", window)
        whole = list(linked(Placed(at, claim) for at, claim in enumerate(claims)))
        borders = [0, *sorted(min(cut, len(claims)) for cut in cuts), len(claims)]
        parts = []
        for start, end in pairwise(borders):
            run = (Placed(at, claim, own=start <= at < end) for at, claim in enumerate(claims))
            parts += list(linked(run))
    assert parts == whole
    for one in whole:
        near = [at for at in range(len(claims)) if 0 < abs(at - one.place) <= window]
        same = [claims[at] for at in near if patients[at] == patients[one.place]]
        assert [*one.before, *one.after] == same
        assert all(int(before.patient_control_number) < one.place for before in one.before)


def test_of_a_patient_with_very_many_claims_the_nearest_are_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "NEAREST", 2)
    run = [Placed(at, msgspec.structs.replace(of(0), patient_control_number=str(at))) for at in range(7)]
    middle = list(linked(run))[3]
    numbers = [one.patient_control_number for one in (*middle.before, *middle.after)]
    assert numbers == ["1", "2", "4", "5"]
