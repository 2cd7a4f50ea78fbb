"""Trains the mention profile on the training part of CodiEsp and writes its data file.

    pip install scikit-learn lightgbm      # into an environment of its own; cleanclaim does not need them
    PYTHONPATH=src:.venv/lib/python3.11/site-packages python benchmarks/train_codiesp.py \
        --train ../shared/coding/codiesp_en.train.jsonl [--dev ../shared/coding/codiesp_en.dev.jsonl] \
        --reference STORE --out src/cleanclaim/coding/codiesp/data/trained.json.gz

Counts of a training document come from the nine tenths of the corpus to which it does not belong:
left in (or only itself left out), the ranker would learn to recognise the document's own marks. The
threshold is chosen by cross-validation inside the training part. ``--dev`` is only measured.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import lightgbm
import msgspec
import numpy as np
from sklearn.model_selection import GroupKFold

from cleanclaim.codesets import open_store
from cleanclaim.coding import Document, build_lexicon
from cleanclaim.coding.codiesp.features import FEATURES, Rules, candidates_of
from cleanclaim.coding.codiesp.knowledge import (
    SYSTEMS,
    Corpus,
    Known,
    Trained,
    TrainingDocument,
    rarity,
    vector_of,
    votes_of,
)
from cleanclaim.coding.codiesp.matching import matches_in
from cleanclaim.coding.codiesp.phrases import (
    MOST_WORDS,
    CodeCount,
    Inventory,
    Key,
    Phrase,
    key_of,
    key_of_words,
)
from cleanclaim.coding.codiesp.profile import system_of
from cleanclaim.coding.codiesp.sides import Sides
from cleanclaim.coding.codiesp.terms import index_phrases, lexicon_phrases
from cleanclaim.coding.evaluation import average_precision
from cleanclaim.coding.note import Note, take_apart
from cleanclaim.coding.trees import BoostedTrees, Tree

DAY = date(2025, 12, 1)
FOLDS = 10
WORDS_OF_A_DOCUMENT = 70
MODELS = 1  # more, with other seeds, are averaged on the log-odds scale; three gained nothing
ATTRIBUTION = (
    "Derived from the training part of the CodiEsp corpus (Miranda-Escalada, Gonzalez-Agirre, "
    "Armengol-Estape, Krallinger; Barcelona Supercomputing Center, 2020), machine-translated English, "
    "CC BY 4.0: counts of phrases and codes, weighted words of documents, and models fitted to them."
)
SETTINGS: dict[str, Any] = {
    "n_estimators": 400,
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_child_samples": 40,
    "subsample": 0.7,
    "subsample_freq": 1,
    "colsample_bytree": 0.5,
    "reg_lambda": 10.0,
    "verbose": -1,
    "n_jobs": 1,
    "random_state": 1,
    "deterministic": True,
}


def read(path: Path) -> list[dict[str, Any]]:
    """Return the documents of a file, each with its note taken apart."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        row["note"] = take_apart(Document(row["id"], row["text"]))
        row["gold"] = {
            system: {one["code"] for one in row["codes"] if one["system"] == system} for system in SYSTEMS
        }
    return rows


def marked_phrases(row: dict[str, Any]) -> set[tuple[Key, str]]:
    """Return what was marked in a document: keys with codes, fragments of one sentence also joined."""
    note: Note = row["note"]
    tokens = [(token, number) for number, one in enumerate(note.sentences) for token in one.tokens]
    found: set[tuple[Key, str]] = set()
    for label in row["codes"]:
        pieces: list[tuple[Key, int]] = []
        for start, end in label["spans"]:
            inside = [(token, number) for token, number in tokens if token.start < end and token.end > start]
            key = key_of(token for token, _ in inside)
            if key:
                found.add((key, label["code"]))
                pieces.append((key, inside[0][1]))
        for place, (key, sentence) in enumerate(pieces):
            for other, other_sentence in pieces[place + 1 :]:
                if sentence == other_sentence:
                    found.add((key | other, label["code"]))
    return {(key, code) for key, code in found if len(key) <= MOST_WORDS}


