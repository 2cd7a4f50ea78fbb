"""Measures the coding engine on the development notes of ../shared/coding.

    .venv/bin/python benchmarks/coding_dev.py [--by-kind]

Prints micro-F1 of the selected codes (exact, and by category of three characters) against each
expert set and, for the notes that both coded, against their union and precision against it; with 95 %
bootstrap intervals over notes; the accepted part; evidence overlap; speed and start-up. Skips
visibly when ../shared is absent. Nothing of the labels is written anywhere: ``--by-kind`` prints the
share of right codes per kind of evidence, from which ``coding/confidence.py`` was set by hand.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, build_lexicon, suggest
from cleanclaim.reference import ensure_store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "coding"
DAY = date(2025, 12, 1)
BASELINES = {"medcoder": ".381 (test part, README)", "aci_amazon": ".347 (test part, README)"}

Pair = tuple[set[str], set[str]]


def read(name: str) -> list[dict[str, Any]]:
    """Return the notes of a development file."""
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


def micro_f1(pairs: Iterable[Pair]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over (proposed, gold) pairs."""
    right = proposed = gold = 0
    for ours, theirs in pairs:
        right += len(ours & theirs)
        proposed += len(ours)
        gold += len(theirs)
    precision = right / proposed if proposed else 0.0
    recall = right / gold if gold else 0.0
    return precision, recall, 2 * right / (proposed + gold) if proposed + gold else 0.0


def interval(pairs: list[Pair], rounds: int = 500) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of micro-F1 over notes (fixed seed)."""
    chance = random.Random(1)
    scores = sorted(micro_f1(chance.choices(pairs, k=len(pairs)))[2] for _ in range(rounds))
    return scores[int(rounds * 0.025)], scores[int(rounds * 0.975)]


def category(codes: set[str]) -> set[str]:
    """Return the three-character categories of codes."""
    return {code[:3] for code in codes}


def report(name: str, pairs: list[Pair], baseline: str = "") -> None:
    """Print one line of scores."""
    precision, recall, score = micro_f1(pairs)
    low, high = interval(pairs)
    rough = micro_f1([(category(ours), category(theirs)) for ours, theirs in pairs])[2]
    text = f"{name:34} n={len(pairs):3}  P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}"
    print(
        f"{text} [{low:.3f}, {high:.3f}]  category F1 {rough:.3f}"
        + (f"  baseline {baseline}" if baseline else "")
    )


def run(lexicon: Lexicon, note_id: str, text: str) -> CodingResult:
    """Return the engine's result for an office note."""
    return suggest(Document(note_id, text), CodingContext(date_of_service=DAY), lexicon)


def codes_of(result: CodingResult, *, accepted_only: bool = False) -> set[str]:
    """Return the selected codes of a result, or only the accepted ones."""
    return {
        one.code
        for one in result.suggestions
        if one.selected and (one.decision == "accept" or not accepted_only)
    }


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--by-kind", action="store_true", help="share of right codes per confidence value")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("SKIPPED: ../shared/coding is not here.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as directory:
        started = time.perf_counter()
        store = ensure_store(Path(directory))
        compiled = time.perf_counter()
        lexicon = build_lexicon(store, DAY)
        built = time.perf_counter()
        print(f"compile store {compiled - started:.2f} s")
        print(f"build lexicon {built - compiled:.2f} s, {len(lexicon.terms)} terms")
        measure(lexicon, by_kind=options.by_kind)
        measure_speed(lexicon)
    return 0


def same_note(text: str) -> str:
    """Return a key under which the two files' copies of one note meet (their spacing differs)."""
    return "".join(letter for letter in text.lower() if letter.isalnum())[:400]


def measure(lexicon: Lexicon, *, by_kind: bool) -> None:
    """Score both development sets and their union."""
    gold: dict[str, dict[str, set[str]]] = defaultdict(dict)
    results: dict[str, CodingResult] = {}
    for name in ("medcoder", "aci_amazon"):
        pairs: list[Pair] = []
        overlaps: list[bool] = []
        for note in read(f"{name}.dev.jsonl"):
            text, labels = str(note["text"]), note["codes"]
            assert isinstance(labels, list)
            result = run(lexicon, str(note["id"]), text)
            theirs = {label["code"] for label in labels}
            pairs.append((codes_of(result), theirs))
            gold[same_note(text)][name] = theirs
            results[same_note(text)] = result
            overlaps.extend(span_overlaps(result, labels))
        report(name, pairs, BASELINES[name])
        if overlaps:
            print(f"  evidence overlaps the expert's span for {sum(overlaps)} of {len(overlaps)} right codes")
    shared = {key: set[str]().union(*sets.values()) for key, sets in gold.items() if len(sets) == 2}
    selected = [(codes_of(results[key]), labels) for key, labels in shared.items()]
    report("union, notes that both coded", selected)
    accepted = [(codes_of(results[key], accepted_only=True), labels) for key, labels in shared.items()]
    coverage = sum(len(ours) for ours, _ in accepted) / max(sum(len(ours) for ours, _ in selected), 1)
    print(
        f"  accepted: precision {micro_f1(accepted)[0]:.3f} at coverage {coverage:.2f} of the selected codes"
    )
    if by_kind:
        shares: dict[tuple[float, bool], list[bool]] = defaultdict(list)
        for key, labels in shared.items():
            for one in results[key].suggestions:
                shares[one.confidence, one.selected].append(one.code in labels)
        for (confidence, is_selected), hits in sorted(shares.items(), reverse=True):
            share = sum(hits) / len(hits)
            print(
                f"  confidence {confidence:.2f} selected={is_selected}: {sum(hits)}/{len(hits)} = {share:.2f}"
            )


def span_overlaps(result: CodingResult, labels: list[dict[str, Any]]) -> list[bool]:
    """Return, for each right code with an expert's span, whether our evidence overlaps it."""
    ours = {one.code: one for one in result.suggestions if one.selected}
    return [
        any(
            piece.start < end and start < piece.end
            for piece in found.evidence
            for start, end in label["spans"]
        )
        for label in labels
        if label["spans"] and (found := ours.get(label["code"]))
    ]


def measure_speed(lexicon: Lexicon) -> None:
    """Time one pass over the visit notes, after warm-up by what ran before."""
    notes = [str(note["text"]) for note in read("aci_notes.dev.jsonl")]
    started = time.perf_counter()
    for text in notes:
        run(lexicon, "speed", text)
    seconds = time.perf_counter() - started
    rate = sum(map(len, notes)) / seconds / 1e6
    print(f"{len(notes) / seconds:.0f} notes/s, {rate:.2f} M characters/s on one core")


if __name__ == "__main__":
    sys.exit(main())
