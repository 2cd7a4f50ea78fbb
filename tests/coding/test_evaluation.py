"""The evaluation kit against figures worked out by hand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st

from cleanclaim.cli.evaluate import command
from cleanclaim.codesets import Store
from cleanclaim.coding import Evidence, NotCoded, Suggestion
from cleanclaim.coding.evaluation import (
    Compared,
    GoldCode,
    GoldNote,
    Predicted,
    average_precision,
    calibration_error,
    macro_f1,
    report,
    union_of,
)


def gold(note_id: str, *codes: str, text: str = "a note") -> GoldNote:
    return GoldNote(text, tuple(GoldCode(code) for code in codes), note_id)


def suggested(
    code: str, rank: int, *, selected: bool = True, sure: float = 0.9, at: tuple[int, int] = (0, 1)
) -> Suggestion:
    return Suggestion(
        code=code,
        role="first" if rank == 1 else "secondary",
        rank=rank,
        confidence=sure,
        selected=selected,
        decision="accept" if selected and sure > 0.8 else "review",
        evidence=(Evidence(*at, "a"),),
        why=(),
    )


def test_micro_counts_codes_and_macro_counts_each_code_once() -> None:
    pairs = [
        Compared(gold("1", "I10", "E11.9"), Predicted("1", (suggested("I10", 1), suggested("J45.909", 2)))),
        Compared(gold("2", "I10"), Predicted("2", (suggested("I10", 1),))),
    ]
    found = report(pairs, "ICD10CM", rounds=20)
    assert (found.exact.right, found.exact.proposed, found.exact.gold) == (2, 3, 3)
    assert found.micro_f1.value == pytest.approx(2 / 3)
    # I10 is 2 right of 2 and 2; E11.9 and J45.909 have none right.
    assert found.macro_f1 == pytest.approx(1 / 3)
    assert found.micro_f1.low <= found.micro_f1.value <= found.micro_f1.high


def test_a_code_of_the_same_category_counts_by_category_only() -> None:
    found = report([Compared(gold("1", "M25.561"), Predicted("1", (suggested("M25.562", 1),)))], "ICD10CM")
    assert (found.micro_f1.value, found.category_micro_f1.value) == (0, 1)


def test_average_precision_is_the_mean_precision_at_the_right_ranks() -> None:
    assert average_precision(["A", "x", "B"], frozenset({"A", "B"})) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(["A", "A", "B"], frozenset({"A", "B"})) == 1
    assert average_precision(["A"], frozenset({"A", "B"})) == 0.5


def test_codes_that_are_found_but_not_selected_count_for_map_and_not_for_f1() -> None:
    pair = Compared(gold("1", "I10"), Predicted("1", (suggested("I10", 1, selected=False),)))
    found = report([pair], "ICD10CM")
    assert (found.micro_f1.value, found.mean_average_precision.value) == (0, 1)


def test_the_first_listed_code_is_the_one_that_the_file_names_so() -> None:
    note = GoldNote("t", (GoldCode("I10"), GoldCode("E11.9", role="first")), "1")
    found = report([Compared(note, Predicted("1", (suggested("E11.9", 1), suggested("I10", 2))))], "ICD10CM")
    assert (found.first_listed.value, found.first_listed_by) == (1, "the gold file's role")


def test_evidence_counts_when_it_overlaps_the_expert_s_words() -> None:
    note = GoldNote(
        "knee pain here", (GoldCode("I10", spans=((5, 9),)), GoldCode("J45.909", spans=((5, 9),))), "1"
    )
    ours = Predicted("1", (suggested("I10", 1, at=(8, 12)), suggested("J45.909", 2, at=(9, 12))))
    found = report([Compared(note, ours)], "ICD10CM")
    assert (found.evidence_overlap, found.evidence_of) == (0.5, 2)


def test_calibration_error_is_the_gap_between_said_and_found() -> None:
    assert calibration_error([(0.95, True)] * 19 + [(0.95, False)]) == pytest.approx(0)
    assert calibration_error([(0.95, False)] * 5) == pytest.approx(0.95)


def test_the_coverage_curve_goes_from_the_surest_codes_to_all() -> None:
    ours = Predicted("1", (suggested("I10", 1, sure=0.9), suggested("J45.909", 2, sure=0.4)))
    found = report([Compared(gold("1", "I10"), ours)], "ICD10CM")
    points = [(one.confidence, one.coverage, one.precision) for one in found.coverage_curve]
    assert points == [(0.9, 0.5, 1.0), (0.4, 1.0, 0.5)]
    assert found.accepted_coverage == 0.5


def test_errors_are_grouped_by_cause() -> None:
    note = gold("1", "M25.561", "I10", "J18.9", "R05.9")
    ours = Predicted(
        "1",
        (suggested("M25.562", 1), suggested("I10", 2, selected=False), suggested("Z00.00", 3)),
        not_coded=(NotCoded("J18.9", "uncertain"),),
    )
    causes = {(one.kind, one.code): one.cause for one in report([Compared(note, ours)], "ICD10CM").errors}
    assert causes == {
        ("missed", "M25.561"): "another code of the category was proposed",
        ("missed", "I10"): "found, not proposed",
        ("missed", "J18.9"): "found, left out with a reason",
        ("missed", "R05.9"): "no term was found",
        ("extra", "M25.562"): "another code of the category is in the gold set",
        ("extra", "Z00.00"): "nothing like it is in the gold set",
    }


def test_the_union_holds_the_codes_of_both_files_on_the_notes_that_both_have() -> None:
    first = [gold("1", "I10", text="One  note."), gold("2", "I10", text="Only here.")]
    (note,) = union_of(first, [gold("other id", "I10", "E11.9", text="one note")])
    assert (note.id, [one.code for one in note.codes]) == ("1", ["I10", "E11.9"])


codes = st.frozensets(st.sampled_from(["I10", "E11.9", "J45.909", "R05.9"]))


@given(st.lists(st.tuples(codes, codes), max_size=6))
def test_every_measure_lies_between_0_and_1_and_perfect_is_1(
    pairs: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    assert 0 <= macro_f1(pairs) <= 1
    same = [(theirs, theirs) for _, theirs in pairs]
    assert macro_f1(same) == (1 if any(theirs for _, theirs in pairs) else 0)


def run(store: Store, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, ["--reference", str(store.directory), *map(str, arguments)], standalone_mode=False
    )


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    notes = [
        {"id": 1, "text": "ASSESSMENT\nHypertension.\n", "codes": [{"code": "I10", "system": "ICD10CM"}]},
        {"id": 2, "text": "ASSESSMENT\nAsthma.\n", "codes": [{"code": "J45.40", "system": "ICD10CM"}]},
    ]
    path.write_text("\n".join(map(json.dumps, notes)), "utf-8")
    return path


def test_the_command_codes_the_notes_itself(store: Store, gold_file: Path) -> None:
    done = run(store, "--gold", gold_file, "--date", "2025-12-01", "--json", "--rounds", 10)
    assert done.return_value == 0
    found = json.loads(done.stdout)
    assert (found["micro_f1"]["value"], found["category_micro_f1"]["value"]) == (0.5, 1)


def test_people_see_the_figures_and_the_causes(store: Store, gold_file: Path) -> None:
    done = run(store, "--gold", gold_file, "--date", "2025-12-01", "--errors", 3)
    assert "micro-F1" in done.stdout
    assert "J45.909" in done.stdout


def test_predictions_of_a_file_are_compared_by_id_and_missing_ones_are_told(
    store: Store, gold_file: Path, tmp_path: Path
) -> None:
    pred = tmp_path / "pred.jsonl"
    pred.write_text(
        json.dumps(
            {
                "id": "2",
                "suggestions": [
                    {
                        "code": "J45.40",
                        "role": "first",
                        "rank": 1,
                        "confidence": 0.9,
                        "selected": True,
                        "decision": "accept",
                        "evidence": [],
                        "why": [],
                    }
                ],
            }
        ),
        "utf-8",
    )
    done = run(store, "--gold", gold_file, "--pred", pred, "--json")
    assert json.loads(done.stdout)["exact"] == {"right": 1, "proposed": 1, "gold": 2}
    assert "1 of 2 notes have no prediction" in done.stderr


def test_a_gold_file_that_is_none_is_one_sentence_with_its_line(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": 1}\n', "utf-8")
    done = run(store, "--gold", path)
    assert done.exception is not None
    assert "gold.jsonl, line 1" in str(getattr(done.exception, "where", "")) + str(done.exception)