class Counted:
    """The counts of the training part, of which any documents can be left out."""

    def __init__(self, rows: list[dict[str, Any]], terms: dict[Key, Any], index: dict[Key, Any]) -> None:
        self.rows = rows
        self.codes = {row["id"]: row["gold"]["ICD10CM"] | row["gold"]["ICD10PCS"] for row in rows}
        self.marked: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            for key, code in marked_phrases(row):
                self.marked[key][code].add(row["id"])
        self.inventory = Inventory(self.marked, terms, index)
        self.holding: dict[Key, set[str]] = defaultdict(set)
        for row in rows:
            for match in matches_in(row["note"], self.inventory):
                if match.tight and match.key in self.marked:
                    self.holding[match.key].add(row["id"])
        # Weights of words need no labels: they may know every document.
        self.word_documents = Counter(
            word for row in rows for word in key_of(t for s in row["note"].sentences for t in s.tokens)
        )

    def weight(self, word: str) -> float:
        """Return how much a word tells."""
        return rarity(self.word_documents.get(word, 0), len(self.rows))


class Without:
    """The counts with some documents left out: the knowledge of a training fold."""

    def __init__(self, counted: Counted, left_out: set[str], vectors: dict[str, dict[str, float]]) -> None:
        self._counted = counted
        self._left_out = left_out
        self._cache: dict[Key, Known | None] = {}
        kept = [row for row in counted.rows if row["id"] not in left_out]
        self.documents = tuple(
            TrainingDocument(vectors[row["id"]], tuple(sorted(counted.codes[row["id"]]))) for row in kept
        )
        self._with_code = Counter(code for row in kept for code in counted.codes[row["id"]])

    def known(self, key: Key) -> Known | None:
        """Return what the kept documents know of a phrase."""
        if key not in self._cache:
            self._cache[key] = self._known(key)
        return self._cache[key]

    def _known(self, key: Key) -> Known | None:
        counted = self._counted
        if key not in counted.marked:
            return None
        codes = {}
        everywhere = counted.holding[key]
        for code, documents in counted.marked[key].items():
            kept = documents - self._left_out
            if kept:
                holding = (everywhere | documents) - self._left_out
                beside = sum(code in counted.codes[one] for one in holding)
                codes[code] = CodeCount(len(kept), beside)
        return Known(len(everywhere - self._left_out), codes)

    def documents_with(self, code: str) -> int:
        """Return how many kept documents have a code."""
        return self._with_code[code]

    def votes(self, vector: dict[str, float]) -> dict[str, float]:
        """Return the votes of the most similar kept documents."""
        return votes_of(vector, self.documents)

    def weight(self, word: str) -> float:
        """Return how much a word tells."""
        return self._counted.weight(word)


def cut(vector: dict[str, float]) -> dict[str, float]:
    """Return the most telling words of a document, rounded."""
    kept = sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:WORDS_OF_A_DOCUMENT]
    return {word: round(value, 3) for word, value in kept}


def told(figures: tuple[float, ...]) -> str:
    """Return the four figures in words."""
    return "P {:.3f} R {:.3f} F1 {:.4f} MAP {:.4f}".format(*figures)


def score(
    rows: list[dict[str, Any]], system: str, told_by: tuple[Any, list[str], Any], at: float
) -> tuple[float, ...]:
    """Return precision, recall, F1 at a threshold, and MAP."""
    per: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for group, code, probability in zip(*told_by, strict=True):
        per[group].append((-probability, code))
    right = chosen = gold = 0
    averages = []
    for number, row in enumerate(rows):
        theirs = row["gold"][system]
        ranked = sorted(per[number])
        ours = {code for probability, code in ranked if -probability >= at}
        right, chosen, gold = right + len(ours & theirs), chosen + len(ours), gold + len(theirs)
        if theirs:
            averages.append(average_precision([code for _, code in ranked], theirs))
    precision, recall = right / max(chosen, 1), right / max(gold, 1)
    return precision, recall, 2 * right / max(chosen + gold, 1), sum(averages) / max(len(averages), 1)


def fitted(x: Any, y: Any) -> list[Any]:
    """Return models that differ by their seed."""
    return [
        lightgbm.LGBMClassifier(**SETTINGS | {"random_state": seed + 1}).fit(x, y) for seed in range(MODELS)
    ]


def probabilities(models: list[Any], x: Any) -> Any:
    """Return the probabilities for the mean of the models' log-odds."""
    mean = sum(model.predict(x, raw_score=True) for model in models) / len(models)
    return 1 / (1 + np.exp(-mean))


