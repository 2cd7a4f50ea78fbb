"""The mention profile: what it finds, what it says, and that its data are those of its code."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from cleanclaim.codesets import Store
from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon
from cleanclaim.coding.codiesp import suggest_mentions
from cleanclaim.coding.codiesp.features import FEATURES
from cleanclaim.coding.codiesp.knowledge import trained
from cleanclaim.coding.codiesp.procedures import procedure_phrases
from cleanclaim.coding.codiesp.sides import agreement
from cleanclaim.coding.evaluation import Compared, GoldNote, predicted, report
from cleanclaim.coding.trees import BoostedTrees, Tree

from .test_code_command import run, write

Mentions = Callable[[str], CodingResult]


@pytest.fixture(scope="module")
def mentions(lexicon: Lexicon) -> Mentions:
    def found(text: str) -> CodingResult:
        context = CodingContext(date_of_service=date(2025, 12, 1))
        return suggest_mentions(Document("case", text), context, lexicon)

    return found


CASE = (
    "A 54-year-old man with a history of arterial hypertension and diabetes mellitus presented with fever, "
    "hematuria and abdominal pain. No lymphadenopathy was found. An abdominal ultrasound showed "
    "hydronephrosis, and a right nephrectomy was performed."
)


def test_conditions_and_procedures_are_found_with_their_words(mentions: Mentions) -> None:
    result = mentions(CASE)
    selected = {one.code: one for one in result.suggestions if one.selected}
    assert {"I10", "R50.9", "R31.9", "N13.30"} <= set(selected)
    assert any(one.system == "ICD10PCS" and one.role == "procedure" for one in selected.values())
    assert "hypertension" in selected["I10"].evidence[0].text


def test_suggestions_come_by_probability_the_selected_first(mentions: Mentions) -> None:
    result = mentions(CASE)
    order = [(not one.selected, -one.confidence) for one in result.suggestions]
    assert order == sorted(order)
    assert sum(one.role == "first" for one in result.suggestions) == 1


def test_a_text_without_a_known_phrase_says_so(mentions: Mentions) -> None:
    result = mentions("Lorem ipsum dolor.")
    assert (result.suggestions, result.not_coded[0].reason) == ((), "no known phrase was found")


def test_the_command_has_the_profile(store: Store, tmp_path: Path) -> None:
    note = write(tmp_path / "case.txt", CASE)
    done = run(store, note, "--profile", "codiesp", "--json", "--date", "2025-12-01")
    assert done.return_value == 0
    assert {one["system"] for one in json.loads(done.stdout)["suggestions"]} == {"ICD10CM", "ICD10PCS"}


def test_the_trained_data_fit_the_code_and_name_their_source() -> None:
    data = trained()
    assert "CC BY 4.0" in data.attribution
    assert set(data.models) == set(data.thresholds) == {"ICD10CM", "ICD10PCS"}
    for model in data.models.values():
        assert model.features == FEATURES
        for tree in model.trees:
            assert len({len(tree.f), len(tree.t), len(tree.l), len(tree.r), len(tree.v)}) == 1
            assert all(feature < len(FEATURES) for feature in tree.f)
    assert all(len(one.words) <= 80 for one in data.documents)


def test_a_tree_goes_left_at_or_below_its_threshold() -> None:
    tree = Tree((0, -1, -1), (1.5, 0.0, 0.0), (1, 0, 0), (2, 0, 0), (0.0, 2.0, -2.0))
    model = BoostedTrees(("x",), 0.0, (tree,))
    assert model.probability([1.5]) == pytest.approx(0.880797, abs=1e-6)
    assert model.probability([1.6]) == pytest.approx(0.119203, abs=1e-6)


def test_a_side_agrees_contradicts_or_is_left_open() -> None:
    right = frozenset({"right"})
    assert agreement("right", right) > agreement("", right) > agreement("left", right)
    assert agreement("unspecified", right) < agreement("unspecified", frozenset())


def test_words_for_procedures_join_what_is_done_with_where() -> None:
    found = procedure_phrases()
    assert "BW40ZZZ" in found[frozenset({"ultraso", "abdomen"})]
    assert "0FB0" in found[frozenset({"biopsy", "liver"})]


@pytest.mark.shared
def test_the_figures_of_the_development_part_hold_on_its_first_documents(
    shared_dir: Path, mentions: Mentions
) -> None:
    lines = (shared_dir / "coding" / "codiesp_en.dev.jsonl").read_text("utf-8").splitlines()[:25]
    pairs = []
    for line in lines:
        note = msgspec.json.decode(line, type=GoldNote)
        pairs.append(Compared(note, predicted(mentions(note.text))))
    diagnoses = report(pairs, "ICD10CM", rounds=0)
    assert diagnoses.micro_f1.value > 0.55
    assert diagnoses.mean_average_precision.value > 0.5
    assert diagnoses.evidence_overlap > 0.9
    assert report(pairs, "ICD10PCS", rounds=0).micro_f1.value > 0.4
