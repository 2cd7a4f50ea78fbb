"""Rules of payers and practices in YAML: what they can ask, how they are refused, what they find."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.bulk import command as bulk_command
from cleanclaim.cli.rules import command as rules_command
from cleanclaim.cli.scrub import command as scrub_command
from cleanclaim.codesets import Store
from cleanclaim.edits import FAMILIES, Rules, Severity, scrub
from cleanclaim.edits.practice_rules.conditions import condition_of
from cleanclaim.edits.practice_rules.fields import field_of, known_fields
from cleanclaim.edits.practice_rules.judging import apply
from cleanclaim.edits.practice_rules.loading import load_rules
from cleanclaim.edits.practice_rules.values import Context, PracticeRule
from cleanclaim.edits.repairs import repair
from cleanclaim.exchange import read_837
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import DecodeError, InvalidValue, UnreadableFile
from tests.edits.test_commands import write
from tests.strategies import any_claims

RULE = """\
prefix: TEST
rules:
  - id: TEST-1
    name: a-rule
    says: Something is so.
    fix: Change it.
    judges: {judges}
    when: {when}
    then: {then}
    {more}
    examples: {{fires: [{{claim: "{fires}"}}], silent: ["{silent}"]}}
"""


@pytest.fixture
def rules(empty_store: Store, parameters: Parameters) -> Rules:
    return Rules(empty_store, parameters)


@pytest.fixture
def load(tmp_path: Path, rules: Rules) -> Any:
    def one(
        when: str,
        *,
        judges: str = "claim",
        then: str = "{hold: true}",
        more: str = "",
        fires: str = "",
        silent: str = "",
        examples: bool = False,
    ) -> PracticeRule:
        path = tmp_path / "rules.yaml"
        path.write_text(
            RULE.format(when=when, judges=judges, then=then, more=more, fires=fires, silent=silent)
        )
        (rule,) = load_rules([path], rules, check_examples=examples)
        return rule

    return one


def paths(rule: PracticeRule, notation: str, rules: Rules) -> list[str]:
    noted = claim_from(notation)
    return [f.path for f in apply(rule, noted.claim, Rules(rules.store, rules.parameters, noted.received))]


def test_the_rules_that_ship_as_an_example_load_and_their_examples_hold(
    repository: Path, rules: Rules
) -> None:
    loaded = load_rules([repository / "examples" / "rules"], rules)
    assert [rule.id for rule in loaded] == [f"CEDAR-00{number}" for number in (1, 2, 3, 4)]


def test_the_rule_on_the_page_is_one_that_loads(repository: Path, rules: Rules, tmp_path: Path) -> None:
    page = (repository / "docs" / "edits" / "practice-rules.md").read_text()
    (tmp_path / "page.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0])
    assert [rule.id for rule in load_rules([tmp_path / "page.yaml"], rules)] == ["CEDAR-001"]


CONDITIONS = [
    ("{field: lines.*.code, eq: 99213}", "", "lines 99214 $1"),
    ("{field: lines.*.code, in: [j1885, 99213]}", "", "lines 99214 $1"),
    ("{field: lines.*.code, not_in: [99214]}", "", "lines 99213 $1 | 99214 $1"),
    ("{field: lines.*.code, between: [99211, 99213]}", "", "lines 99214 $1"),
    ("{field: lines.*.code, begins: [J, Q]}", "lines J1885 $1", ""),
    ("{field: 'lines[*].code', matches: '9921[0-3]'}", "", "lines 99214 $1"),
    ("{field: 'lines[*].modifiers', eq: 25}", "lines 99213-59-25 $1", "lines 99213-59 $1"),
    ("{field: 'lines[*].modifiers[*]', eq: 25}", "lines 99213-25 $1", ""),
    ("{field: 'lines[1].code', eq: 99214}", "lines 99213 $1 | 99214 $1", "lines 99214 $1 | 99213 $1"),
    ("{field: 'diagnoses[*].code', begins: E11}", "dx I10, E11.9", "dx I10"),
    ("{field: 'diagnoses[*].code', eq: E11.9}", "dx I10, E11.9", "dx E11.8"),
    ("{field: first_diagnosis, eq: I10}", "dx I10, E11.9", "dx E11.9, I10"),
    ("{field: accident, present: true}", "accident auto state IL on 2025-11-02", ""),
    ("{field: rendering.npi, absent: true}", "without rendering.npi", ""),
    ("{field: patient.sex, eq: M}", "patient sex M", "patient sex F"),
    ("{field: charge, more_than: 200}", "lines 99213 $201", "lines 99213 $200"),
    ("{field: charge, at_least: '200.00', less_than: 300}", "lines 99213 $200", "lines 99213 $300"),
    ("{field: charge, between: [200, 300]}", "lines 99213 $300", "lines 99213 $301"),
    ("{field: age, at_most: 17}", "patient child born 2008-06-01", "patient self born 2007-01-01"),
    ("{field: payer_kind, eq: medicaid}", "payer medicaid", ""),
    (
        "{field: 'coverages[*].group_name', eq: St. Paul}",
        "set coverages[0].group_name St. Paul",
        "set coverages[0].group_name ST PAUL",
    ),
    ("{field: payer_id, eq: PLAN7}", "set coverages[0].payer.payer_id PLAN7", ""),
    ("{field: first_day, on_or_after: 2026-01-01}", "dos 2026-01-01", "dos 2025-12-31"),
    ("{field: dates.onset, after: first_day}", "set dates.onset 2025-11-19", "set dates.onset 2025-11-18"),
    (
        "{field: first_day, days_after: {of: dates.onset, at_least: 30, at_most: 40}}",
        "set dates.onset 2025-10-19",
        "set dates.onset 2025-10-01",
    ),
    ("{field: received, after: last_day}", "", "received 2025-11-18"),
    ("{not: {field: place_of_service, eq: '11'}}", "place 22", ""),
    ("{any: [{field: place_of_service, eq: '22'}, {field: charge, at_least: 500}]}", "place 22", ""),
    ("{none: [{field: place_of_service, eq: '11'}, {field: charge, at_least: 500}]}", "place 22", ""),
    ("{all: [{field: place_of_service, eq: '22'}, {field: charge, at_least: 5}]}", "place 22", ""),
    (
        "{some: lines, where: {all: [{field: code, eq: 99213}, {field: modifiers, eq: 25}]}}",
        "lines 99213-25 $1 | 99214 $1",
        "lines 99213 $1 | 99214-25 $1",
    ),
    ("{every: lines, where: {field: charge, at_least: 5}}", "lines 99213 $5 | 99214 $6", "lines 99213 $4"),
    ("{no: lines, where: {field: day, present: true}}", "without lines[0].dates", ""),
    (
        "{count: lines, where: {field: code, eq: 97110}, at_least: 2}",
        "lines 97110 $1 | 97110 $1",
        "lines 97110 $1",
    ),
    ("{count: diagnoses, exactly: 3}", "dx I10, E11.9, E78.5", "dx I10, E11.9"),
    ("{some: coverages, where: {field: filing_indicator, eq: MB}}", "payer medicare", ""),
    ("{some: lines, where: {field: diagnoses, eq: E11.9}}", "dx I10, E11.9; lines 1 $1 @2", "dx I10, E11.9"),
]


@pytest.mark.parametrize(("when", "fires", "silent"), CONDITIONS)
def test_a_condition_holds_for_one_claim_and_not_for_its_near_miss(
    load: Any, when: str, fires: str, silent: str
) -> None:
    assert load(when, fires=fires, silent=silent, examples=True).id == "TEST-1"


def test_a_rule_for_lines_finds_each_of_them_and_sees_the_whole_claim(load: Any, rules: Rules) -> None:
    rule = load(
        "{all: [{field: place, eq: '22'}, {field: claim.patient.sex, eq: F}, {field: number, at_least: 2}]}",
        judges="line",
    )
    assert paths(rule, "patient sex F; place 22; lines 1 $1 | 2 $1 | 3 $1 pos 11 | 4 $1", rules) == [
        *("lines[1]", "lines[3]")
    ]
    assert paths(rule, "patient sex M; place 22; lines 1 $1 | 2 $1", rules) == []


def test_a_rule_for_diagnoses_points_at_each(load: Any, rules: Rules) -> None:
    rule = load("{field: code, begins: R}", judges="diagnosis", more="at: code")
    assert paths(rule, "dx R07.9, I10, R10.13", rules) == ["diagnoses[0].code", "diagnoses[2].code"]


SCOPES = [
    ("scope: {payer_kinds: [medicaid]}", "payer medicaid", ""),
    ("scope: {payer_ids: [PLAN7]}", "set coverages[0].payer.payer_id PLAN7", ""),
    ("scope: {claim_types: [institutional]}", "type institutional", ""),
    ("scope: {billing_npis: ['1234567893']}", "set billing_provider.npi 1234567893", ""),
    ("scope: {tax_ids: ['371234567']}", "set billing_provider.tax_id 37-1234567", ""),
    ("from: 2026-01-01", "dos 2026-01-01", "dos 2025-12-31"),
    ("to: 2025-12-31", "dos 2025-12-31", "dos 2026-01-01"),
]


@pytest.mark.parametrize(("more", "fires", "silent"), SCOPES)
def test_a_rule_holds_for_its_own_payers_practices_and_days(
    load: Any, more: str, fires: str, silent: str
) -> None:
    assert load("{field: lines, present: true}", more=more, fires=fires, silent=silent, examples=True)


def test_actions_make_severity_changes_documents_and_work_lists(load: Any, rules: Rules) -> None:
    always = "{field: code, eq: 99213}"
    claim = claim_from("").claim

    def found(then: str) -> Any:
        (finding,) = apply(load(always, judges="line", then=then), claim, rules)
        return finding

    assert found("{hold: true}").severity is Severity.REVIEW
    assert found("{hold: deny}").severity is Severity.DENY
    assert found("{warn: true}").severity is Severity.INFORM
    routed = found("{route: coding}")
    assert (routed.work_list, routed.fix) == ("coding", "Change it. Goes to the work list coding.")
    change = found("{set: [{field: place_of_service, value: '10', safe: true}]}").changes[0]
    assert (change.path, change.text, change.safe) == ("lines[0].place_of_service", "10", True)
    document = load(always, judges="line", then="{require_document: [OB]}")
    assert len(apply(document, claim, rules)) == 1
    for where in ("attachments[0]", "lines[0].attachments[0]"):
        announced = claim_from(f"set {where}.report_type OB").claim
        assert apply(document, announced, rules) == ()


def test_findings_stand_among_those_of_the_edits_most_urgent_first(load: Any, rules: Rules) -> None:
    rule = load("{field: code, eq: 99213}", judges="line", then="{hold: deny}")
    with_rules = Rules(rules.store, rules.parameters, practice_rules=(rule,))
    claim = claim_from("without billing_provider.npi; lines 99213-25-25 $125").claim
    found = scrub(claim, with_rules)
    assert [finding.severity for finding in found] == sorted(finding.severity for finding in found)
    assert [f for f in found if f.family != "payer_rules"] == list(scrub(claim, rules))
    (own,) = (f for f in found if f.family == "payer_rules")
    assert own.family in FAMILIES
    assert (own.edit, own.line, own.message) == ("TEST-1", 1, "Something is so.")


def test_a_safe_value_of_a_rule_is_set_by_a_repair(load: Any, rules: Rules) -> None:
    when = "{all: [{field: modifiers, eq: 95}, {field: place, eq: '11'}]}"
    for safe in ("true", "false"):
        then = f"{{set: [{{field: place_of_service, value: '10', safe: {safe}}}]}}"
        own = Rules(rules.store, rules.parameters, practice_rules=(load(when, judges="line", then=then),))
        done = repair(claim_from("lines 99213-95 $125").claim, own)
        assert (done.claim.lines[0].place_of_service == "10") == (safe == "true")


REFUSED = [
    ("{field: lines.*.kode, eq: 1}", "there is no field 'kode' there", 8),
    ("{field: lines.code, eq: 1}", "put .* after the name of a list", 8),
    ("{field: charge, begins: 1}", "begins cannot be asked of charge, which is a number", 8),
    ("{field: charge, eq: much}", "'much' is not a number", 8),
    ("{field: first_day, before: soon}", "there is no field 'soon' there", 8),
    ("{field: first_day, before: charge}", "charge is a number, not a day", 8),
    ("{field: lines.*.code, matches: '('}", "is no pattern", 8),
    ("{field: lines.*.code, between: [2, 1]}", "the smaller one first", 8),
    ("{field: lines.*.code}", "nothing is asked of", 8),
    ("{all: []}", "all wants a list", 8),
    ("{some: providers, where: {field: npi, eq: 1}}", "'providers' is not a list", 8),
    ("{count: lines}", "count wants at_least", 8),
    ("{wenn: 1}", "'wenn' does not begin a condition", 8),
    ("{field: charge, eq: 1, oder: 2}", "'oder' does not belong", 8),
]


@pytest.mark.parametrize(("when", "said", "line"), REFUSED)
def test_a_condition_that_cannot_be_read_is_refused_with_file_and_line(
    load: Any, tmp_path: Path, when: str, said: str, line: int
) -> None:
    with pytest.raises(DecodeError) as refusal:
        load(when)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(f"{tmp_path / 'rules.yaml'}, line {line}")


def test_a_rule_that_is_not_whole_is_refused(load: Any, tmp_path: Path, rules: Rules) -> None:
    some = "{field: lines, present: true}"
    for changes, said in (
        ({"then": "{}"}, "nothing is to be done"),
        ({"then": "{hold: true, warn: true}"}, "exclude each other"),
        ({"then": "{hold: perhaps}"}, "is not how to hold"),
        ({"then": "{set: [{field: place_of_service, value: '1', sicher: true}]}"}, "sicher"),
        ({"then": "{set: [{field: total_charge, value: much}]}"}, "does not fit"),
        ({"then": "{set: [{field: 'lines[*].units', value: 1}]}"}, "one field is set"),
        ({"judges": "patient"}, "'patient' is not judged"),
        ({"more": "scope: {payer_kinds: [blue]}"}, "'blue' is not one of payer_kinds"),
        ({"more": "from: yesterday"}, "'yesterday' is not a date"),
        ({"more": "at: lines[*].kode"}, "there is no field 'kode'"),
    ):
        with pytest.raises(DecodeError, match=said):
            load(some, **changes)
    text = (tmp_path / "rules.yaml").read_text()
    for old, new, said in (
        ("id: TEST-1", "id: TFL001", "does not begin with TEST-"),
        ("prefix: TEST", "prefix: t", "is no prefix"),
        ("says: Something is so.", "says: Something", "is a sentence"),
        ("fix: Change it.", "", "missing required field `fix`"),
        ("    at: lines[*].kode\n", "    id: TEST-2\n", "twice"),
    ):
        (tmp_path / "other.yaml").write_text(text.replace(old, new))
        with pytest.raises(DecodeError, match=said):
            load_rules([tmp_path / "other.yaml"], rules)


def test_a_rule_whose_example_comes_out_otherwise_is_refused(load: Any) -> None:
    when = "{field: lines.*.code, eq: 99213}"
    with pytest.raises(
        DecodeError, match="finds nothing in its example 'lines 1 \\$1', which should find something"
    ):
        load(when, fires="lines 1 $1", silent="lines 2 $1", examples=True)
    with pytest.raises(DecodeError, match="finds claim in its example '', which should find nothing"):
        load(when, examples=True)
    with pytest.raises(DecodeError, match="an example of TEST-1 cannot be read"):
        load(when, fires="lihnes", examples=True)


def test_an_id_is_given_once_and_a_directory_must_hold_rules(load: Any, tmp_path: Path, rules: Rules) -> None:
    load("{field: lines, present: true}")
    (tmp_path / "again.yaml").write_text((tmp_path / "rules.yaml").read_text())
    with pytest.raises(DecodeError, match="there is a rule TEST-1 already"):
        load_rules([tmp_path], rules, check_examples=False)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableFile, match="there are no rules there"):
        load_rules([tmp_path / "empty"], rules)


def test_every_field_of_the_catalogue_can_be_asked_of_any_claim(rules: Rules) -> None:
    assert {"lines[*].code", "patient.sex", "institutional.patient_status", "age"} <= {
        path for path, _, _ in known_fields()
    }
    claim = claim_from("").claim
    for unit, thing, where in (
        ("claim", claim, ""),
        ("line", claim.lines[0], "lines[0]"),
        ("diagnosis", claim.diagnoses[0], "diagnoses[0]"),
    ):
        for path, kind, _ in known_fields(unit):
            field = field_of(path, unit)
            assert field.kind == kind
            list(field.read(Context(claim, thing, where, "commercial", None)))
    with pytest.raises(InvalidValue, match="There are"):
        field_of("patient.hair", "claim")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(claim=any_claims())
def test_no_claim_however_broken_makes_a_rule_fail(repository: Path, rules: Rules, claim: Claim) -> None:
    for rule in load_rules([repository / "examples" / "rules"], rules, check_examples=False):
        found = apply(rule, claim, rules)
        assert found == apply(rule, claim, rules)
        assert all(finding.path and finding.edit == rule.id for finding in found)


def run(command: Any, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], standalone_mode=False)


def test_scrub_judges_rules_with_the_edits_and_fixes_what_they_call_safe(
    store: Store, repository: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.837", claim_from("payer medicaid; lines 99213-95 $125").claim)
    words = (path, "--rules", repository / "examples" / "rules", "--reference", store.directory)
    result = run(scrub_command, *words)
    assert "CEDAR-002  A video visit (modifier 95) is billed with place 11." in result.stdout
    run(scrub_command, *words, "--fix", "-o", tmp_path / "b.837")
    (fixed,) = read_837(tmp_path / "b.837")
    assert fixed.lines[0].place_of_service == "10"


def test_rules_are_checked_and_their_fields_listed(repository: Path, tmp_path: Path) -> None:
    result = run(rules_command, "check", repository / "examples" / "rules")
    assert "4 rules; 16 examples come out as they say." in result.stdout
    listed = run(rules_command, "fields", "--judges", "line").stdout.splitlines()
    assert any(line.startswith("modifiers[*]  text") for line in listed)
    (tmp_path / "bad.yaml").write_text("rules: []")
    assert isinstance(run(rules_command, "check", tmp_path / "bad.yaml").exception, DecodeError)


ASKED = st.sampled_from(
    [
        {"field": "code", "eq": "99213"},
        {"field": "charge", "at_least": 100},
        {"field": "modifiers", "in": ["25", "59"]},
        {"field": "place", "absent": True},
        {"field": "diagnoses", "begins": "E"},
    ]
)


@settings(max_examples=60, deadline=None)
@given(claim=any_claims(), one=ASKED, other=ASKED)
def test_conditions_keep_the_laws_of_logic(claim: Claim, one: Any, other: Any) -> None:
    def holds(node: Any, unit: str = "claim", index: int = 0) -> bool:
        thing, path = (claim, "") if unit == "claim" else (claim.lines[index], f"lines[{index}]")
        return condition_of(node, unit, "$")(Context(claim, thing, path, "commercial", None))

    for index in range(len(claim.lines)):
        first, second = holds(one, "line", index), holds(other, "line", index)
        assert holds({"not": one}, "line", index) is not first
        assert holds({"all": [one, other]}, "line", index) is (first and second)
        assert holds({"any": [one, other]}, "line", index) is (first or second)
        assert holds({"none": [one, other]}, "line", index) is not (first or second)
    fitting = sum(holds(one, "line", index) for index in range(len(claim.lines)))
    assert holds({"some": "lines", "where": one}) is (fitting > 0)
    assert holds({"no": "lines", "where": one}) is (fitting == 0)
    assert holds({"every": "lines", "where": one}) is (fitting == len(claim.lines))
    assert holds({"count": "lines", "where": one, "exactly": fitting})
    assert not holds({"count": "lines", "where": one, "at_least": fitting + 1})


def test_bulk_scrub_judges_rules_too(store: Store, repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "a.837", claim_from("payer medicaid; lines 99213-95 $125").claim)
    rules_path = repository / "examples" / "rules"
    words = ("scrub", tmp_path / "a.837", "--workers", 1, "--rules", rules_path, "--json")
    result = run(bulk_command, *words, "--reference", store.directory)
    assert "CEDAR-002" in {json.loads(line)["edit"] for line in result.stdout.splitlines()}
    missing = run(bulk_command, *words[:-2], tmp_path / "absent")
    assert isinstance(missing.exception, UnreadableFile)