def as_trees(models: list[Any]) -> BoostedTrees:
    """Return fitted LightGBM models as plain arrays: the mean of their log-odds."""
    trees = []
    for one in (tree for model in models for tree in model.booster_.dump_model()["tree_info"]):
        nodes: list[tuple[int, float, int, int, float]] = []
        add_node(one["tree_structure"], nodes)
        trees.append(Tree(*(tuple(column) for column in zip(*nodes, strict=True))))  # type: ignore[arg-type]
    return BoostedTrees(FEATURES, 0.0, tuple(trees))


def add_node(node: dict[str, Any], nodes: list[tuple[int, float, int, int, float]]) -> int:
    """Add a node and all below it; return its place."""
    place = len(nodes)
    if "leaf_value" in node:
        nodes.append((-1, 0.0, 0, 0, round(node["leaf_value"] / MODELS, 5)))
        return place
    nodes.append((0, 0.0, 0, 0, 0.0))
    left = add_node(node["left_child"], nodes)
    right = add_node(node["right_child"], nodes)
    nodes[place] = (node["split_feature"], float(node["threshold"]), left, right, 0.0)
    return place


def main() -> None:
    """Train, say what cross-validation gives, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lexicon = build_lexicon(open_store(options.reference), DAY)
    terms = lexicon_phrases(lexicon)
    index = index_phrases(lexicon.index, lexicon) if lexicon.index else {}
    train = read(options.train)
    counted = Counted(train, terms, index)
    sides = Sides(lexicon)
    vectors = {
        row["id"]: cut(vector_of(row["note"], Without(counted, set(), defaultdict(dict)))) for row in train
    }
    everyone = Without(counted, set(), vectors)
    fold = {row["id"]: number % FOLDS for number, row in enumerate(train)}
    folds = [
        Without(counted, {one for one, number in fold.items() if number == this}, vectors)
        for this in range(FOLDS)
    ]

    def title_of(code: str) -> Key:
        entry = lexicon.entry(code)
        return key_of_words(entry.title.split()) if entry else frozenset()

    def table(rows: list[dict[str, Any]], system: str, *, held_out: bool) -> tuple[Any, Any, Any, list[str]]:
        rules = Rules(lambda code: system_of(code) == system, title_of, sides)
        x, y, groups, codes = [], [], [], []
        for number, row in enumerate(rows):
            knowledge = folds[fold[row["id"]]] if held_out else everyone
            for one in candidates_of(row["note"], counted.inventory, knowledge, rules):
                x.append(one.row)
                y.append(one.code in row["gold"][system])
                groups.append(number)
                codes.append(one.code)
        return np.array(x), np.array(y, float), np.array(groups), codes

    models, thresholds = {}, {}
    for system in SYSTEMS:
        x, y, groups, codes = table(train, system, held_out=True)
        p = np.zeros(len(y))
        for fit, held in GroupKFold(5).split(x, y, groups):
            p[held] = probabilities(fitted(x[fit], y[fit]), x[held])
        best = max((score(train, system, (groups, codes, p), at)[2], at) for at in np.arange(0.15, 0.6, 0.01))
        thresholds[system] = round(float(best[1]), 2)
        print(
            system,
            "cross-validation:",
            told(score(train, system, (groups, codes, p), best[1])),
            "threshold",
            thresholds[system],
            flush=True,
        )
        model = fitted(x, y)
        models[system] = as_trees(model)
        if options.dev:
            dev = read(options.dev)
            x, y, groups, codes = table(dev, system, held_out=False)
            p = probabilities(model, x)
            own = [models[system].probability(row) for row in x[:200]]
            assert max(abs(a - b) for a, b in zip(own, p[:200], strict=True)) < 0.01
            print(
                system,
                "development part:",
                told(score(dev, system, (groups, codes, p), best[1])),
                flush=True,
            )
    if options.out:
        phrases = []
        for key in sorted(counted.marked, key=sorted):
            known = everyone.known(key)
            if known and known.codes:
                phrases.append(Phrase(tuple(sorted(key)), known.documents, dict(sorted(known.codes.items()))))
        kept = {word: n for word, n in sorted(counted.word_documents.items()) if n > 1}
        data = Trained(ATTRIBUTION, tuple(phrases), kept, everyone.documents, models, thresholds)
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_bytes(gzip.compress(msgspec.json.encode(data), 9, mtime=0))
        print(options.out, options.out.stat().st_size, "bytes")
        Corpus(data)


if __name__ == "__main__":
    main()
