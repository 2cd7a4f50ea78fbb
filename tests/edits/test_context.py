"""What is known beside the claim: files of it, what it says of a claim, and what is said without it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.codesets import Store, open_store
from cleanclaim.edits import Rules, Severity, scrub
from cleanclaim.edits.context import Authorization, CodedDocument, Context, Eligibility
from cleanclaim.edits.context_files import read_values
from cleanclaim.edits.example_context import context_of
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import DecodeError, InvalidValue
from cleanclaim.reference import import_files
from tests.edits.test_commands import write
from tests.reference import pcs_files

MEMBER = "SPEC990030042"


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Any:
    claim = claim_from("lines 97110 x4 $160 @1; set patient_control_number C1").claim
    path = write(tmp_path / "a.837", claim)

    def scrub_with(**files: object) -> Result:
        words = ["--reference", str(store.directory), "--json", str(path)]
        for option, rows in files.items():
            given = tmp_path / f"{option}.jsonl"
            given.write_text(rows if isinstance(rows, str) else "\n".join(map(json.dumps, rows)))  # type: ignore[call-overload]
            words += [f"--{option}", str(given)]
        return CliRunner().invoke(scrub_command, words, standalone_mode=False)

    return scrub_with


def found_by(result: Result, family: str) -> list[tuple[str, str]]:
    findings = [json.loads(line) for line in result.stdout.splitlines()]
    return [(one["edit"], one["severity"]) for one in findings if one["family"] == family]


def test_an_authorization_from_a_file_is_compared_with_the_claims(run: Any) -> None:
    row = {"member_id": MEMBER, "number": "A1", "codes": ["97110"], "units": 12}
    result = run(authorizations=[row])
    assert found_by(result, "authorization") == [("AUT005", "deny")]
    assert run(authorizations=[{**row, "member_id": "OTHER"}]).return_value == 0


def test_without_files_each_context_is_said_once_to_be_missing(run: Any) -> None:
    result = run()
    assert found_by(result, "authorization") == [("AUT005", "not_checked")]
    assert [one for one in found_by(result, "identity") if one[0] == "IDN031"] == [("IDN031", "not_checked")]
    assert result.return_value == 0


def test_an_empty_file_is_an_answer(run: Any) -> None:
    assert found_by(run(authorizations=""), "authorization") == []


def test_coverage_that_had_ended_is_told(run: Any) -> None:
    answer = {"member_id": MEMBER, "payer_id": "99003", "start": "2024-01-01", "end": "2025-10-31"}
    result = run(eligibility=[answer])
    assert ("IDN031", "deny") in found_by(result, "identity")


def test_a_document_is_found_by_the_number_of_its_claim(run: Any) -> None:
    assert ("CPL004", "review") in found_by(
        run(documents=[{"claim_id": "C1", "diagnoses": ["J06.9"]}]), "compliance"
    )
    assert found_by(run(documents=[{"claim_id": "C2", "diagnoses": ["J06.9"]}]), "compliance") == [
        ("CPL001", "not_checked")
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('{"member_id":"SECRET","number":"A1","units":"many"}', "line 1"),
        ('{"member_id":"SECRET","number":"A1"}\n\n{"number":"A2"}', "line 3"),
        ('{"member_id":"SECRET","number":"A1","colour":"red"}', "colour"),
        ("SECRET,A1", "not a JSON object"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place_and_without_what_stands_in_it(rows: str, says: str) -> None:
    with pytest.raises(DecodeError) as refused:
        read_values(rows, Authorization, where="a.jsonl")
    assert says in str(refused.value)
    assert "SECRET" not in str(refused.value)


def test_values_are_read_as_they_are_meant() -> None:
    row = '{"member_id":"1EG4-TE5-MK73","number":"A1","units":"2.5","end":"2025-12-31","codes":["9711*"]}'
    (value,) = read_values(row, Authorization, where="a.jsonl")
    context = Context(authorizations=(value,))
    coverage = claim_from("payer medicare").claim.coverage
    assert context.authorizations_of(coverage) == (value,)
    assert value.holds_for("97112")
    assert not value.holds_for("97530")


def test_the_latest_answer_on_a_member_counts() -> None:
    old = Eligibility(member_id=MEMBER, plan="old")
    rows = context_of(("eligibility plan=new asked_on=2025-11-01",)).eligibility or ()
    answers = Context(eligibility=(*rows, old)).eligibility_of(claim_from("").claim.coverage)
    assert [one.plan for one in answers] == ["old", "new"]


def test_a_claim_without_a_number_has_no_documents() -> None:
    claim = claim_from('set patient_control_number ""').claim
    assert Context(documents=(CodedDocument(claim_id=""),)).documents_of(claim) == ()


def test_a_context_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no context"):
        context_of(("letter number=A1",))
    with pytest.raises(InvalidValue, match="there is no field"):
        context_of(("authorization colour=red",))


STAY = (
    "type institutional; bill 0111; admitted 2026-11-02 0815; dos 2026-11-02..2026-11-04; discharged 1130 "
    "status 01; lines none rev 0120 x2 $2000; procedures {} on 2026-11-02"
)


def test_a_procedure_that_no_row_of_its_table_makes_says_which_character_is_wrong(
    tmp_path: Path, parameters: Parameters
) -> None:
    tables = tmp_path / "icd10pcs_tables_2027.xml"
    tables.write_text(pcs_files.TABLES_XML)
    import_files([tables], tmp_path / "store")
    rules = Rules(open_store(tmp_path / "store"), parameters)

    def told(code: str) -> list[tuple[Severity, str]]:
        claim = claim_from(STAY.format(code)).claim
        return [(one.severity, one.message) for one in scrub(claim, rules) if one.edit == "PCS003"]

    assert told("0DTJ4ZZ") == []
    assert told("0DTU4ZZ") == [
        (Severity.REVIEW, "No row of table 0DT makes 0DTU4ZZ: character 5 (4) does not fit.")
    ]
    (unsure,) = told("0DBJ4ZZ")
    assert unsure[0] is Severity.NOT_CHECKED, "the tables at hand are not all of them"
