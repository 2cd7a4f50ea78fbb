"""``scrub --fix``: safe changes only, nothing else of the file touched."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import claim_from
from cleanclaim.claim.paths import with_text_at
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.cli.scrub_fix import is_of_a_person
from cleanclaim.codesets import Store
from cleanclaim.edits import Rules, Severity, scrub
from cleanclaim.edits.repairs import repair
from cleanclaim.exchange import read_837
from cleanclaim.exchange.patched_837 import patched_837
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import InvalidValue
from tests.edits.test_commands import write

TWICE = "lines 99213-25-25 $125 | 36415 $9"


@pytest.fixture
def rules(store: Store, parameters: Parameters) -> Rules:
    return Rules(store, parameters)


@pytest.fixture
def run(store: Store) -> Any:
    def scrub(*arguments: object) -> Result:
        words = ["--reference", str(store.directory), *map(str, arguments)]
        return CliRunner().invoke(scrub_command, words, standalone_mode=False)

    return scrub


def claim_named(number: str, notation: str) -> Claim:
    return claim_from(f"{notation}; set patient_control_number {number}").claim


def differing(one: bytes, other: bytes) -> list[tuple[bytes, bytes]]:
    ours, theirs = one.split(b"~"), other.split(b"~")
    assert len(ours) == len(theirs)
    return [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]


def test_a_repeated_modifier_is_taken_out_and_nothing_else_of_the_file_changes(
    run: Any, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "a.837",
        claim_named("A", "dos 2025-11-11"),
        claim_named("B", TWICE),
        claim_named("C", "dx E11.9; dos 2025-11-13"),
    )
    result = run(path, "--fix")
    assert result.return_value == 0
    target = tmp_path / "a.corrected.837"
    assert differing(path.read_bytes(), target.read_bytes()) == [
        (b"\nSV1*HC:99213:25:25*125*UN*1***1", b"\nSV1*HC:99213:25*125*UN*1***1")
    ]
    assert "claim B: changed lines[0].modifiers from 25,25 to 25 (MOD017:" in result.stdout
    assert "1 change in 1 claim of 3" in result.stdout
    assert run(target).return_value == 0


def test_what_needs_a_person_is_left_and_said(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_named("B", f"{TWICE}; dx E11; total 130"))
    result = run(path, "--fix", "-o", tmp_path / "b.837", "--json")
    assert result.return_value == 1
    (fixed,) = read_837((tmp_path / "b.837").read_bytes())
    assert fixed.total_charge == Decimal(130)
    assert (fixed.diagnoses[0].code, fixed.lines[0].modifiers) == ("E11", ("25",))
    records = [json.loads(line) for line in result.stdout.splitlines()]
    (change,) = (one for one in records if "changed" in one)
    assert (change["changed"], change["before"], change["after"], change["edit"]) == (
        *("lines[0].modifiers", "25,25", "25"),
        "MOD017",
    )
    left = {one["edit"] for one in records if one.get("severity") in ("reject", "deny", "review")}
    assert left == {"CHG001", "DXC003"}


def test_nothing_safe_writes_no_file(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_named("B", "dx E11"))
    result = run(path, "--fix", "-o", tmp_path / "b.837")
    assert result.return_value == 1
    assert "nothing that is safe to change; no file is written" in result.stdout
    assert not (tmp_path / "b.837").exists()


def test_several_files_go_into_a_directory(run: Any, tmp_path: Path) -> None:
    one = write(tmp_path / "a.837", claim_named("A", TWICE))
    two = write(tmp_path / "b.837", claim_named("B", TWICE))
    assert run(one, two, "--fix", "-o", tmp_path / "out").return_value == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.837", "b.837"]


def test_a_file_is_never_written_over_itself(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "a.837", claim_named("A", TWICE))
    before = path.read_bytes()
    assert isinstance(run(path, "--fix", "-o", path).exception, InvalidValue)
    assert isinstance(run(path, "-o", tmp_path / "b.837").exception, InvalidValue)
    assert path.read_bytes() == before


def test_the_half_of_a_repair_is_not_made(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanclaim.edits import Change, Finding
    from cleanclaim.edits.modifiers.modifier_repeated import ModifierRepeated

    class Mixed(ModifierRepeated):
        changes: ClassVar = (Change("lines[0].modifiers", "25", safe=True), Change("lines[0].units", "2"))

        def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
            for finding in ModifierRepeated.check(self, claim, rules):
                yield self.finding(claim, finding.path, finding.message, changes=self.changes)

    monkeypatch.setattr(
        ModifierRepeated,
        "finding",
        lambda self, claim, path, message, **fields: super(ModifierRepeated, self).finding(
            claim, path, message, changes=Mixed.changes
        ),
    )
    claim = claim_from(TWICE).claim
    done = repair(claim, rules)
    assert done.claim == claim
    assert not done.applied
    assert "MOD017" in {finding.edit for finding in done.left}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    modifiers=st.lists(
        st.lists(st.sampled_from(["25", "59", "LT", "RT"]), max_size=4), min_size=1, max_size=4
    ),
    diagnosis=st.sampled_from(["I10", "E11", "E11.9"]),
)
def test_repairing_twice_is_repairing_once_and_never_adds_a_finding(
    rules: Rules, modifiers: list[list[str]], diagnosis: str
) -> None:
    lines = " | ".join("-".join(["99213", *one]) + " $125" for one in modifiers)
    claim = claim_from(f"dx {diagnosis}; lines {lines}").claim
    done = repair(claim, rules)
    again = repair(done.claim, rules)
    assert (again.claim, again.applied, again.left) == (done.claim, (), done.left)
    assert {f.edit for f in done.left} <= {f.edit for f in scrub(claim, rules)}
    assert [line.code for line in done.claim.lines] == [line.code for line in claim.lines]
    assert done.claim.charge == claim.charge
    if any(len(set(one)) < len(one) for one in modifiers):
        assert done.applied


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                *("lines[0].modifiers", "lines[1].code", "diagnoses[0].code", "billing_provider.npi"),
                *("coverages[0].prior_authorization", "medical_record_number", "place_of_service"),
            ]
        ),
        st.sampled_from(["25", "99214", "I10", "1234567893", "11"]),
        min_size=1,
        max_size=3,
    ),
    which=st.integers(0, 1),
)
def test_a_patched_file_says_the_corrected_claims_and_nothing_else(
    tmp_path: Path, fields: dict[str, str], which: int
) -> None:
    # The two claims have billing providers of their own, so that no part of the file is shared.
    claims = [
        claim_named("A", TWICE),
        claim_named("B", f"{TWICE}; set billing_provider.address.line1 2 Other Street"),
    ]
    data = write(tmp_path / "a.837", *claims).read_bytes()
    read = list(read_837(data))
    changed = read[which]
    for path, text in fields.items():
        changed = with_text_at(changed, path, text)
    patched = patched_837(data, {which: changed})
    read[which] = changed
    assert list(read_837(patched)) == read


def test_what_claims_share_is_not_changed_for_one_of_them(tmp_path: Path) -> None:
    data = write(tmp_path / "a.837", claim_named("A", ""), claim_named("B", "")).read_bytes()
    other = claim_from("set billing_provider.npi 1234567893; set patient_control_number A").claim
    with pytest.raises(InvalidValue, match="cannot be written into this file"):
        patched_837(data, {0: other})
    both = {
        0: other,
        1: claim_from("set billing_provider.npi 1234567893; set patient_control_number B").claim,
    }
    assert {claim.billing_provider.npi for claim in read_837(patched_837(data, both))} == {"1234567893"}


def test_segments_that_come_and_go_are_counted(tmp_path: Path) -> None:
    data = write(tmp_path / "a.837", claim_named("A", TWICE)).read_bytes()
    more = claim_named("A", f"{TWICE}; set coverages[0].prior_authorization AUTH1")
    patched = patched_837(data, {0: more})
    assert b"REF*G1*AUTH1~" in patched
    assert patched_837(patched, {0: claim_named("A", TWICE)}) == data


def test_severities_left_are_those_of_a_new_look(rules: Rules) -> None:
    done = repair(claim_from(TWICE).claim, rules)
    assert [f for f in done.left if f.severity <= Severity.REVIEW] == []
    assert done.left == scrub(done.claim, rules)


SAFE = [
    ("set billing_provider.npi 1234-567-893", "billing_provider.npi", "1234567893"),
    ("set patient.sex f", "patient.sex", "F"),
    ("lines J1885 $10 @1 ndc 0409-3795-01", "lines[0].drug.ndc", "00409379501"),
    ("lines J1885 $10 @1 ndc 00409-379-01", "lines[0].drug.ndc", "00409037901"),
    ("lines J1885 $10 @1 ndc 00409-3795-1", "lines[0].drug.ndc", "00409379501"),
    ("lines J1885 $10 @1 ndc 00409-3795-01", "lines[0].drug.ndc", "00409379501"),
    ("lines 99213 $125 @1,1", "lines[0].pointers", "1"),
    (TWICE, "lines[0].modifiers", "25"),
]


@pytest.mark.parametrize(("notation", "path", "after"), SAFE)
def test_what_is_only_spelt_otherwise_is_repaired(rules: Rules, notation: str, path: str, after: str) -> None:
    done = repair(claim_from(notation).claim, rules)
    assert [(one.change.path, one.change.text) for one in done.applied] == [(path, after)]
    assert repair(done.claim, rules).claim == done.claim


@pytest.mark.parametrize(
    "notation",
    [
        "set billing_provider.npi 1234567890",
        "patient sex W",
        "lines J1885 $10 @1 ndc 0409379501",
        "lines J1885 $10 @1 ndc 409-3795-01",
        "total 130",
        "dx E11",
    ],
)
def test_what_nobody_can_know_is_left_alone(rules: Rules, notation: str) -> None:
    claim = claim_from(notation).claim
    assert repair(claim, rules).claim == claim


def test_amounts_written_with_zeros_stay_as_they_are_written(tmp_path: Path) -> None:
    data = write(tmp_path / "a.837", claim_named("A", TWICE)).read_bytes()
    unusual = data.replace(b"SV1*HC:99213:25:25*125*UN*1*", b"SV1*HC:99213:25:25*125.00*UN*1.0*")
    assert unusual != data
    (read,) = read_837(unusual)
    patched = patched_837(unusual, {0: repaired(read)})
    assert differing(unusual, patched) == [
        (b"\nSV1*HC:99213:25:25*125.00*UN*1.0***1", b"\nSV1*HC:99213:25*125.00*UN*1.0***1")
    ]


def test_each_interchange_of_a_file_has_its_own_delimiters(tmp_path: Path) -> None:
    one = write(tmp_path / "a.837", claim_named("A", TWICE)).read_bytes()
    other = one.replace(b"*", b"|").replace(b":", b">")
    data = one + other
    first, second = read_837(data)
    patched = patched_837(data, {1: repaired(second)})
    assert read_837(patched) == (first, repaired(second))
    assert patched.startswith(one)


def repaired(claim: Claim) -> Claim:
    line = msgspec.structs.replace(claim.lines[0], modifiers=("25",))
    return msgspec.structs.replace(claim, lines=(line, *claim.lines[1:]))


def test_who_the_patient_is_stays_out_of_what_is_printed() -> None:
    shown = ("patient.sex", "lines[0].code", "billing_provider.npi")
    hidden = (
        "patient.birth_date",
        "patient.name.last",
        "coverages[0].member_id",
        "coverages[0].subscriber.name.last",
    )
    assert [path for path in (*shown, *hidden) if is_of_a_person(path)] == list(hidden)


def test_every_level_above_a_claim_can_be_corrected(tmp_path: Path) -> None:
    child = claim_named("A", "patient child born 2019-04-02 sex M; set medical_record_number M1")
    data = write(tmp_path / "a.837", child).read_bytes()
    (read,) = read_837(data)
    changed = read
    for path, text in (
        ("billing_provider.npi", "1234567893"),
        ("coverages[0].group_number", "G77"),
        ("patient.birth_date", "2019-04-03"),
        ("medical_record_number", "M2"),
    ):
        changed = with_text_at(changed, path, text)
    patched = patched_837(data, {0: changed})
    assert read_837(patched) == (changed,)
    assert len(differing(data, patched)) == 4


def test_a_segment_that_is_written_in_an_unusual_way_is_refused_in_one_sentence(tmp_path: Path) -> None:
    data = write(tmp_path / "a.837", claim_named("A", "dx I10, E11.9")).read_bytes()
    unusual = data.replace(b"HI*ABK:I10*ABF:E119", b"HI*ABK:I10~\nHI*ABF:E119")
    (read,) = read_837(unusual)
    assert len(read.diagnoses) == 2
    with pytest.raises(InvalidValue, match="claim A: the correction cannot be written into this file"):
        patched_837(unusual, {0: with_text_at(read, "diagnoses[1].code", "E118")})
